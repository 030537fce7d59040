"""What becomes of a task whose node has each kind of trouble; the node is a list of answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, cast

import pytest

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.db.engine import Database
from armillary.transfer import outcome, queue
from armillary.transfer.errors import TRANSFER_ALL
from armillary.transfer.model import Collection, EntityType, Event, Node, Task, TaskStatus
from armillary.transfer.nodes.client import NodeClient, NodeFault
from armillary.transfer.work import faults, lease
from armillary.transfer.work.job import Job
from armillary.transfer.work.run import run
from tests.armillary.db.outage import gone

Answer = NodeFault | list[dict[str, Any]]
DONE: list[dict[str, Any]] = [{"removed": 1}, {"end": "done"}]


class ScriptedNode:
    """Answers calls as the script says; its last line for ever."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        self._answers = list(answers)
        self.bodies: list[dict[str, Any]] = []
        self.calls: list[str] = []

    def ticket(self, *_: Any, **__: Any) -> str:
        return "ticket"

    def call(self, _: Node, operation: str, __: dict[str, Any]) -> dict[str, Any]:
        self.calls.append(operation)
        return {}

    @contextmanager
    def stream(self, _: Node, __: str, body: dict[str, Any]) -> Iterator[Iterator[dict[str, Any]]]:
        self.bodies.append(body)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, NodeFault):
            raise answer
        yield iter(answer)


def deletion(database: Database, lifetime: timedelta) -> str:
    """A deletion on a collection of its own; its id."""
    node = Node(
        id=new_id(),
        display_name="n",
        certificate="",
        fingerprint="",
        manager_host="",
        manager_port=0,
        data_host="",
        data_port=0,
        last_seen=utcnow(),
    )
    collection = Collection(
        id=new_id(),
        entity_type=EntityType.MAPPED,
        display_name="c",
        owner_identity_id=new_id(),
        owner_string="ann",
        node_id=node.id,
        base_path="/",
    )
    submission = {"data_type": "delete", "submission_id": new_id(), "endpoint": collection.id}
    task = Task(
        id=new_id(),
        owner_id=new_id(),
        owner_username="ann",
        type="DELETE",
        submission_id=submission["submission_id"],
        options=submission,
        items=[{"path": "/a"}],
        source_id=collection.id,
        request_time=utcnow(),
        deadline=utcnow() + lifetime,
    )
    with database.write() as session:
        session.add_all([node, collection])
        session.flush()
        session.add(task)
        queue.enter(session, [task])
    return task.id


def work(
    database: Database, *answers: Answer, lifetime: timedelta = timedelta(hours=1)
) -> tuple[Task, list[str], ScriptedNode]:
    """Run a task to where it stops: the task, codes of its events, the node."""
    task_id = deletion(database, lifetime)
    node = ScriptedNode(answers)
    go_on(database, task_id, node)
    return *look(database, task_id), node


def go_on(database: Database, task_id: str, node: ScriptedNode, consents: bool = True) -> None:
    run(held(database, task_id, node, consents))


def held(database: Database, task_id: str, node: ScriptedNode, consents: bool = True) -> Job:
    with database.write() as session:
        (task,) = lease.claim(session, "w", limit=1)
    assert task.id == task_id
    return Job(
        task.id,
        task.attempt,
        task.deadline,
        database,
        cast(NodeClient, node),
        owner_id=task.owner_id,
        consents=lambda *_: consents,
        sessions=lambda *_: None,
        session_id=None,
        lease_until=utcnow() + lease.LEASE,
        repeated=task.attempt > 1,
    )


def look(database: Database, task_id: str) -> tuple[Task, list[str]]:
    with database.read() as session:
        task = session.get(Task, task_id)
        assert task is not None
        events = session.query(Event).filter_by(task_id=task_id).order_by(Event.id)
        return task, [event.code for event in events]


@pytest.mark.parametrize(
    "code", [code for code, (kind, _) in faults.FAULTS.items() if kind.value == "permanent"]
)
def test_permanent_trouble_ends_the_task_at_once(database: Database, code: str) -> None:
    began = time.monotonic()
    task, events, node = work(database, NodeFault(code, "It is so.", path="/a"))
    assert time.monotonic() - began < 20
    assert (task.status, task.fatal_error_code, task.faults) == (TaskStatus.FAILED, code, 1)
    assert (events, len(node.bodies)) == (["STARTED", code], 1)
    assert faults.FAULTS[code][1] in (task.fatal_error_description or "")


@pytest.mark.parametrize("fate", ["lease ran out", "lease lost"])
def test_a_worker_that_slept_asks_nothing_of_nodes(database: Database, fate: str) -> None:
    task_id = deletion(database, timedelta(hours=1))
    node = ScriptedNode([DONE])
    job = held(database, task_id, node)
    if fate == "lease lost":
        job.lost = True
    else:
        job.lease_until = utcnow()
    run(job)
    assert (node.bodies, node.calls) == ([], [])
    task, events = look(database, task_id)
    assert (task.status, task.attempt, events) == ("ACTIVE", 1, ["STARTED"])


def test_nodes_hear_that_a_former_attempt_has_no_more_to_say(database: Database) -> None:
    task_id = deletion(database, timedelta(hours=1))
    node = ScriptedNode([DONE])
    held(database, task_id, node)
    with database.write() as session:
        session.get_one(Task, task_id).lease_until = utcnow() - timedelta(seconds=1)
    job = held(database, task_id, node)
    job.cancel = True
    run(job)
    assert (node.bodies, node.calls) == ([], ["stop"])
    assert look(database, task_id)[0].fatal_error_code == "CANCELED"


