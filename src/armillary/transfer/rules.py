"""Who may do what with a collection. Pure decisions on what was read before."""

from __future__ import annotations

from collections.abc import Collection as Several
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from armillary.transfer.errors import (
    TRANSFER_ALL,
    EndpointNotFound,
    NotImplementedHere,
    NotSupported,
    PermissionDenied,
    SessionRequired,
    data_access_required,
    data_access_scope,
)
from armillary.transfer.model import HOSTS, Collection, EntityType
from armillary.transfer.paths import common, lies_below
from armillary.transfer.people import Party
from armillary.transfer.permissions.model import AccessRule
from armillary.transfer.store import Place
from armillary.web.caller import Caller


class Power(Enum):
    """Something that roles allow; the value completes "You may not ..."."""

    CHANGE = "change"
    DELETE = "delete"
    SEE_ROLES = "see the roles on"
    MANAGE_ROLES = "manage the roles on"
    SEE_ACCESS = "see the access rules of"
    MANAGE_ACCESS = "manage the access rules of"
    SEE_ACTIVITY = "see the activity on"
    CONTROL_ACTIVITY = "control the activity on"


ROLES = ("administrator", "access_manager", "activity_manager", "activity_monitor")

_ACTIVITY = frozenset({Power.SEE_ACTIVITY, Power.CONTROL_ACTIVITY})
# Source: https://docs.globus.org/api/transfer/roles/
POWERS: Mapping[str, frozenset[Power]] = {
    "administrator": frozenset(Power),
    # Runs the storage below: may look and remove, may not let anyone in.
    "restricted_administrator": _ACTIVITY | {Power.DELETE, Power.SEE_ROLES, Power.SEE_ACCESS},
    "access_manager": frozenset({Power.SEE_ACCESS, Power.MANAGE_ACCESS}),
    "activity_manager": _ACTIVITY,
    "activity_monitor": frozenset({Power.SEE_ACTIVITY}),
}
# What a role on a mapped collection, or on an endpoint, is on the guests there.
ON_GUESTS: Mapping[str, str] = {
    "administrator": "restricted_administrator",
    "activity_manager": "activity_manager",
    "activity_monitor": "activity_monitor",
}
# Roles that come with all the files of a guest collection.
WITH_FILES = frozenset({"administrator", "access_manager"})
_ORDER = list(POWERS)


@dataclass(frozen=True)
class Grant:
    """A directory below which somebody may read, and perhaps write."""

    path: str
    writes: bool


@dataclass(frozen=True)
class Standing:
    """What a party is to a collection.

    :param roles: effective ones, the mightiest first
    :param rules: the access rules that hold for the party now
    """

    party: Party
    place: Place
    roles: Sequence[str]
    rules: Sequence[AccessRule]

    @property
    def collection(self) -> Collection:
        return self.place.collection

    def may(self, power: Power) -> bool:
        """Whether one of the roles allows it."""
        return any(power in POWERS[role] for role in self.roles)

    def grants(self) -> list[Grant]:
        """Where the party may go, the widest directories first."""
        if self.collection.entity_type in HOSTS:
            # Others' identities are not mapped to local accounts yet, so only the owner gets in.
            return [Grant("/", True)] if _owns(self.party, self.collection) else []
        whole = [Grant("/", True)] if WITH_FILES.intersection(self.roles) else []
        ruled = [Grant(rule.path, rule.permissions == "rw") for rule in self.rules]
        return sorted(whole + ruled, key=lambda grant: len(grant.path))

    def root_for(self, paths: Several[str], *, write: bool) -> str | None:
        """The widest directory that holds all the paths and in which the party may do it."""
        # A task may have very many paths, and a collection many rules: each is looked at once.
        wanted = common(paths)
        for grant in self.grants():
            if (grant.writes or not write) and lies_below(wanted, grant.path):
                return grant.path
        return None


def _owns(party: Party, collection: Collection) -> bool:
    return collection.owner_identity_id in party.identities


def effective_roles(
    party: Party, place: Place, granted: Mapping[str, Several[str]]
) -> tuple[str, ...]:
    """The party's roles on a collection; its owner is its administrator.

    :param granted: by the id of the collection, or of what is below it, the roles there
    """
    own, *below = place.lineage
    roles = set(granted.get(own, ()))
    if _owns(party, place.collection):
        roles.add("administrator")
    inherited = {role for each in below for role in granted.get(each, ())}
    if place.mapped is not None and _owns(party, place.mapped):
        inherited.add("administrator")
    if place.mapped is not None:
        inherited = {ON_GUESTS[role] for role in inherited if role in ON_GUESTS}
    return tuple(sorted(roles | inherited, key=_ORDER.index))


