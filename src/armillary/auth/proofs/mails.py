"""The mails that prove something, and those that tell of a change."""

from __future__ import annotations

from urllib.parse import urlencode

from armillary.auth.audit import record
from armillary.auth.identities.model import Identity
from armillary.auth.identities.store import find_by_username, password_hash_of
from armillary.auth.parts import Parts
from armillary.auth.proofs.store import RESET, VERIFY, issue
from armillary.mail.message import Mail

_VERIFY = """\
Somebody, probably you, gave this address for the account "{username}" at
{base_url}

If it was you, open this link within a day and confirm the address:

{link}

If it was not you, do nothing: without your confirmation nothing happens.
"""

_RESET = """\
Somebody, probably you, has forgotten the password of the account "{username}" at
{base_url}

If it was you, open this link within an hour and choose a new password:

{link}

If it was not you, do nothing: your password stays as it is.
"""

_NOTICE = """\
{what}. It is about the account "{username}" at
{base_url}

If it was you, all is well. If it was not you, choose a new password at once:

{link}
"""


def ask_to_verify(parts: Parts, identity_id: str, email: str | None = None) -> None:
    """Mail the link with which a person proves an address.

    :param email: one that shall replace the account's address; None proves the present one
    """

    def job() -> Mail | None:
        with parts.database.write() as session:
            identity = session.get_one(Identity, identity_id)
            address = email or identity.email
            if address is None:
                return None
            token = issue(session, VERIFY, identity, address)
        text = _filled(_VERIFY, parts, identity, link=_link(parts, "verify-email", token))
        return Mail(address, "Confirm your e-mail address", text)

    parts.outbox.soon(job)


def ask_to_reset(parts: Parts, username: str, address: str) -> None:
    """Mail the link with which a forgotten password is replaced, if there is such an account.

    :param address: where the request came from, for the audit trail
    """

    def job() -> Mail | None:
        with parts.database.write() as session:
            identity = find_by_username(session, username)
            if identity is None or identity.email is None:
                return None
            if password_hash_of(session, identity.id) is None:
                return None
            token = issue(session, RESET, identity, identity.email)
            record(
                session,
                event="password.reset_asked",
                actor=None,
                client=None,
                target=identity.id,
                detail={"address": address},
            )
        text = _filled(_RESET, parts, identity, link=_link(parts, "reset-password", token))
        return Mail(identity.email, "Choose a new password", text)

    parts.outbox.soon(job)


def tell(parts: Parts, identity: Identity, what: str, *, to: str | None = None) -> None:
    """Tell a person of a change to the account, who may not have made it.

    :param what: a sentence without its full stop
    :param to: another address than the account's present one
    """
    address = to or identity.email
    if address is None:
        return
    text = _filled(
        _NOTICE,
        parts,
        identity,
        what=what,
        link=f"{parts.settings.auth_url}/v2/web/forgot-password",
    )
    parts.outbox.soon(lambda: Mail(address, "A change to your account", text))


def _link(parts: Parts, page: str, token: str) -> str:
    return f"{parts.settings.auth_url}/v2/web/{page}?{urlencode({'token': token})}"


def _filled(text: str, parts: Parts, identity: Identity, **values: str) -> str:
    return text.format(username=identity.username, base_url=parts.settings.base_url, **values)
