from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from armillary.core.clock import iso, utcnow
from armillary.core.ids import new_id
from armillary.transfer.model import EntityType
from armillary.transfer.permissions.model import AccessRule
from tests.armillary.transfer.api.world import ALLOWED, World, a_rule, new_world, submit
from tests.armillary.transfer.conftest import TransferService

ACCESS = "/endpoint/{collection}/access"
LS = "/operation/endpoint/{collection}/ls"


@pytest.fixture
def world(service: TransferService) -> World:
    return new_world(service)


def listed(world: World, who: str, path: str) -> int:
    status: int = world.call(who, "GET", LS, path=path)["http"]
    return status


def test_a_rule_as_clients_see_it(world: World) -> None:
    rule = world.call("owner", "GET", ACCESS + "/{rule}")
    assert {name: rule[name] for name in ("DATA_TYPE", "id", "role_id", "expiration_date")} == {
        "DATA_TYPE": "access",
        "id": world.rule,
        "role_id": None,
        "expiration_date": None,
    }
    listing = world.call("owner", "GET", "/endpoint/{collection}/access_list")
    assert (listing["DATA_TYPE"], listing["endpoint"]) == ("access_list", world.collection)
    implied = {d["role_type"]: d["path"] for d in listing["DATA"] if d["id"] is None}
    assert implied == {"administrator": "/", "access_manager": "/"}
    assert listing["length"] == len(listing["DATA"]) == 4


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"path": "/open"}, 400, "InvalidPath"),
        ({"path": "open/"}, 400, "InvalidPath"),
        ({"path": "/a/../b/"}, 400, "InvalidPath"),
        ({"path": "/a//b/"}, 400, "InvalidPath"),
        ({"path": "/~/"}, 400, "InvalidPath"),
        ({"permissions": "w"}, 400, "ClientError.BadRequest"),
        ({"principal": "nobody"}, 400, "ClientError.BadRequest"),
        ({"principal_type": "robot"}, 400, "ClientError.BadRequest"),
        ({"principal_type": "anonymous"}, 400, "ClientError.BadRequest"),
        ({"expiration_date": "2020-01-01 00:00:00"}, 400, "ClientError.BadRequest"),
        ({}, 409, "Exists"),
        (
            {"principal_type": "anonymous", "principal": "", "permissions": "rw"},
            403,
            "PermissionDenied",
        ),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_rules_that_cannot_be(
    world: World, changes: dict[str, Any], status: int, code: str
) -> None:
    answer = world.call("owner", "POST", ACCESS, a_rule("reader") | changes)
    assert (answer["http"], answer["code"]) == (status, code), answer


def test_only_guest_collections_have_rules(service: TransferService) -> None:
    ann = service.person("ann")
    mapped = service.collection(ann, "mapped", kind=EntityType.MAPPED)
    for method, path in (("GET", "access_list"), ("POST", "access")):
        body = a_rule("ann") | {"principal": ann.id}
        answer = service.call(ann, method, f"/endpoint/{mapped}/{path}", body)
        assert (answer["http"], answer["code"]) == (409, "NotSupported")


def test_anonymous_writing_has_to_be_allowed_first(world: World) -> None:
    allow = {"disable_anonymous_writes": False}
    assert world.call("owner", "PUT", "/endpoint/{collection}", allow)["code"] == "Updated"
    assert world.call("owner", "GET", "/endpoint/{collection}")["disable_anonymous_writes"] is False
    rule = a_rule("reader", permissions="rw") | {"principal_type": "anonymous", "principal": ""}
    assert world.call("owner", "POST", ACCESS, rule)["code"] == "Created"