def test_transient_trouble_is_tried_again_and_shown(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("armillary.transfer.work.job.backoff", lambda failures: 0.01)
    broken = NodeFault("CONNECTION_BROKEN", "It broke.", transient=True)
    partly: list[dict[str, Any]] = [{"removed": 500}]
    task, events, node = work(database, broken, partly, DONE)
    assert (task.status, task.faults, task.files_transferred) == (TaskStatus.SUCCEEDED, 2, 501)
    assert events == ["STARTED", "CONNECTION_BROKEN", "CONNECTION_BROKEN", "SUCCEEDED"]
    # what the first tries have removed is not missing
    assert [body["ignore_missing"] for body in node.bodies] == [False, True, True]


def test_transient_trouble_ends_at_the_deadline(database: Database) -> None:
    broken = NodeFault("CONNECT_FAILED", "It is not there.", transient=True)
    began = time.monotonic()
    task, events, _ = work(database, broken, lifetime=timedelta(seconds=1))
    assert time.monotonic() - began < 20
    assert (task.status, task.fatal_error_code) == (TaskStatus.FAILED, "EXPIRED")
    assert events[-1] == "EXPIRED"
    assert "CONNECT_FAILED" in events


def test_what_the_owner_has_to_do_pauses_the_task(database: Database) -> None:
    parameters = {"required_scopes": ["s"], "session_message": "Consent, please."}
    needs = NodeFault("CONSENT_REQUIRED", "No consent.", authorization_parameters=parameters)
    task, events, node = work(database, needs, DONE)
    assert (task.status, task.nice_status) == (TaskStatus.INACTIVE, "CONSENT_REQUIRED")
    assert task.authorization_parameters == parameters
    assert events == ["STARTED", "CONSENT_REQUIRED"]
    with database.write() as session:
        assert lease.claim(session, "other", limit=1) == []
        outcome.resume(session, session.get_one(Task, task.id))
    go_on(database, task.id, node)
    task, events = look(database, task.id)
    assert task.status == TaskStatus.SUCCEEDED
    assert events == ["STARTED", "CONSENT_REQUIRED", "UNPAUSED", "SUCCEEDED"]


def test_a_consent_that_is_taken_back_pauses_the_task(database: Database) -> None:
    task_id = deletion(database, timedelta(hours=1))
    node = ScriptedNode([DONE])
    go_on(database, task_id, node, consents=False)
    task, events = look(database, task_id)
    assert (task.status, events) == (TaskStatus.INACTIVE, ["STARTED", "CONSENT_REQUIRED"])
    assert node.bodies == []
    assert task.authorization_parameters is not None
    (scope,) = task.authorization_parameters["required_scopes"]
    assert task.source_id in scope
    inner = f"https://auth.globus.org/scopes/{task.source_id}/data_access"
    assert not outcome.satisfied(task, {TRANSFER_ALL})
    assert outcome.satisfied(task, {TRANSFER_ALL, inner})
    with database.write() as session:
        outcome.resume(session, session.get_one(Task, task_id))
    go_on(database, task_id, node)
    assert look(database, task_id)[0].status == TaskStatus.SUCCEEDED


def test_a_deadline_that_nobody_chose_moves_on_with_the_task(database: Database) -> None:
    chosen, _, _ = work(database, DONE)
    assert chosen.deadline - utcnow() < timedelta(hours=2)
    task_id = deletion(database, timedelta(hours=1))
    with database.write() as session:
        session.get_one(Task, task_id).deadline_moves = True
    go_on(database, task_id, ScriptedNode([DONE]))
    assert look(database, task_id)[0].deadline - utcnow() > timedelta(hours=23)


class Vanishing(ScriptedNode):
    """Its first answer comes while the database is away, which it then is for a while."""

    def __init__(self, database: Database) -> None:
        super().__init__([DONE])
        self._database = database
        self._gone = threading.Event()
        self._away = threading.Thread(target=self._take_away)

    def _take_away(self) -> None:
        with gone(self._database):
            self._gone.set()
            time.sleep(0.5)

    @contextmanager
    def stream(self, _: Node, __: str, body: dict[str, Any]) -> Iterator[Iterator[dict[str, Any]]]:
        if not self.bodies:
            self._away.start()
            assert self._gone.wait(10)
        with super().stream(_, __, body) as lines:
            yield lines

    def join(self) -> None:
        self._away.join()


def test_a_database_that_is_away_is_waited_for_and_that_is_told(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("armillary.transfer.work.run._DATABASE_PAUSE_SECONDS", 0.05)
    task_id = deletion(database, timedelta(hours=1))
    node = Vanishing(database)
    go_on(database, task_id, node)
    node.join()
    task, events = look(database, task_id)
    assert (task.status, task.faults, task.files_transferred) == (TaskStatus.SUCCEEDED, 1, 1)
    assert events == ["STARTED", "SERVICE_UNAVAILABLE", "SUCCEEDED"]
    assert [body["ignore_missing"] for body in node.bodies] == [False, True]


def test_attempts_that_killed_workers_lost_are_no_faults_of_the_service(
    database: Database,
) -> None:
    class Broken(ScriptedNode):
        def ticket(self, *_: Any, **__: Any) -> str:
            raise ZeroDivisionError

    task_id = deletion(database, timedelta(hours=1))
    for _ in range(20):
        with database.write() as session:
            lease.claim(session, "w", limit=1)
            lease.release(session, "w")
    statuses = []
    for _ in range(5):
        go_on(database, task_id, Broken([DONE]))
        statuses.append(look(database, task_id)[0].status)
        with database.write() as session:
            lease.release(session, "w")
    assert statuses == [TaskStatus.ACTIVE] * 4 + [TaskStatus.FAILED]
    task, events = look(database, task_id)
    assert (task.fatal_error_code, task.faults) == ("INTERNAL_ERROR", 5)
    assert events == ["STARTED"] + ["INTERNAL_ERROR"] * 5
