from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from armillary.transfer.errors import (
    TRANSFER_ALL,
    ConsentRequired,
    EndpointNotFound,
    NotSupported,
    PermissionDenied,
    SessionRequired,
)
from armillary.transfer.model import Collection, EntityType
from armillary.transfer.people import Party
from armillary.transfer.permissions.model import AccessRule
from armillary.transfer.rules import (
    POWERS,
    ROLES,
    Power,
    Standing,
    check_access,
    check_assurance,
    check_files,
    check_power,
    check_visible,
    effective_roles,
)
from armillary.transfer.store import Place
from armillary.web.caller import Caller

ME, OTHER, COLLECTION, MAPPED, ENDPOINT = "me", "other", "c1", "m1", "e1"
DATA_ACCESS = f"https://auth.globus.org/scopes/{COLLECTION}/data_access"
PARTY = Party(frozenset({ME}), frozenset())


def caller(*consents: str) -> Caller:
    return Caller(
        identity_id=ME,
        username="me@example.org",
        identity_set=frozenset({ME}),
        client_id="app",
        resource_server="transfer.api.globus.org",
        scopes=frozenset({TRANSFER_ALL}),
        expires_at=datetime.now(UTC),
        dependent_scopes={TRANSFER_ALL: frozenset(consents)},
    )


def collection(
    kind: EntityType, *, owner: str = ME, public: bool = True, own_id: str = COLLECTION
) -> Collection:
    return Collection(
        id=own_id,
        entity_type=kind,
        display_name="C",
        owner_identity_id=owner,
        owner_string=owner,
        endpoint_id=None if kind == EntityType.GUEST else ENDPOINT,
        base_path="/",
        public=public,
    )


def place(kind: EntityType, *, owner: str = ME, host: str = OTHER, public: bool = True) -> Place:
    mapped = collection(EntityType.MAPPED, owner=host, own_id=MAPPED)
    target = collection(kind, owner=owner, public=public)
    return Place(target, None, mapped if kind == EntityType.GUEST else None)


def standing(
    where: Place, *, roles: Sequence[str] = (), rules: Sequence[tuple[str, str]] = ()
) -> Standing:
    return Standing(
        PARTY,
        where,
        effective_roles(PARTY, where, {COLLECTION: roles}),
        [AccessRule(path=path, permissions=permissions) for path, permissions in rules],
    )


@pytest.mark.parametrize(
    ("kind", "owner", "consents", "error"),
    [
        (EntityType.GUEST, ME, (), None),
        (EntityType.GUEST, OTHER, (), PermissionDenied),
        (EntityType.MAPPED, ME, (), ConsentRequired),
        (EntityType.MAPPED, ME, ("https://auth.globus.org/scopes/x/data_access",), ConsentRequired),
        (EntityType.MAPPED, ME, (DATA_ACCESS,), None),
        (EntityType.MAPPED, OTHER, (DATA_ACCESS,), PermissionDenied),
        (EntityType.ENDPOINT, ME, (), NotSupported),
    ],
)
def test_data_access(
    kind: EntityType, owner: str, consents: tuple[str, ...], error: type[Exception] | None
) -> None:
    target = standing(place(kind, owner=owner))

    def check() -> None:
        check_files(caller(*consents), target)
        check_access(target, ["/a"], write=True)

    if error is None:
        check()
    else:
        with pytest.raises(error):
            check()


NOW = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("kind", [EntityType.MAPPED, EntityType.GUEST])
@pytest.mark.parametrize(
    ("timeout", "session", "minutes_ago", "error"),
    [
        (None, None, [], None),
        (None, "s", [10_000], None),
        (30, "s", [], SessionRequired),
        (30, "s", [0], None),
        (30, "s", [29], None),
        (30, "s", [30], SessionRequired),
        (30, "s", [31], SessionRequired),
        (30, "s", [10_000, 29], None),
        (30, None, [0], PermissionDenied),
    ],
)
def test_high_assurance(
    kind: EntityType,
    timeout: int | None,
    session: str | None,
    minutes_ago: list[int],
    error: type[Exception] | None,
) -> None:
    target = place(kind)
    (target.mapped or target.collection).authentication_timeout_mins = timeout
    sign_ins = {f"identity {n}": NOW - timedelta(minutes=ago) for n, ago in enumerate(minutes_ago)}
    someone = replace(caller(), session_id=session, sign_ins=sign_ins)
    if error is None:
        check_assurance(someone, target, NOW)
        return
    with pytest.raises(error) as caught:
        check_assurance(someone, target, NOW)
    if isinstance(caught.value, SessionRequired):
        assert caught.value.extra_fields()["authorization_parameters"] == {
            "session_required_identities": [ME],
            "session_message": "'C' needs a sign-in of the last 30 minutes.",
            "prompt": "login",
        }


def test_high_assurance_stands_in_the_place_of_consent() -> None:
    target = place(EntityType.MAPPED)
    target.collection.authentication_timeout_mins = 30
    check_files(caller(), standing(target))


RULED = (("/a/", "r"), ("/a/in/", "rw"), ("/b/", "rw"))


