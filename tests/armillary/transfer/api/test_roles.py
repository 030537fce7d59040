from __future__ import annotations

from typing import Any

import pytest

from armillary.transfer.model import EntityType
from tests.armillary.transfer.api.world import ALLOWED, World, a_role, new_world, submit
from tests.armillary.transfer.conftest import TransferService

ROLE = "/endpoint/{collection}/role"
LS = "/operation/endpoint/{collection}/ls?path=/"


@pytest.fixture
def world(service: TransferService) -> World:
    return new_world(service)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"role": "restricted_administrator"}, 400),
        ({"role": "king"}, 400),
        ({"principal": ""}, 400),
        ({"principal_type": "anonymous", "principal": ""}, 400),
        ({}, 409),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_roles_that_cannot_be(world: World, changes: dict[str, Any], status: int) -> None:
    body = a_role("access_manager", "access_manager") | changes
    assert world.call("owner", "POST", ROLE, body)["http"] == status


def test_a_group_has_a_role_and_its_members_its_powers(world: World) -> None:
    group = world.service.group(world.people["stranger"])
    body = {"principal_type": "group", "principal": group, "role": "access_manager"}
    made = world.call("owner", "POST", ROLE, body)
    assert {name: made[name] for name in body} == body
    assert world.call("owner", "GET", f"{ROLE}/{made['id']}")["role"] == "access_manager"
    assert world.call("stranger", "GET", LS)["http"] == ALLOWED
    assert world.call("stranger", "GET", ROLE + "_list")["DATA"] == [
        {k: v for k, v in made.items() if k != "http"}
    ]
    assert world.call("owner", "DELETE", f"{ROLE}/{made['id']}")["code"] == "Deleted"
    assert world.call("stranger", "GET", LS)["http"] == 403


def test_a_role_taken_away_ends_the_tasks_that_it_allowed(world: World) -> None:
    task = submit(world, "administrator")["task_id"]
    roles = world.call("owner", "GET", ROLE + "_list")["DATA"]
    (mine,) = (r for r in roles if r["principal"] == world.people["administrator"].id)
    world.call("owner", "DELETE", f"{ROLE}/{mine['id']}")
    ended = world.call("administrator", "GET", f"/task/{task}")
    assert ended["fatal_error"]["code"] == "ACL_CHANGED"


def test_the_owner_is_listed_and_stays(world: World) -> None:
    owner, *others = world.call("owner", "GET", ROLE + "_list")["DATA"]
    assert (owner["id"], owner["principal"]) == (None, world.people["owner"].id)
    assert len(others) == 4


def test_a_role_on_the_endpoint_holds_for_what_is_on_it(service: TransferService) -> None:
    ann, bob = service.person("ann"), service.person("bob")
    endpoint = service.collection(ann, "endpoint", kind=EntityType.ENDPOINT)
    mapped = service.collection(ann, "mapped", kind=EntityType.MAPPED, on=endpoint)
    guest = service.collection(ann, "guest", on=mapped, public=False)
    assert service.call(bob, "GET", f"/endpoint/{guest}")["code"] == "EndpointNotFound"
    body = {"principal_type": "identity", "principal": bob.id, "role": "administrator"}
    service.call(ann, "POST", f"/endpoint/{mapped}/role", body)
    seen = service.call(bob, "GET", f"/endpoint/{guest}")
    assert seen["my_effective_roles"] == ["restricted_administrator"]
    # Who runs the storage may look, and may not let anyone in, themselves neither.
    rule = {"principal_type": "identity", "principal": bob.id, "path": "/", "permissions": "rw"}
    refused = service.call(bob, "POST", f"/endpoint/{guest}/access", rule)
    assert refused["code"] == "PermissionDenied"
    refused = service.call(bob, "POST", f"/endpoint/{guest}/role", body)
    assert refused["code"] == "PermissionDenied"
