"""Who may do what to a group's members, and what becomes of them. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from armillary.groups.errors import ActionRefused

ROLES = ("member", "manager", "admin")
NONE = "none"  # the status of somebody whom the group does not know
_OUTSIDE = frozenset({NONE, "rejected", "removed", "left", "declined"})
_WAITING = frozenset({"invited", "pending"})


@dataclass(frozen=True)
class Action:
    """One kind of change.

    :param by: the role that it takes, or None when people do it for their own identities
    :param before: the statuses that it starts from
    :param after: the status that it leads to
    """

    by: str | None
    before: frozenset[str]
    after: str


# In the order in which they are carried out: who comes, before who goes.
ACTIONS: Mapping[str, Action] = {
    "add": Action("manager", _OUTSIDE | _WAITING, "active"),
    "invite": Action("manager", _OUTSIDE | {"pending"}, "invited"),
    "accept": Action(None, frozenset({"invited"}), "active"),
    "join": Action(None, frozenset({"invited"}), "active"),
    "request_join": Action(None, _OUTSIDE, "pending"),
    "approve": Action("manager", frozenset({"pending"}), "active"),
    "change_role": Action("admin", frozenset({"active"}), "active"),
    "decline": Action(None, frozenset({"invited"}), "declined"),
    "reject": Action("manager", frozenset({"pending"}), "rejected"),
    "remove": Action("manager", _WAITING | {"active"}, "removed"),
    "leave": Action(None, frozenset({"active"}), "left"),
}


@dataclass(frozen=True)
class Change:
    """One change of one identity's membership, as asked for.

    :param own: whether the identity is the caller's
    :param role: the present role, if it has one
    :param wanted: the role asked for, if one is
    :param last_admin: whether the identity is the only administrator
    """

    action: str
    own: bool
    status: str
    role: str | None
    wanted: str | None
    last_admin: bool


def check_change(change: Change, caller: str | None, *, join_requests: bool) -> None:
    """Let pass a change that the caller may make.

    :param caller: the caller's role in the group, if active
    :param join_requests: whether the group lets people ask to join
    :raises ActionRefused: it is not allowed, or makes no sense
    """
    action = ACTIONS[change.action]
    if action.by is None and not change.own:
        raise ActionRefused("FORBIDDEN", "People do this for their own identities only.")
    if action.by is not None and not outranks(caller, action.by):
        raise ActionRefused("FORBIDDEN", f"This takes the role {action.by} in the group.")
    if "admin" in (change.role, change.wanted) and action.by and caller != "admin":
        raise ActionRefused("FORBIDDEN", "Administrators are for administrators to change.")
    if change.action == "request_join" and not join_requests:
        raise ActionRefused("FORBIDDEN", "The group takes no requests to join. Ask for an invite.")
    if change.status not in action.before:
        raise ActionRefused(*_misplaced(change))
    if change.last_admin and (action.after != "active" or change.wanted != "admin"):
        message = "A group needs an administrator, and this is the last one. Make another first."
        raise ActionRefused("LAST_ADMIN", message)


def outranks(role: str | None, other: str) -> bool:
    """Whether a role is at least another one."""
    return role is not None and ROLES.index(role) >= ROLES.index(other)


def _misplaced(change: Change) -> tuple[str, str]:
    if change.status == "active":
        return "ALREADY_ACTIVE", "This identity is a member already."
    if change.status in _OUTSIDE and change.action == "join":
        return "NOT_INVITED", "This identity is not invited. Ask to join (request_join)."
    state = "has nothing to do with the group" if change.status == NONE else f"is {change.status}"
    return "INVALID_STATUS", f"{change.action} makes no sense: this identity {state}."
