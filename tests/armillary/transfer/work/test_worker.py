"""A worker at its work, with nodes that do what the test says."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.db.engine import Database
from armillary.transfer import outcome, queue, supervision
from armillary.transfer.model import Collection, EntityType, Event, Node, Task, Unit
from armillary.transfer.permissions.model import AccessRule
from armillary.transfer.work.worker import Worker
from tests.armillary.transfer.people import MadeUpPeople

OWNER, GUEST = "owner", "guest"


class SlowNodes:
    """Nodes whose pulls go on until they are stopped, or until the test lets them end."""

    def __init__(self) -> None:
        self.pulling = threading.Event()
        self.stopped = threading.Event()
        self.finish = threading.Event()

    def ticket(self, *_: Any, **__: Any) -> str:
        return "ticket"

    def call(self, _: Node, operation: str, __: Any) -> dict[str, Any]:
        assert operation in ("stop", "discard")
        if operation == "stop":
            self.stopped.set()
        return {"stopped": True}

    @contextmanager
    def stream(self, _: Node, operation: str, __: Any) -> Iterator[Iterator[dict[str, Any]]]:
        yield self._walk() if operation == "walk" else self._pull()

    def _walk(self) -> Iterator[dict[str, Any]]:
        yield {"root": 0, "entries": [["", "file", 5, 1, 0o644, None]]}
        yield {"end": "done"}

    def _pull(self) -> Iterator[dict[str, Any]]:
        self.stopped.clear()
        self.pulling.set()
        while not self.finish.wait(0.01):
            if self.stopped.is_set():
                self.pulling.clear()
                yield {"end": "stopped"}
                return
            yield {"alive": True, "bytes": 0}
        yield {"unit": 0, "finished": True, "files": 1, "bytes": 5}
        yield {"end": "done"}


class LosingNodes(SlowNodes):
    """Nodes on which a big file's ranges get lost once."""

    def _walk(self) -> Iterator[dict[str, Any]]:
        yield {"root": 0, "entries": [["", "file", 3_000_000, 1, 0o644, None]]}
        yield {"end": "done"}

    def _pull(self) -> Iterator[dict[str, Any]]:
        yield {"unit": 0, "range": [0, 2_000_000]}
        yield {"lost": 0}
        yield {"unit": 0, "range": [0, 1_000_000]}
        yield {"unit": 0, "range": [1_000_000, 2_000_000]}
        yield {"unit": 0, "finished": True, "files": 1, "bytes": 3_000_000, "checksum": None}
        yield {"end": "done"}


class Scene:
    """A running worker, and a task of a guest by an access rule."""

    def __init__(self, database: Database, nodes: SlowNodes) -> None:
        self.database = database
        self.nodes = nodes
        self.people = MadeUpPeople()
        self.rule = new_id()
        self.consented = True
        self.sign_ins = {"first": utcnow()}
        self.task = self._fill()
        client: Any = nodes
        self.worker = Worker(
            "worker",
            database,
            client,
            self.people,
            consents=lambda *_: self.consented,
            sessions=self.signed_in,
        )

    def signed_in(self, identity: str, session: str) -> datetime | None:
        assert identity == GUEST
        return self.sign_ins.get(session)

    def _fill(self) -> str:
        node = Node(
            id=new_id(),
            display_name="node",
            certificate="",
            fingerprint="",
            manager_host="localhost",
            manager_port=1,
            data_host="localhost",
            data_port=1,
            last_seen=utcnow(),
        )
        collection = Collection(
            id=new_id(),
            entity_type=EntityType.GUEST,
            display_name="c",
            owner_identity_id=OWNER,
            owner_string=OWNER,
            node_id=node.id,
            base_path="/",
        )
        rule = AccessRule(
            id=self.rule,
            collection_id=collection.id,
            principal_type="identity",
            principal=GUEST,
            path="/in/",
            permissions="rw",
        )
        task = Task(
            id=new_id(),
            owner_id=GUEST,
            owner_username=GUEST,
            type="TRANSFER",
            submission_id=new_id(),
            options={
                "data_type": "transfer",
                "submission_id": new_id(),
                "source_endpoint": collection.id,
                "destination_endpoint": collection.id,
            },
            items=[{"source_path": "/in/a", "destination_path": "/in/b"}],
            source_id=collection.id,
            destination_id=collection.id,
            source_root="/in/",
            destination_root="/in/",
            request_time=utcnow(),
            deadline=utcnow() + timedelta(days=1),
            session_id="first",
        )
        with self.database.write() as session:
            session.add_all([node, collection])
            session.flush()
            session.add_all([rule, task])
            queue.enter(session, [task])
        return task.id

    def change(self, what: Callable[[Any, Task], None]) -> None:
        with self.database.write() as session:
            what(session, session.get_one(Task, self.task))

    def wait_for(self, what: Callable[[Task], bool]) -> Task:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with self.database.read() as session:
                task = session.get_one(Task, self.task)
            if what(task):
                return task
            time.sleep(0.02)
        raise AssertionError(f"{task.status} {task.fatal_error_code} {task.nice_status}")

    def events(self) -> list[str]:
        with self.database.read() as session:
            query = session.query(Event).filter(Event.task_id == self.task).order_by(Event.id)
            return [event.code for event in query]


