"""What nobody tells of: permissions that expire, groups that are left, while tasks run."""

from __future__ import annotations

from datetime import timedelta

import pytest

from armillary.core.clock import utcnow
from armillary.transfer import supervision
from armillary.transfer.model import Task
from armillary.transfer.permissions.model import AccessRule
from armillary.transfer.work import lease
from tests.armillary.transfer.api.world import World, a_rule, new_world, submit
from tests.armillary.transfer.conftest import TransferService

RULES = "/endpoint/{collection}/access"


@pytest.fixture
def world(service: TransferService) -> World:
    return new_world(service)


def look_round(world: World) -> None:
    supervision.look_round(world.service.database, world.service.people)


def ended(world: World, task: str) -> str | None:
    error = world.call("stranger", "GET", f"/task/{task}")["fatal_error"]
    return error["code"] if error else None


def test_a_task_ends_when_its_rule_expires(world: World) -> None:
    rule = world.call("owner", "POST", RULES, a_rule("stranger", "/s/", "rw"))["access_id"]
    task = submit(world, "stranger", "/s/a", "/s/b")["task_id"]
    look_round(world)
    assert ended(world, task) is None
    with world.service.database.write() as session:
        session.get_one(AccessRule, rule).expiration_date = utcnow() - timedelta(seconds=1)
    look_round(world)
    assert ended(world, task) == "ACL_CHANGED"


def test_a_task_ends_when_its_owner_leaves_the_group(world: World) -> None:
    group = world.service.group(world.people["stranger"])
    rule = a_rule("reader", "/g/", "rw") | {"principal_type": "group", "principal": group}
    world.call("owner", "POST", RULES, rule)
    task = submit(world, "stranger", "/g/a", "/g/b")["task_id"]
    world.service.people.members[group].clear()
    look_round(world)
    assert ended(world, task) == "ACL_CHANGED"


def test_a_task_that_may_not_run_is_not_begun_and_one_at_work_is_stopped(world: World) -> None:
    rule = world.call("owner", "POST", RULES, a_rule("stranger", "/s/", "rw"))["access_id"]
    database, people = world.service.database, world.service.people
    first, second = (submit(world, "stranger", "/s/a", "/s/b")["task_id"] for _ in range(2))
    with database.write() as session:
        held = supervision.allowed(session, people, lease.claim(session, "w", limit=2))
        assert {task.id for task in held} == {world.task, first}
    with database.write() as session:
        session.get_one(AccessRule, rule).expiration_date = utcnow() - timedelta(seconds=1)
    with database.write() as session:
        assert supervision.allowed(session, people, lease.claim(session, "w", limit=2)) == []
    assert ended(world, second) == "ACL_CHANGED"
    look_round(world)
    assert ended(world, first) is None
    with database.write() as session:
        assert lease.renew(session, "w", [world.task, first]) == {first}
        assert session.get_one(Task, first).stop_code == "ACL_CHANGED"


def test_linked_identities_count_for_the_task_of_either(world: World) -> None:
    stranger, other = world.people["stranger"], world.service.person("other")
    both = frozenset({stranger.id, other.id})
    world.service.people.accounts.append(both)
    object.__setattr__(world.service.callers[stranger.id], "identity_set", both)
    rule = a_rule("reader", "/o/", "rw") | {"principal": other.id}
    world.call("owner", "POST", RULES, rule)
    task = submit(world, "stranger", "/o/a", "/o/b")["task_id"]
    look_round(world)
    assert ended(world, task) is None
    world.service.people.accounts.clear()
    look_round(world)
    assert ended(world, task) == "ACL_CHANGED"
