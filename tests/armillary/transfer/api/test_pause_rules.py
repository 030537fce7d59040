"""Pause rules: what they stop, whom, and that it goes on afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from armillary.core.ids import new_id
from tests.armillary.transfer.api.world import ALLOWED, World, a_rule, new_world, submit
from tests.armillary.transfer.conftest import TransferService

RULE = "/endpoint_manager/pause_rule"
OPERATION = "/operation/endpoint/{collection}"


@pytest.fixture
def world(service: TransferService) -> World:
    made = new_world(service)
    made.call("owner", "DELETE", RULE + "/{pause_rule}")
    return made


def pause(world: World, who: str = "host", on: str = "{collection}", **fields: Any) -> Any:
    body = {"DATA_TYPE": "pause_rule", "endpoint_id": on, "message": "disks", **fields}
    made = world.call(who, "POST", RULE, body)
    assert made["http"] == 201, made
    return made


@pytest.mark.parametrize(
    ("field", "method", "call", "body"),
    [
        ("pause_ls", "GET", "ls?path=/", None),
        ("pause_ls", "GET", "stat?path=/", None),
        ("pause_mkdir", "POST", "mkdir", {"path": "/x"}),
        ("pause_rename", "POST", "rename", {"old_path": "/x", "new_path": "/y"}),
        ("pause_symlink", "POST", "symlink", {"path": "/x", "symlink_target": "y"}),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_operations(world: World, field: str, method: str, call: str, body: Any) -> None:
    def answer() -> tuple[int, str]:
        document = world.call("owner", method, f"{OPERATION}/{call}", body)
        return document["http"], document["code"]

    assert answer()[0] == ALLOWED
    stopped: dict[str, Any] = {field: True}
    rule = pause(world, **stopped)
    assert answer() == (409, "OperationPaused")
    world.call("host", "PUT", f"{RULE}/{rule['id']}", {field: False})
    assert answer()[0] == ALLOWED


@pytest.mark.parametrize(
    ("fields", "on", "paused"),
    [
        ({"pause_task_transfer_read": True}, "{collection}", True),
        ({"pause_task_transfer_write": True}, "{collection}", True),
        ({"pause_task_transfer_write": True}, "{mapped}", True),
        ({"pause_task_transfer_write": True, "identity_id": "{owner}"}, "{collection}", True),
        ({"pause_task_transfer_write": True, "identity_id": "{reader}"}, "{collection}", False),
        ({"pause_task_delete": True, "pause_ls": True}, "{collection}", False),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_tasks_old_and_new(world: World, fields: dict[str, Any], on: str, paused: bool) -> None:
    rule = pause(world, on=on, **fields)
    new = submit(world, "owner")["task_id"]
    for task in (world.task, new):
        document = world.call("owner", "GET", f"/task/{task}")
        assert document["is_paused"] is paused
        told = world.call("owner", "GET", f"/task/{task}/pause_info")["pause_rules"]
        assert [each["id"] for each in told] == [rule["id"]] * paused
    assert world.call("host", "DELETE", f"{RULE}/{rule['id']}")["code"] == "Deleted"
    for task in (world.task, new):
        assert world.call("owner", "GET", f"/task/{task}")["is_paused"] is False


def test_a_task_goes_on_only_when_nobody_wants_it_paused(world: World) -> None:
    rule = pause(world, pause_task_transfer_read=True)
    body = {"message": "m", "task_id_list": [world.task]}
    world.call("host", "POST", "/endpoint_manager/admin_pause", body)
    world.call("host", "DELETE", f"{RULE}/{rule['id']}")
    assert world.call("owner", "GET", "/task/{task}")["is_paused"] is True
    world.call("host", "POST", "/endpoint_manager/admin_resume", body)
    assert world.call("owner", "GET", "/task/{task}")["is_paused"] is False
    listed = world.call("owner", "GET", "/task/{task}/event_list")["DATA"]
    assert [event["code"] for event in listed] == ["UNPAUSED", "PAUSED"]


def test_rules_as_managers_and_as_users_see_them(world: World) -> None:
    rule = pause(world, pause_ls=True, identity_id="{reader}")
    hosts = {"created_by_host_manager": True, "editable": True, "DATA_TYPE": "pause_rule"}
    assert {name: rule[name] for name in hosts} == hosts
    assert (rule["endpoint_display_name"], rule["message"]) == ("guest", "disks")
    own = pause(world, "activity_manager", pause_ls=True)
    assert own["created_by_host_manager"] is False
    seen = world.call("activity_monitor", "GET", f"{RULE}/{own['id']}")
    assert (seen["id"], seen["editable"]) == (own["id"], False)

    def listed(who: str, **query: Any) -> list[str]:
        answer = world.call(who, "GET", f"{RULE}_list", **query)
        return [each["id"] for each in answer["DATA"]]

    assert listed("owner") == [rule["id"], own["id"]]
    assert listed("owner", filter_endpoint=new_id()) == []
    assert listed("stranger") == []

    def effective(who: str) -> list[str]:
        path = "/endpoint/{collection}/my_effective_pause_rule_list"
        answer = world.call(who, "GET", path)
        assert {each["DATA_TYPE"] for each in answer["DATA"]} == {"pause_rule_limited"}
        return [each["id"] for each in answer["DATA"]]

    assert effective("reader") == [rule["id"], own["id"]]
    assert effective("stranger") == [own["id"]]
    assert world.call("stranger", "GET", f"{RULE}/{own['id']}")["code"] == "PauseRuleNotFound"


def test_deletions_are_paused_by_a_field_of_their_own(world: World) -> None:
    world.call("owner", "POST", "/endpoint/{collection}/access", a_rule("reader", "/d/", "rw"))
    pause(world, pause_task_delete=True)
    body = {
        "DATA_TYPE": "delete",
        "submission_id": new_id(),
        "endpoint": "{collection}",
        "DATA": [{"path": "/d/x"}],
    }
    task = world.call("reader", "POST", "/delete", body)["task_id"]
    assert world.call("reader", "GET", f"/task/{task}")["is_paused"] is True