@pytest.mark.parametrize(
    ("paths", "write", "root"),
    [
        (["/a"], False, "/a/"),
        (["/a/x/y"], False, "/a/"),
        (["/a/in/x"], False, "/a/"),
        (["/a/in/x"], True, "/a/in/"),
        (["/a/x"], True, None),
        (["/ab"], False, None),
        (["/"], False, None),
        (["/b", "/b/x"], True, "/b/"),
        (["/a/x", "/b/x"], False, None),
        (["/a/../b/x"], False, None),
        (["/b/../c"], True, None),
    ],
)
def test_the_widest_rule_that_covers_the_paths(
    paths: list[str], write: bool, root: str | None
) -> None:
    target = standing(place(EntityType.GUEST, owner=OTHER), rules=RULED)
    if root is None:
        with pytest.raises(PermissionDenied):
            check_access(target, paths, write=write)
    else:
        confined = check_access(target, paths, write=write)
        assert confined.root == root
        assert [confined.inside(path) for path in paths] == [
            "/" + path.removeprefix(root.rstrip("/")).strip("/") for path in paths
        ]


def test_what_several_rules_allow_together_is_said_to_need_several_tasks() -> None:
    target = standing(place(EntityType.GUEST, owner=OTHER), rules=RULED)
    with pytest.raises(PermissionDenied, match="one task for each directory"):
        check_access(target, ["/a/x", "/b/x"], write=False)


@pytest.mark.parametrize(
    ("roles", "rules", "allowed"),
    [
        (["administrator"], [], True),
        (["access_manager"], [], True),
        (["activity_manager"], [], False),
        (["activity_monitor"], [], False),
        ([], [("/", "r")], False),
        ([], [("/", "rw")], True),
        ([], [("/", "r"), ("/", "rw")], True),
    ],
)
def test_who_may_write_everywhere(
    roles: list[str], rules: list[tuple[str, str]], allowed: bool
) -> None:
    target = standing(place(EntityType.GUEST, owner=OTHER), roles=roles, rules=rules)
    assert (target.root_for(["/x/y"], write=True) == "/") is allowed


def test_no_role_on_a_mapped_collection_opens_its_files() -> None:
    target = standing(place(EntityType.MAPPED, owner=OTHER), roles=ROLES, rules=[("/", "rw")])
    assert target.grants() == []


@pytest.mark.parametrize(
    ("kind", "owner", "host", "granted", "roles"),
    [
        (EntityType.GUEST, ME, OTHER, {}, ("administrator",)),
        (EntityType.GUEST, OTHER, ME, {}, ("restricted_administrator",)),
        (EntityType.GUEST, OTHER, OTHER, {}, ()),
        (
            EntityType.GUEST,
            OTHER,
            OTHER,
            {MAPPED: ["administrator", "access_manager"], ENDPOINT: ["activity_monitor"]},
            ("restricted_administrator", "activity_monitor"),
        ),
        (EntityType.MAPPED, OTHER, OTHER, {ENDPOINT: ["administrator"]}, ("administrator",)),
        (EntityType.GUEST, OTHER, OTHER, {"elsewhere": ["administrator"]}, ()),
    ],
)
def test_effective_roles(
    kind: EntityType,
    owner: str,
    host: str,
    granted: dict[str, list[str]],
    roles: tuple[str, ...],
) -> None:
    assert effective_roles(PARTY, place(kind, owner=owner, host=host), granted) == roles


@pytest.mark.parametrize("power", Power)
@pytest.mark.parametrize("role", POWERS)
def test_powers_are_those_of_the_table(role: str, power: Power) -> None:
    target = Standing(PARTY, place(EntityType.GUEST, owner=OTHER), [role], [])
    if power in POWERS[role]:
        assert check_power(target, power) is target
    else:
        with pytest.raises(PermissionDenied, match=power.value):
            check_power(target, power)


def test_consent_error_says_which_scope_to_ask_for() -> None:
    with pytest.raises(ConsentRequired, match="Missing required data_access consent") as caught:
        check_files(caller(), standing(place(EntityType.MAPPED)))
    scope = f"{TRANSFER_ALL}[*{DATA_ACCESS}]"
    assert caught.value.extra_fields()["required_scopes"] == [scope]
    assert caught.value.extra_fields()["authorization_parameters"]["required_scopes"] == [scope]


@pytest.mark.parametrize(
    "hidden", [None, standing(place(EntityType.GUEST, owner=OTHER, public=False))]
)
def test_unknown_and_hidden_collections_look_alike(hidden: Standing | None) -> None:
    with pytest.raises(EndpointNotFound, match="No such endpoint 'c1'"):
        check_visible(hidden, "c1")


@pytest.mark.parametrize(
    "known",
    [
        standing(place(EntityType.GUEST, public=False)),
        standing(place(EntityType.GUEST, owner=OTHER, public=False), roles=["activity_monitor"]),
        standing(place(EntityType.GUEST, owner=OTHER, public=False), rules=[("/a/", "r")]),
    ],
)
def test_private_collections_are_visible_to_those_who_are_something_to_them(
    known: Standing,
) -> None:
    assert check_visible(known, "c1") is known
