"""The routes of Groups v2."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlalchemy.orm import Session

from armillary.groups.errors import BadRequest, Conflict, Forbidden, NotBuilt
from armillary.groups.members import Done, Refused, carry_out
from armillary.groups.model import Group, Membership
from armillary.groups.rules import outranks
from armillary.groups.scopes import ReaderOf, WriterOf
from armillary.groups.store import (
    ACTIVE,
    find_group,
    members_of,
    memberships_of,
    no_such_group,
    remove_group,
    role_in,
)
from armillary.groups.surroundings import Surroundings
from armillary.groups.wire import (
    Actions,
    Document,
    GroupChanges,
    NewGroup,
    Policies,
    group_document,
    membership_document,
)
from armillary.web.caller import Caller

router = APIRouter(prefix="/v2/groups")

_STATUSES = frozenset({ACTIVE, "invited", "pending", "rejected", "removed", "left", "declined"})
# With these a private group is visible.
_CONCERNED = frozenset({ACTIVE, "invited", "pending"})
_INCLUDES = frozenset({"memberships", "my_memberships", "policies", "child_ids"})


async def _surroundings(request: Request) -> Surroundings:
    found: Surroundings = request.app.state.surroundings
    return found


SurroundingsOf = Annotated[Surroundings, Depends(_surroundings)]


@router.get("/my_groups")
def my_groups(caller: ReaderOf, around: SurroundingsOf, statuses: str = ACTIVE) -> list[Document]:
    """The groups in which the caller's identities have one of the ``statuses``: a bare list."""
    wanted = _listed(statuses)
    if unknown := wanted - _STATUSES:
        raise BadRequest(f"statuses must be among {', '.join(sorted(_STATUSES))}: {unknown}.")
    with around.database.read() as session:
        found = memberships_of(session, caller.identity_set, wanted)
        usernames = around.usernames(session, caller.identity_set)
    mine: dict[str, tuple[Group, list[Membership]]] = {}
    for group, membership in found:
        mine.setdefault(group.id, (group, []))[1].append(membership)
    return [group_document(group, own, usernames) for group, own in mine.values()]


@router.post("", status_code=201)
def create_group(body: NewGroup, caller: WriterOf, around: SurroundingsOf) -> Document:
    """Make a group, of which the caller is the administrator."""
    if body.parent_id is not None:
        raise NotBuilt("Groups below groups are not built here. Leave parent_id out.")
    group = Group(
        name=body.name,
        description=body.description,
        terms_and_conditions=body.terms_and_conditions,
        policies=_built(body.policies),
    )
    with around.database.write() as session:
        session.add(group)
        session.flush()
        session.add(
            Membership(
                group_id=group.id, identity_id=caller.identity_id, role="admin", status=ACTIVE
            )
        )
        session.flush()
        _record(around, session, "group.created", caller, group)
        return _document(around, session, group, caller)


@router.get("/{group_id}")
def get_group(
    group_id: str, caller: ReaderOf, around: SurroundingsOf, include: str = ""
) -> Document:
    """One group; with ``include=memberships`` the members, as far as the caller may see them."""
    wanted = _listed(include)
    if "allowed_actions" in wanted:
        raise NotBuilt("allowed_actions is not built here.")
    if unknown := wanted - _INCLUDES:
        raise BadRequest(f"include must be among {', '.join(sorted(_INCLUDES))}: {unknown}.")
    with around.database.read() as session:
        group = find_group(session, group_id)
        members = members_of(session, group.id)
        own = _visible(group, members, caller)
        if "memberships" not in wanted:
            return _document(around, session, group, caller)
        seen = members if _may_see_members(group, own) else own
        usernames = around.usernames(session, {m.identity_id for m in seen})
        shown = [membership_document(m, usernames) for m in seen]
        return _document(around, session, group, caller, memberships=shown)


@router.put("/{group_id}")
def update_group(
    group_id: str, body: GroupChanges, caller: WriterOf, around: SurroundingsOf
) -> Document:
    """Change what the body names of a group."""
    with around.database.write() as session:
        group = _administered(session, group_id, caller)
        group.name = body.name or group.name
        if body.description is not None:
            group.description = body.description
        if "terms_and_conditions" in body.model_fields_set:
            group.terms_and_conditions = body.terms_and_conditions
        session.flush()
        changed = sorted(body.model_fields_set)
        _record(around, session, "group.updated", caller, group, changed=changed)
        return _document(around, session, group, caller)