@pytest.fixture
def scene(database: Database, request: pytest.FixtureRequest) -> Iterator[Scene]:
    made = Scene(database, getattr(request, "param", SlowNodes)())
    thread = threading.Thread(target=made.worker.run)
    thread.start()
    yield made
    made.worker.stop()
    thread.join(20)
    assert not thread.is_alive()


def test_a_paused_task_is_let_go_and_goes_on_when_it_is_resumed(scene: Scene) -> None:
    assert scene.nodes.pulling.wait(20)
    scene.change(lambda session, task: supervision.pause(session, task, "disks"))
    assert scene.nodes.stopped.wait(20)
    with scene.database.read() as session:
        assert [unit.finished for unit in session.query(Unit)] == [False]
    # Nothing but the rule that was just applied keeps it paused, so looking round lets it go on.
    task = scene.wait_for(lambda task: task.paused_since is None)
    assert scene.nodes.pulling.wait(20)
    scene.nodes.finish.set()
    ended = scene.wait_for(lambda task: task.completion_time is not None)
    assert (ended.status, ended.attempt > 1) == ("SUCCEEDED", True)
    assert scene.events() == ["STARTED", "PAUSED", "UNPAUSED", "SUCCEEDED"]
    assert task.deadline > ended.request_time + timedelta(days=1)


def test_a_task_at_work_is_stopped_when_its_rule_expires(scene: Scene) -> None:
    assert scene.nodes.pulling.wait(20)
    past = utcnow() - timedelta(seconds=1)

    def expire(session: Any, _: Task) -> None:
        session.get_one(AccessRule, scene.rule).expiration_date = past

    scene.change(expire)
    assert scene.nodes.stopped.wait(20)
    ended = scene.wait_for(lambda task: task.completion_time is not None)
    assert (ended.status, ended.fatal_error_code) == ("FAILED", "ACL_CHANGED")
    assert scene.events() == ["STARTED", "ACL_CHANGED"]


def assure(scene: Scene, minutes: int) -> None:
    """Make the task's collection a high assurance one."""

    def change(session: Any, task: Task) -> None:
        session.get_one(Collection, task.source_id).authentication_timeout_mins = minutes

    scene.change(change)


@pytest.mark.parametrize("how", ["too old", "ended", "stricter"])
def test_a_task_at_work_waits_when_its_session_is_not_good_any_more(scene: Scene, how: str) -> None:
    assure(scene, 60)
    assert scene.nodes.pulling.wait(20)
    scene.wait_for(lambda task: task.status == "ACTIVE")
    if how == "too old":
        scene.sign_ins["first"] -= timedelta(minutes=60)
    elif how == "ended":
        del scene.sign_ins["first"]
    else:
        scene.sign_ins["first"] -= timedelta(minutes=2)
        assure(scene, 1)
    # The pull would go on for ever: it is stopped in the middle of its one file.
    assert scene.nodes.stopped.wait(20)
    task = scene.wait_for(lambda task: task.status == "INACTIVE")
    assert (task.nice_status, task.lease_until) == ("SESSION_REQUIRED", None)
    assert task.authorization_parameters is not None
    assert task.authorization_parameters["session_required_identities"] == [GUEST]
    assert task.authorization_parameters["prompt"] == "login"
    scene.sign_ins["second"] = utcnow()

    def come_back(session: Any, task: Task) -> None:
        task.session_id = "second"
        outcome.resume(session, task)

    scene.nodes.finish.set()
    scene.change(come_back)
    ended = scene.wait_for(lambda task: task.completion_time is not None)
    assert (ended.status, ended.bytes_transferred) == ("SUCCEEDED", 5)
    assert scene.events() == ["STARTED", "SESSION_REQUIRED", "UNPAUSED", "SUCCEEDED"]


def test_a_task_at_work_waits_when_its_owners_consent_is_taken_back(scene: Scene) -> None:
    # The access rule counts no more on a mapped collection, but its owner's consent does.
    assert scene.nodes.pulling.wait(20)

    def become_mapped(session: Any, task: Task) -> None:
        collection = session.get_one(Collection, task.source_id)
        collection.entity_type, collection.owner_identity_id = EntityType.MAPPED, GUEST

    scene.consented = False
    scene.change(become_mapped)
    assert scene.nodes.stopped.wait(20)
    task = scene.wait_for(lambda task: task.status == "INACTIVE")
    assert task.nice_status == "CONSENT_REQUIRED"


@pytest.mark.parametrize("scene", [LosingNodes], indirect=True)
def test_what_gets_lost_at_the_destination_is_not_counted(scene: Scene) -> None:
    ended = scene.wait_for(lambda task: task.completion_time is not None)
    assert (ended.status, ended.bytes_transferred) == ("SUCCEEDED", 3_000_000)
    with scene.database.read() as session:
        (unit,) = session.query(Unit)
    assert unit.done == [[0, 3_000_000]]
