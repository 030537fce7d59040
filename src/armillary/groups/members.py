"""Carrying out actions on a group's members."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.groups.errors import ActionRefused
from armillary.groups.model import Group, Membership
from armillary.groups.rules import ACTIONS, NONE, Change, check_change
from armillary.groups.store import ACTIVE, members_of, role_in
from armillary.groups.wire import Actions, Entry

Done = list[tuple[str, Membership]]
Refused = list[tuple[str, str, ActionRefused]]


def carry_out(
    session: Session,
    group: Group,
    actions: Actions,
    *,
    own: Collection[str],
    known: Collection[str],
) -> tuple[Done, Refused]:
    """Do what may be done, each action for itself: what was done, and what was refused.

    The caller's role counts as it was before.

    :param own: the caller's identities
    :param known: those of the named identities that exist
    """
    members = {each.identity_id: each for each in members_of(session, group.id)}
    caller = role_in([members[identity] for identity in own if identity in members])
    done: Done = []
    refused: Refused = []
    for action, entry in actions.entries():
        try:
            if entry.identity_id not in known:
                raise ActionRefused("IDENTITY_NOT_FOUND", "There is no such identity.")
            change = _change(action, entry, members, own)
            check_change(change, caller, join_requests=group.policies["join_requests"])
        except ActionRefused as error:
            refused.append((action, entry.identity_id, error))
            continue
        member = members.get(entry.identity_id) or _stranger(session, group, entry)
        members[entry.identity_id] = member
        _apply(member, action, entry)
        done.append((action, member))
    session.flush()
    return done, refused


def _change(
    action: str, entry: Entry, members: dict[str, Membership], own: Collection[str]
) -> Change:
    member = members.get(entry.identity_id)
    admins = [m for m in members.values() if m.status == ACTIVE and m.role == "admin"]
    if action == "change_role" and entry.role is None:
        raise ActionRefused("ROLE_MISSING", "Say which role.")
    return Change(
        action=action,
        own=entry.identity_id in own,
        status=member.status if member else NONE,
        role=member.role if member and member.status == ACTIVE else None,
        wanted=entry.role,
        last_admin=admins == [member],
    )


def _stranger(session: Session, group: Group, entry: Entry) -> Membership:
    member = Membership(
        group_id=group.id, identity_id=entry.identity_id, role="member", status=NONE
    )
    session.add(member)
    return member


def _apply(member: Membership, action: str, entry: Entry) -> None:
    if action in ("add", "invite", "request_join", "change_role"):
        wanted = None if action == "request_join" else entry.role
        member.role = wanted or "member"
    member.status = ACTIONS[action].after
    member.status_reason = entry.status_reason
    member.updated = utcnow()
    if action == "invite":
        member.invite_time, member.invite_email_address = utcnow(), entry.invite_email_address
