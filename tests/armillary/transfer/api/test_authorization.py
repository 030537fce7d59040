"""Everybody tries everything on a collection; only those may who are in the table."""

from __future__ import annotations

from typing import Any

import pytest

from tests.armillary.transfer.api.world import (
    ALLOWED,
    ROLES,
    World,
    a_role,
    a_rule,
    new_world,
)
from tests.armillary.transfer.conftest import TransferService

EVERYBODY = ("owner", *ROLES, "host", "reader", "stranger")
OWNERS = ("owner", "administrator")
ACCESS = (*OWNERS, "access_manager")
SEE_ACCESS = (*ACCESS, "host")
CONTROL = (*OWNERS, "activity_manager", "host")
WATCH = (*CONTROL, "activity_monitor")

PAUSE: dict[str, Any] = {"endpoint_id": "{collection}", "message": "m", "pause_ls": True}
TASKS: dict[str, Any] = {"message": "m", "task_id_list": ["{task}"]}
GUEST = "/endpoint/{collection}"
OPERATION = "/operation/endpoint/{collection}"
MANAGER = "/endpoint_manager"

# method, path, body -> who may
MAY: list[tuple[str, str, Any, tuple[str, ...]]] = [
    ("GET", GUEST, None, EVERYBODY),
    ("PUT", GUEST, {"display_name": "new"}, OWNERS),
    ("DELETE", GUEST, None, (*OWNERS, "host")),
    ("GET", f"{GUEST}/access_list", None, SEE_ACCESS),
    ("POST", f"{GUEST}/access", a_rule("stranger"), ACCESS),
    ("GET", GUEST + "/access/{rule}", None, SEE_ACCESS),
    ("PUT", GUEST + "/access/{rule}", {"permissions": "rw"}, ACCESS),
    ("DELETE", GUEST + "/access/{rule}", None, ACCESS),
    ("GET", f"{GUEST}/role_list", None, (*OWNERS, *ROLES, "host")),
    ("POST", f"{GUEST}/role", a_role("stranger", "administrator"), OWNERS),
    # The last role given, which is the monitor's.
    ("GET", GUEST + "/role/{role}", None, (*OWNERS, "host", "activity_monitor")),
    ("DELETE", GUEST + "/role/{role}", None, OWNERS),
    ("GET", f"{OPERATION}/ls?path=/", None, ACCESS),
    ("GET", f"{OPERATION}/ls?path=/open/x", None, (*ACCESS, "reader")),
    ("GET", f"{OPERATION}/stat?path=/open", None, (*ACCESS, "reader")),
    ("GET", f"{OPERATION}/stat?path=/open/../secret", None, ACCESS),
    ("POST", f"{OPERATION}/mkdir", {"path": "/open/x"}, ACCESS),
    ("POST", f"{OPERATION}/symlink", {"path": "/open/x", "symlink_target": "y"}, ACCESS),
    ("GET", f"{MANAGER}{GUEST}", None, WATCH),
    ("GET", f"{MANAGER}{GUEST}/access_list", None, WATCH),
    ("GET", f"{MANAGER}{GUEST}/hosted_endpoint_list", None, WATCH),
    ("GET", MANAGER + "/task/{task}", None, WATCH),
    ("GET", MANAGER + "/task/{task}/event_list", None, WATCH),
    ("GET", MANAGER + "/task/{task}/pause_info", None, WATCH),
    ("GET", MANAGER + "/task/{task}/successful_transfers", None, WATCH),
    ("GET", MANAGER + "/task/{task}/skipped_errors", None, WATCH),
    ("POST", f"{MANAGER}/admin_cancel", TASKS, CONTROL),
    ("POST", f"{MANAGER}/admin_pause", TASKS, CONTROL),
    ("POST", f"{MANAGER}/admin_resume", TASKS, CONTROL),
    ("POST", f"{MANAGER}/pause_rule", PAUSE, CONTROL),
    ("GET", MANAGER + "/pause_rule/{pause_rule}", None, WATCH),
    ("PUT", MANAGER + "/pause_rule/{pause_rule}", {"message": "new"}, CONTROL),
    ("DELETE", MANAGER + "/pause_rule/{pause_rule}", None, CONTROL),
    ("GET", "/task/{task}", None, ("owner",)),
    ("GET", "/task/{task}/pause_info", None, ("owner",)),
    ("PUT", "/task/{task}", {"label": "new"}, ("owner",)),
    ("POST", "/task/{task}/cancel", None, ("owner",)),
]