@router.delete("/{group_id}")
def delete_group(group_id: str, caller: WriterOf, around: SurroundingsOf) -> Document:
    """Delete a group that gives nobody rights any more."""
    with around.database.write() as session:
        group = _administered(session, group_id, caller)
        if around.is_used(session, group.id):
            raise Conflict("The group administers projects. Take it off these first.")
        document = _document(around, session, group, caller)
        _record(around, session, "group.deleted", caller, group)
        remove_group(session, group)
        return document


@router.post("/{group_id}")
def change_members(
    group_id: str, body: Actions, caller: WriterOf, around: SurroundingsOf
) -> Document:
    """Carry out actions on members: what came of them, and ``errors`` if some were refused."""
    named = {entry.identity_id for _, entry in body.entries()}
    with around.database.write() as session:
        group = find_group(session, group_id, held=True)
        _visible(group, members_of(session, group.id), caller)
        usernames = around.usernames(session, named)
        done, refused = carry_out(
            session, group, body, own=caller.identity_set, known=usernames.keys()
        )
        for action, member in done:
            _record(
                *(around, session, f"group.member_{action}", caller, group),
                identity=member.identity_id,
                role=member.role,
            )
        return _outcome(done, refused, usernames)


@router.get("/{group_id}/policies")
def get_policies(group_id: str, caller: ReaderOf, around: SurroundingsOf) -> Document:
    """How the group is seen and joined."""
    with around.database.read() as session:
        group = find_group(session, group_id)
        _visible(group, members_of(session, group.id), caller)
        return group.policies


@router.put("/{group_id}/policies")
def put_policies(
    group_id: str, body: Policies, caller: WriterOf, around: SurroundingsOf
) -> Document:
    """Replace the policies."""
    with around.database.write() as session:
        group = _administered(session, group_id, caller)
        group.policies = _built(body)
        session.flush()
        _record(around, session, "group.policies_changed", caller, group, policies=group.policies)
        return group.policies


def _built(policies: Policies) -> Document:
    if policies.is_high_assurance or policies.signup_fields:
        raise NotBuilt("is_high_assurance and signup_fields are not built here. Leave them out.")
    return policies.model_dump()


def _visible(group: Group, members: Iterable[Membership], caller: Caller) -> list[Membership]:
    """The caller's memberships in a group that the caller may know of.

    :raises NotFound: the group is private, and the caller has nothing to do with it
    """
    own = [m for m in members if m.identity_id in caller.identity_set]
    hidden = group.policies["group_visibility"] == "private"
    if hidden and not any(m.status in _CONCERNED for m in own):
        raise no_such_group()
    return own


def _may_see_members(group: Group, own: Collection[Membership]) -> bool:
    among = group.policies["group_members_visibility"] == "members"
    return outranks(role_in(own), "member" if among else "manager")


def _administered(session: Session, group_id: str, caller: Caller) -> Group:
    """A group of which the caller is an administrator.

    :raises Forbidden: the caller is not
    """
    group = find_group(session, group_id, held=True)
    own = _visible(group, members_of(session, group.id), caller)
    if role_in(own) != "admin":
        raise Forbidden("This takes the role admin in the group.")
    return group


def _document(
    around: Surroundings, session: Session, group: Group, caller: Caller, **more: Any
) -> Document:
    own = [m for m in members_of(session, group.id) if m.identity_id in caller.identity_set]
    usernames = around.usernames(session, caller.identity_set)
    return group_document(group, own, usernames, **more)


def _outcome(done: Done, refused: Refused, usernames: Any) -> Document:
    document: Document = {}
    for action, member in done:
        document.setdefault(action, []).append(membership_document(member, usernames))
    for action, identity_id, error in refused:
        told = {"identity_id": identity_id, "code": error.code, "detail": error.message}
        document.setdefault("errors", {}).setdefault(action, []).append(told)
        document.setdefault(action, [])
    return document


def _record(
    around: Surroundings, session: Session, event: str, caller: Caller, group: Group, **detail: Any
) -> None:
    around.record(
        session,
        event=event,
        actor=caller.identity_id,
        client=caller.client_id,
        target=group.id,
        detail={"name": group.name, **detail},
    )


def _listed(text: str) -> set[str]:
    return {part.strip() for part in text.split(",") if part.strip()}
