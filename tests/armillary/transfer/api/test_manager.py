"""The endpoint manager: other people's tasks listed, cancelled, paused, resumed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.transfer import outcome, supervision
from armillary.transfer.model import SkippedError, Success, Task
from armillary.transfer.work import lease
from tests.armillary.transfer.api.world import World, a_rule, new_world, submit
from tests.armillary.transfer.conftest import TransferService

MANAGER = "/endpoint_manager"


@pytest.fixture
def world(service: TransferService) -> World:
    return new_world(service)


def tasks(world: World, who: str = "host", **query: Any) -> Any:
    return world.call(who, "GET", f"{MANAGER}/task_list", **query)


def ids(answer: Any) -> list[str]:
    return [task["task_id"] for task in answer["DATA"]]


def end(world: World, task_id: str, *, faults: int = 0) -> None:
    with world.service.database.write() as session:
        task = session.get_one(Task, task_id)
        task.faults = faults
        outcome.succeed(session, task)


def events(world: World, task_id: str) -> list[str]:
    listed = world.call("host", "GET", f"{MANAGER}/task/{task_id}/event_list")
    return [event["code"] for event in listed["DATA"]]


def test_filters(world: World) -> None:
    world.call("owner", "POST", "/endpoint/{collection}/access", a_rule("reader", "/", "rw"))
    theirs = submit(world, "reader")["task_id"]
    ended = submit(world, "owner")["task_id"]
    end(world, ended, faults=3)
    mine, here = world.task, world.collection
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({"filter_status": "ACTIVE,INACTIVE"}, [theirs, mine]),
        ({"filter_endpoint": here}, [theirs, mine, ended]),
        ({"filter_endpoint": world.mapped}, [theirs, mine, ended]),
        ({"filter_endpoint": here, "filter_status": "SUCCEEDED"}, [ended]),
        ({"filter_task_id": f"{mine},{new_id()}"}, [mine]),
        ({"filter_endpoint": here, "filter_owner_id": world.people["reader"].id}, [theirs]),
        ({"filter_endpoint": here, "filter_endpoint_use": "source"}, [theirs, mine, ended]),
        ({"filter_endpoint": here, "filter_is_paused": "True"}, []),
        ({"filter_endpoint": here, "filter_is_paused": "False"}, [theirs, mine, ended]),
        ({"filter_endpoint": here, "filter_min_faults": 3}, [ended]),
        ({"filter_endpoint": here, "filter_completion_time": "2020-01-01,"}, [ended]),
        ({"filter_endpoint": here, "filter_completion_time": ",2020-01-01"}, []),
        ({"filter_endpoint": here, "filter_local_user": "ann"}, []),
        ({"filter_endpoint": new_id()}, []),
    ]
    assert [(query, ids(tasks(world, **query))) for query, _ in cases] == cases
    refused: list[dict[str, Any]] = [
        {},
        {"filter_status": "FAILED"},
        {"filter_status": "ACTIVE,GONE"},
        {"filter_status": "ACTIVE", "filter_endpoint_use": "source"},
        {"filter_endpoint": here, "filter_endpoint_use": "both"},
        {"filter_endpoint": here, "filter_completion_time": "yesterday"},
        {"filter_endpoint": here, "last_key": "nonsense"},
    ]
    assert [tasks(world, **query)["http"] for query in refused] == [400] * len(refused)


def test_pages_end_where_the_list_ends(world: World) -> None:
    made = [world.task, *(submit(world, "owner")["task_id"] for _ in range(5))]
    for task_id in made[::2]:
        end(world, task_id)
    seen: list[list[str]] = []
    key: str | None = None
    while key is None or len(seen) < 10:
        query: dict[str, Any] = {"filter_endpoint": world.collection, "limit": 2}
        page = tasks(world, **query | ({"last_key": key} if key else {}))
        seen.append(ids(page))
        key = page["last_key"]
        if not page["has_next_page"]:
            break
    assert [each for page in seen for each in page] == [*made[1::2][::-1], *made[::2][::-1]]
    assert len(seen) == 3


def test_a_manager_sees_no_names_of_collections_that_are_hidden_from_them(world: World) -> None:
    owner = world.people["owner"]
    hidden = world.service.collection(owner, "hidden", public=False)
    body = {
        "DATA_TYPE": "transfer",
        "submission_id": new_id(),
        "source_endpoint": hidden,
        "destination_endpoint": world.collection,
        "DATA": [{"source_path": "/a", "destination_path": "/b"}],
    }
    task = world.call("owner", "POST", "/transfer", body)["task_id"]
    seen = world.call("activity_monitor", "GET", f"{MANAGER}/task/{task}")
    names = (seen["source_endpoint_display_name"], seen["destination_endpoint_display_name"])
    assert names == (None, "guest")
    assert (seen["owner_string"], seen["destination_mapped_collection_id"]) == (
        "owner",
        world.mapped,
    )
    assert seen["source_local_user_status"] == "NO_ENDPOINT"


def test_cancelling_tells_the_owner_who_and_why(world: World) -> None:
    body = {"message": "disks", "task_id_list": [world.task]}
    order = world.call("host", "POST", f"{MANAGER}/admin_cancel", body)
    assert (order["DATA_TYPE"], order["done"]) == ("admin_cancel", True)
    again = world.call("host", "GET", f"{MANAGER}/admin_cancel/{order['id']}")
    assert again == order
    theirs = world.call("owner", "GET", f"{MANAGER}/admin_cancel/{order['id']}")
    assert theirs["code"] == "ClientError.NotFound"
    task = world.call("owner", "GET", "/task/{task}")
    assert (task["status"], task["fatal_error"]["code"]) == ("FAILED", "CANCELED")
    assert "disks" in task["fatal_error"]["description"]
    told = (task["canceled_by_admin"], task["canceled_by_admin_message"])
    assert told == ("BOTH", "disks")


def test_cancelling_a_task_that_is_at_work_is_done_when_its_worker_says_so(world: World) -> None:
    database = world.service.database
    with database.write() as session:
        (task,) = lease.claim(session, "worker", limit=1)
    body = {"message": "disks", "task_id_list": [world.task]}
    order = world.call("host", "POST", f"{MANAGER}/admin_cancel", body)
    assert order["done"] is False
    with database.write() as session:
        assert lease.renew(session, "worker", [world.task]) == {world.task}
        outcome.fail(session, lease.held_task(session, task.id, task.attempt), "CANCELED", "")
    assert world.call("host", "GET", f"{MANAGER}/admin_cancel/{order['id']}")["done"] is True


def test_all_tasks_or_none(world: World) -> None:
    for unknown in (new_id(), "nonsense"):
        body = {"message": "m", "task_id_list": [world.task, unknown]}
        for call in ("admin_cancel", "admin_pause", "admin_resume"):
            assert world.call("host", "POST", f"{MANAGER}/{call}", body)["http"] in (400, 404)
    assert world.call("owner", "GET", "/task/{task}")["is_paused"] is False


def test_a_paused_task_is_not_leased_until_it_is_resumed(world: World) -> None:
    body = {"message": "tape robot", "task_id_list": [world.task]}
    answer = world.call("host", "POST", f"{MANAGER}/admin_pause", body)
    assert answer["code"] == "PauseAccepted"
    task = world.call("owner", "GET", "/task/{task}")
    assert (task["status"], task["is_paused"], task["nice_status"]) == ("ACTIVE", True, "PAUSED")
    assert task["is_ok"] is False
    info = world.call("owner", "GET", "/task/{task}/pause_info")
    assert info["source_pause_message"] == info["destination_pause_message"] == "tape robot"
    with world.service.database.write() as session:
        assert lease.claim(session, "worker", limit=1) == []
    assert ids(tasks(world, filter_status="ACTIVE", filter_is_paused="1")) == [world.task]
    # The administrator of one side can't lift what the manager of the other wants; here both are.
    answer = world.call("host", "POST", f"{MANAGER}/admin_resume", {"task_id_list": [world.task]})
    assert answer["code"] == "ResumeAccepted"
    task = world.call("owner", "GET", "/task/{task}")
    assert (task["is_paused"], task["nice_status"]) == (False, "Queued")
    assert events(world, world.task)[:2] == ["UNPAUSED", "PAUSED"]
    with world.service.database.write() as session:
        assert [t.id for t in lease.claim(session, "worker", limit=1)] == [world.task]


def test_a_task_at_work_is_let_go_and_its_former_holder_is_fenced(world: World) -> None:
    database = world.service.database
    with database.write() as session:
        (held,) = lease.claim(session, "worker", limit=1)
    body = {"message": "m", "task_id_list": [world.task]}
    world.call("host", "POST", f"{MANAGER}/admin_pause", body)
    with database.write() as session:
        lease.renew(session, "worker", [world.task])
        assert lease.paused(session, "worker", [world.task]) == {world.task}
    world.call("host", "POST", f"{MANAGER}/admin_resume", body)
    with database.write() as session:
        (again,) = lease.claim(session, "other", limit=1)
        with pytest.raises(lease.Fenced):
            lease.held_task(session, held.id, held.attempt)
    assert again.attempt == held.attempt + 1


def test_a_paused_task_can_be_cancelled_and_its_pause_does_not_cost_it_its_deadline(
    world: World,
) -> None:
    body = {"message": "m", "task_id_list": [world.task]}
    before = world.call("owner", "GET", "/task/{task}")["deadline"]
    world.call("host", "POST", f"{MANAGER}/admin_pause", body)
    with world.service.database.write() as session:
        task = session.get_one(Task, world.task)
        assert task.paused_since is not None
        task.paused_since -= timedelta(days=2)
    world.call("host", "POST", f"{MANAGER}/admin_resume", body)
    assert world.call("owner", "GET", "/task/{task}")["deadline"][:10] > before[:10]
    world.call("host", "POST", f"{MANAGER}/admin_pause", body)
    assert world.call("owner", "POST", "/task/{task}/cancel")["code"] == "Canceled"
    assert world.call("owner", "GET", "/task/{task}")["status"] == "FAILED"


def test_a_task_is_not_paused_for_ever(world: World) -> None:
    body = {"message": "m", "task_id_list": [world.task]}
    world.call("host", "POST", f"{MANAGER}/admin_pause", body)
    with world.service.database.write() as session:
        task = session.get_one(Task, world.task)
        task.paused_since = utcnow() - supervision.MAX_PAUSE - timedelta(seconds=1)
    supervision.look_round(world.service.database, world.service.people)
    ended = world.call("owner", "GET", "/task/{task}")
    assert ended["fatal_error"]["code"] == "EXPIRED"


def test_a_manager_sees_paths_on_their_own_collections_only(world: World) -> None:
    elsewhere = world.service.collection(world.people["owner"], "elsewhere")
    item = {"DATA_TYPE": "transfer_item", "source_path": "/a", "destination_path": "/b"}
    body = {
        "DATA_TYPE": "transfer",
        "submission_id": new_id(),
        "source_endpoint": world.collection,
        "destination_endpoint": elsewhere,
        "DATA": [item],
    }
    task = world.call("owner", "POST", "/transfer", body)["task_id"]
    with world.service.database.write() as session:
        paths = {"source_path": "/a", "destination_path": "/b"}
        files = [["", 1, 0, None]]
        session.add(Success(task_id=task, position=0, files=files, **paths))
        session.add(
            SkippedError(
                task_id=task,
                position=0,
                error_code="FILE_NOT_FOUND",
                error_details="Path: /b.",
                error_time=utcnow(),
                is_directory=False,
                is_symlink=False,
                is_delete_destination_extra=False,
                **paths,
            )
        )
    for who, destination in (("host", None), ("owner", "/b")):
        for kind in ("successful_transfers", "skipped_errors"):
            listed = world.call(who, "GET", f"{MANAGER}/task/{task}/{kind}")
            (document,) = listed["DATA"]
            assert (document["source_path"], document["destination_path"]) == ("/a", destination)
            assert ("/b" in str(listed)) is (who == "owner")