@pytest.mark.parametrize("public", [True, False])
def test_those_who_may_not_are_refused_and_change_nothing(
    service: TransferService, public: bool
) -> None:
    world = new_world(service, public=public)
    before = state(world)
    wrong = []
    for method, path, body, may in MAY:
        for who in EVERYBODY:
            hidden = who == "stranger" and not public
            if who in may and not hidden:
                continue
            answer = world.call(who, method, path, body)
            refusal = (404, "EndpointNotFound") if hidden and path.startswith(GUEST) else None
            seen = (answer["http"], answer["code"])
            if answer["http"] not in (403, 404) or (refusal and seen != refusal):
                wrong.append((who, method, path, seen))
        url = f"/v0.10{world.filled(path)}"
        answer = service.client.request(method, url, json=world.filled(body))
        if answer.status_code != 401:
            wrong.append(("nobody", method, path, answer.status_code))
    assert wrong == []
    assert state(world) == before


def state(world: World) -> list[Any]:
    paths = (GUEST, f"{GUEST}/access_list", f"{GUEST}/role_list", "/task/{task}")
    rules = world.call("owner", "GET", f"{MANAGER}/pause_rule_list")
    return [*(without_time(world.call("owner", "GET", path)) for path in paths), rules]


def without_time(document: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in document.items() if k != "effective_bytes_per_second"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_those_who_may_do(service: TransferService) -> None:
    wrong = []
    world, used = new_world(service), False
    for method, path, body, may in MAY:
        for who in may:
            if used:
                world = new_world(service)
            used = method != "GET"
            answer = world.call(who, method, path, body)
            if answer["http"] not in (200, 201, ALLOWED):
                wrong.append((who, method, path, answer))
    assert wrong == []


def test_what_is_listed_is_what_one_may_see(service: TransferService) -> None:
    world, elsewhere = new_world(service), new_world(service)
    for who in EVERYBODY:
        watches = who in WATCH
        monitored = world.call(who, "GET", f"{MANAGER}/monitored_endpoints")["DATA"]
        ids = {document["id"] for document in monitored}
        assert (world.collection in ids) is watches, who
        tasks = world.call(who, "GET", f"{MANAGER}/task_list", filter_status="ACTIVE")["DATA"]
        assert [task["task_id"] for task in tasks] == [world.task] * watches, who
        rules = world.call(who, "GET", f"{MANAGER}/pause_rule_list")["DATA"]
        assert [rule["id"] for rule in rules] == [world.pause_rule] * watches, who
        assert elsewhere.collection not in ids
    roles = world.call("activity_monitor", "GET", f"{GUEST}/role_list")["DATA"]
    assert [role["role"] for role in roles] == ["activity_monitor"]


def test_roles_are_told_in_the_document(service: TransferService) -> None:
    world = new_world(service)
    told = {who: world.call(who, "GET", GUEST)["my_effective_roles"] for who in world.people}
    assert told == {
        "owner": ["administrator"],
        "host": ["restricted_administrator"],
        "reader": [],
        "stranger": [],
        **{role: [role] for role in ROLES},
    }


def test_ids_of_one_collection_are_of_no_use_on_another(service: TransferService) -> None:
    """Eve administers a collection of her own, and tries its paths with ids of Ann's."""
    world = new_world(service)
    eve = service.person("eve")
    hers = service.collection(eve, "eve's")
    calls = (("access", world.rule, "AccessRuleNotFound"), ("role", world.role, "RoleNotFound"))
    for kind, other_id, code in calls:
        for method in ("GET", "DELETE"):
            answer = service.call(eve, method, f"/endpoint/{hers}/{kind}/{other_id}")
            assert (answer["http"], answer["code"]) == (404, code)
    answer = service.call(
        eve, "PUT", f"/endpoint/{hers}/access/{world.rule}", {"permissions": "rw"}
    )
    assert answer["code"] == "AccessRuleNotFound"
    assert world.call("owner", "GET", GUEST + "/access/{rule}")["permissions"] == "r"