def check_visible(standing: Standing | None, wanted_id: str) -> Standing:
    """The standing, if the collection exists and the party may know of it.

    :raises EndpointNotFound: otherwise; the two cases can't be told apart
    """
    if standing is None or not (standing.collection.public or standing.roles or standing.rules):
        raise EndpointNotFound(
            f"No such endpoint '{wanted_id}'. Find the ids of yours with endpoint_search."
        )
    return standing


def check_power(standing: Standing, power: Power) -> Standing:
    """The standing, if one of its roles allows something.

    :raises PermissionDenied: none does
    """
    if not standing.may(power):
        name, roles = standing.collection.display_name, _roles_with(power)
        raise PermissionDenied(
            f"You may not {power.value} '{name}' ({standing.collection.id}). "
            f"It needs the role {roles}."
        )
    return standing


def _roles_with(power: Power) -> str:
    return " or ".join(role for role in POWERS if power in POWERS[role])


def check_files(caller: Caller, standing: Standing) -> None:
    """Whether the caller could have access to files of the collection at all.

    :raises NotSupported: it is an endpoint, which has no files
    :raises ConsentRequired: it is a mapped collection, and ``data_access`` is missing; a personal
        one needs none, as its owner has but one account on it
    """
    collection = standing.collection
    if collection.entity_type == EntityType.ENDPOINT:
        raise NotSupported(
            f"'{collection.display_name}' is an endpoint, not a collection: it holds no files."
        )
    if needs_consent(standing.place):
        scope = data_access_scope(collection.id)
        if scope not in caller.dependent_scopes.get(TRANSFER_ALL, frozenset()):
            raise data_access_required(collection.id)


def check_account(place: Place, local_user: str | None) -> None:
    """Whether files can be reached as the local account that is asked for; none may be.

    :raises NotImplementedHere: it is not the one that the node runs as
    """
    account = place.account
    if local_user is None or local_user == account:
        return
    runs_as = f"'{account}'" if account else "one that it has not told yet"
    raise NotImplementedHere(
        f"'{place.collection.display_name}' can't be used as the local account '{local_user}': "
        f"its storage node runs as one account, {runs_as}. Leave the local user out."
    )


def needs_consent(place: Place) -> bool:
    """Whether ``data_access`` is wanted: by mapped collections, but not high assurance ones.

    Clients take this rule from the endpoint document and ask for no other consent.
    Source: https://globus-sdk-python.readthedocs.io/ (data_access and collection types)
    """
    return (
        place.collection.entity_type == EntityType.MAPPED and place.authentication_timeout is None
    )


def check_assurance(caller: Caller, place: Place, now: datetime) -> None:
    """Whether somebody of the caller's account signed in lately enough for the collection.

    :raises PermissionDenied: the caller is an app that works for itself, and never signs in
    :raises SessionRequired: nobody has, or the session has ended
    """
    timeout = place.authentication_timeout
    if timeout is None:
        return
    if caller.session_id is None:
        raise PermissionDenied(
            f"'{place.collection.display_name}' is a high assurance collection: people use it who "
            "have signed in lately. An app that works for itself never signs in; it can't use it."
        )
    latest = max(caller.sign_ins.values(), default=None)
    if not is_fresh(latest, timeout, now):
        raise session_required(caller.identity_id, place)


def is_fresh(signed_in: datetime | None, timeout: timedelta, now: datetime) -> bool:
    """Whether a sign-in is still good.

    :param signed_in: when it was; None: never, or in a session that has ended
    """
    return signed_in is not None and now < signed_in + timeout


def session_required(identity_id: str, place: Place) -> SessionRequired:
    """The error of a high assurance collection for somebody who has to sign in."""
    assert place.authentication_timeout is not None
    minutes = int(place.authentication_timeout.total_seconds() // 60)
    return SessionRequired(
        f"'{place.collection.display_name}' needs a sign-in of the last {minutes} minutes.",
        identity_id=identity_id,
    )


def check_access(standing: Standing, paths: Several[str], *, write: bool) -> Place:
    """The place with nothing in it but what the permission is for.

    One permission has to cover all the paths: nodes are shown one directory, so that no link can
    lead out of what was permitted.

    :raises PermissionDenied: none does
    """
    root = standing.root_for(paths, write=write)
    if root is None:
        raise PermissionDenied(_denied(standing, paths, write=write))
    return standing.place.within(root)


# How many paths are looked at to name one that is denied.
_EXAMINED = 100


def _denied(standing: Standing, paths: Several[str], *, write: bool) -> str:
    verb = "write" if write else "read"
    collection = standing.collection
    some = list(paths)[:_EXAMINED]
    denied = next((path for path in some if standing.root_for([path], write=write) is None), None)
    if denied is None:
        return (
            f"You may {verb} these paths on '{collection.display_name}', but not by one "
            "permission. Submit one task for each directory to which you were given access."
        )
    return (
        f"You may not {verb} '{denied}' on '{collection.display_name}' ({collection.id}). "
        f"Ask its owner, {collection.owner_string}, for permission."
    )