@pytest.mark.parametrize("kind", ["identity", "linked", "group", "all_authenticated_users"])
def test_whom_a_rule_lets_in(world: World, kind: str) -> None:
    stranger, other = world.people["stranger"], world.service.person("other")
    principals = {"identity": stranger.id, "linked": other.id, "all_authenticated_users": ""}
    if kind == "group":
        principals["group"] = world.service.group(other, stranger)
    if kind == "linked":
        caller = world.service.callers[stranger.id]
        object.__setattr__(caller, "identity_set", frozenset({stranger.id, other.id}))
    rule = a_rule("reader", "/kind/") | {
        "principal_type": "identity" if kind == "linked" else kind,
        "principal": principals[kind],
    }
    assert listed(world, "stranger", "/kind/") == 403
    made = world.call("owner", "POST", ACCESS, rule)
    assert made["http"] == 201
    assert (made["DATA_TYPE"], made["code"]) == ("access_create_result", "Created")
    assert listed(world, "stranger", "/kind/x") == ALLOWED
    assert listed(world, "stranger", "/kinder/") == 403
    world.call("owner", "DELETE", f"{ACCESS}/{made['access_id']}")
    assert listed(world, "stranger", "/kind/x") == 403


def test_who_leaves_a_group_is_out(world: World) -> None:
    group = world.service.group(world.people["stranger"])
    rule = a_rule("reader", "/g/") | {"principal_type": "group", "principal": group}
    world.call("owner", "POST", ACCESS, rule)
    assert listed(world, "stranger", "/g/") == ALLOWED
    world.service.people.members[group].clear()
    assert listed(world, "stranger", "/g/") == 403


def test_an_expired_rule_gives_nothing_and_can_be_renewed(world: World) -> None:
    tomorrow = utcnow() + timedelta(days=1)
    change = {"expiration_date": iso(tomorrow)}
    assert world.call("owner", "PUT", ACCESS + "/{rule}", change)["code"] == "Updated"
    assert listed(world, "reader", "/open/") == ALLOWED
    with world.service.database.write() as session:
        session.get_one(AccessRule, world.rule).expiration_date = utcnow() - timedelta(seconds=1)
    assert listed(world, "reader", "/open/") == 403
    world.call("owner", "PUT", ACCESS + "/{rule}", {"expiration_date": None})
    assert listed(world, "reader", "/open/") == ALLOWED


def test_submissions_need_reading_at_the_source_and_writing_at_the_destination(
    world: World,
) -> None:
    assert submit(world, "reader", "/open/a", "/open/b")["code"] == "PermissionDenied"
    world.call("owner", "POST", ACCESS, a_rule("reader", "/mine/", "rw"))
    assert submit(world, "reader", "/open/a", "/mine/b")["code"] == "Accepted"
    for source, destination in (("/x", "/mine/b"), ("/open/../x", "/mine/b"), ("/open", "/x")):
        assert submit(world, "reader", source, destination)["code"] == "PermissionDenied"
    body = {
        "DATA_TYPE": "delete",
        "submission_id": new_id(),
        "endpoint": "{collection}",
        "DATA": [{"DATA_TYPE": "delete_item", "path": "/mine/x"}],
    }
    assert world.call("reader", "POST", "/delete", body)["code"] == "Accepted"
    body |= {"submission_id": new_id(), "DATA": [{"path": "/open/x"}]}
    assert world.call("reader", "POST", "/delete", body)["code"] == "PermissionDenied"


def test_a_rule_taken_away_ends_the_tasks_that_it_allowed(world: World) -> None:
    world.call("owner", "POST", ACCESS, a_rule("reader", "/mine/", "rw"))
    task = submit(world, "reader", "/open/a", "/mine/b")["task_id"]
    # It was allowed for /open/, so a rule for something else is of no help.
    world.call("owner", "POST", ACCESS, a_rule("reader", "/open/a/", "r"))
    world.call("owner", "DELETE", ACCESS + "/{rule}")
    ended = world.call("reader", "GET", f"/task/{task}")
    assert (ended["status"], ended["fatal_error"]["code"]) == ("FAILED", "ACL_CHANGED")
    assert "Ask for access" in ended["fatal_error"]["description"]
    untouched = world.call("owner", "GET", "/task/{task}")
    assert untouched["status"] == "ACTIVE"


def test_there_are_at_most_a_thousand_rules(world: World) -> None:
    with world.service.database.write() as session:
        for _ in range(999):
            session.add(
                AccessRule(
                    collection_id=world.collection,
                    principal_type="identity",
                    principal=new_id(),
                    path="/",
                    permissions="r",
                )
            )
    answer = world.call("owner", "POST", ACCESS, a_rule("stranger"))
    assert (answer["http"], "use a group" in answer["message"]) == (400, True)
