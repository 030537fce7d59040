"""The identities of an account: linked, parted, and which of them is the primary one."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from armillary.auth.account.rules import LinkRefused
from armillary.auth.account.store import can_sign_in, find_linked, link, make_primary, part
from armillary.auth.account.visit import Visit, changing, visit
from armillary.auth.audit import record
from armillary.auth.authorize.own_pages import IDENTITIES, OWN_PAGES
from armillary.auth.authorize.pages import sign_in_page
from armillary.auth.authorize.pipeline import find_who_asks
from armillary.auth.errors import AuthError
from armillary.auth.identities.model import Identity
from armillary.auth.identities.store import linked
from armillary.auth.page_state import PageTooOld
from armillary.auth.parts import AS_PAGE, Form, Parts, PartsOf, required
from armillary.auth.proofs.mails import tell
from armillary.auth.sessions.linking import Proof, intended
from armillary.auth.sessions.rules import FRESH
from armillary.auth.sessions.store import add_identity, find_session
from armillary.core.clock import utcnow
from armillary.web.csrf import csrf_token

router = APIRouter(prefix="/v2/web/account/identities", dependencies=[AS_PAGE])

_DONE = {
    "linked": "The identities are linked.",
    "parted": "The identity is unlinked. It has an account of its own again.",
    "primary": "Apps get the new primary identity from the next sign-in on.",
}


@router.get("")
def show(request: Request, parts: PartsOf, done: str = "") -> Response:
    """The account's identities."""
    return _page(parts, visit(request, parts, IDENTITIES), notice=_DONE.get(done))


@router.post("/link")
def ask(request: Request, parts: PartsOf, form: Form) -> Response:
    """Off to the sign-in of the other identity; this browser stays signed in as it is."""
    visitor = changing(request, parts, form, IDENTITIES)
    interaction = intended(parts, visitor.cookie, visitor.signed_in)
    with parts.database.read() as session:
        authorization = interaction.opened(request, parts, session)
        find_who_asks(authorization)
        return sign_in_page(authorization, parts, interaction)


@router.post("/link/confirm")
def confirm(request: Request, parts: PartsOf, form: Form) -> Response:
    """Link the identity of ``proof`` and all of its account."""
    visitor = changing(request, parts, form, IDENTITIES)
    proof = Proof.from_text(parts, visitor.cookie, form.get("proof"))
    try:
        with parts.database.write() as session:
            came, cookie = _link(session, visitor, proof)
    except LinkRefused as error:
        return _page(parts, visitor, problem=error)
    for identity in (visitor.identity, *came):
        tell(parts, identity, "Another identity was linked to the account")
    response = _back(parts, "linked")
    parts.cookie.give(response, cookie)
    return response


@router.post("/primary")
def choose_primary(request: Request, parts: PartsOf, form: Form) -> Response:
    """Make ``identity`` the one that apps get."""
    visitor = changing(request, parts, form, IDENTITIES)
    account_id, chosen_id = visitor.identity.account_id, required(form, "identity")
    with parts.database.write() as session:
        chosen = make_primary(session, account_id, chosen_id)
        _record(session, "identity.primary_changed", visitor, [chosen.id])
    tell(parts, chosen, "Another identity was made the primary one of the account")
    return _back(parts, "primary")


@router.post("/unlink")
def unlink(request: Request, parts: PartsOf, form: Form) -> Response:
    """Give ``identity`` an account of its own."""
    visitor = changing(request, parts, form, IDENTITIES)
    account_id, identity_id = visitor.identity.account_id, required(form, "identity")
    try:
        with parts.database.write() as session:
            parted = part(session, account_id, identity_id)
            _record(session, "identity.unlinked", visitor, [parted.id])
    except AuthError as error:
        return _page(parts, visitor, problem=error)
    tell(parts, parted, "An identity was unlinked from the account")
    return _back(parts, "parted")


def _link(session: Session, visitor: Visit, proof: Proof) -> tuple[list[Identity], str]:
    """The identities that came, and the secret of the session's new cookie."""
    identity = proof.half_way.identity(session)
    signed_in = find_session(session, visitor.cookie)
    if signed_in is None or signed_in.session.id != proof.session_id:
        raise PageTooOld("You are not signed in any more. Sign in, and start again.")
    if proof.at < utcnow() - FRESH:
        raise PageTooOld(f"{identity.username} signed in too long ago. Start again.")
    account_id = signed_in.session.account_id
    came = link(session, account_id, identity.account_id)
    proven = find_linked(session, account_id, identity.id)
    cookie = add_identity(session, signed_in, proven, amr=proof.half_way.amr, at=proof.at)
    _record(session, "identity.linked", visitor, [each.id for each in came])
    return came, cookie


def _page(
    parts: Parts, visitor: Visit, *, notice: str | None = None, problem: AuthError | None = None
) -> Response:
    with parts.database.read() as session:
        identities = linked(session, visitor.identity.account_id)
        lonely = {each.id for each in identities if not can_sign_in(session, each)}
    return parts.pages.answer(
        "identities.html",
        status=problem.status if problem else 200,
        csrf=csrf_token(visitor.cookie),
        auth_url=parts.settings.auth_url,
        identity=visitor.identity,
        identities=identities,
        lonely=lonely,
        notice=notice,
        problem=problem.message if problem else None,
    )


def _back(parts: Parts, done: str) -> Response:
    path = OWN_PAGES[IDENTITIES].path
    return RedirectResponse(f"{parts.settings.auth_url}{path}?done={done}", status_code=303)


def _record(session: Session, event: str, visitor: Visit, identities: list[str]) -> None:
    detail: dict[str, Any] = {"identities": identities, "account": visitor.identity.account_id}
    record(
        session,
        event=event,
        actor=visitor.identity.id,
        client=None,
        target=identities[0],
        detail=detail,
    )
