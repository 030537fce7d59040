"""A storage that wants a credential, on a real node: tasks wait until it is there."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from armillary.core.ids import new_id
from armillary.node.config import NodeState
from armillary.node.enroll import prepare
from armillary.transfer.credentials import Credentials
from armillary.transfer.errors import data_access_scope
from armillary.transfer.nodes.client import NodeClient
from armillary.transfer.nodes.enroll import allow_node
from armillary.transfer.work.worker import Worker
from armillary.web.mount import ServiceMount
from tests.armillary.auth.conftest import Stage
from tests.armillary.transfer.conftest import HttpClient, Person, TransferService

# A node with one connector more: the memory, for those who have "good" in a file.
ENTRY = """
import sys
from pathlib import Path

from armillary.node.connectors.memory import MemoryStorage, MemoryTree
from armillary.node.connectors.opening import CONNECTORS
from armillary.node.errors import NodeError
from armillary.node.main import run

TREE = MemoryTree()


class LockedStorage(MemoryStorage):
    def __init__(self, collection, base, within):
        credential = Path(collection.root, "credential")
        if not credential.exists():
            raise NodeError("NO_CREDENTIALS", "The storage has no credential.")
        if credential.read_text() != "good":
            raise NodeError("INVALID_SERVICE_CREDENTIAL", "The storage refuses its credential.")
        super().__init__(TREE, base, within)


CONNECTORS["locked"] = LockedStorage
run(Path(sys.argv[1]))
"""


@dataclass
class Site:
    """A collection that wants a credential and a plain one, on one node."""

    service: TransferService
    ann: Person
    locked: str
    plain: str
    folder: Path

    def give(self, credential: str) -> None:
        (self.folder / "locked" / "credential").write_text(credential)

    def take_away(self) -> None:
        (self.folder / "locked" / "credential").unlink()

    def call(self, method: str, path: str, body: Any = None, /) -> Any:
        return self.service.call(self.ann, method, path, body)

    def transfer(self, source: str, destination: str, *paths: str) -> str:
        item = {"DATA_TYPE": "transfer_item", "source_path": paths[0], "destination_path": paths[1]}
        ends = {"source_endpoint": source, "destination_endpoint": destination}
        body = {"DATA_TYPE": "transfer", "submission_id": new_id(), "DATA": [item], **ends}
        task_id: str = self.call("POST", "/transfer", body)["task_id"]
        return task_id

    def becomes(self, task_id: str, status: str) -> Any:
        return eventually(
            lambda: self.call("GET", f"/task/{task_id}"), lambda task: task["status"] == status
        )

    def waits(self, task_id: str, code: str) -> None:
        """The task waits for its owner, says why, and doesn't go on because somebody looks."""
        task = self.becomes(task_id, "INACTIVE")
        assert (task["nice_status"], task["is_ok"]) == (code, False)
        assert "credential" in task["nice_status_details"]
        assert "then resume the task." in task["nice_status_details"]
        assert self.call("GET", f"/task/{task_id}")["status"] == "INACTIVE"

    def resume(self, task_id: str) -> None:
        assert self.call("POST", f"/task/{task_id}/resume")["code"] == "Resumed"


def eventually(look: Callable[[], Any], good: Callable[[Any], Any]) -> Any:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if good(found := look()):
            return found
        time.sleep(0.05)
    raise AssertionError(found)


@pytest.fixture
def site(service: TransferService, stage: Stage, tmp_path: Path) -> Iterator[Site]:
    stage.app = Starlette(routes=[ServiceMount("/transfer", stage.app)])
    ids = {"locked": new_id(), "plain": new_id()}
    ann = service.person("ann", *map(data_access_scope, ids.values()))
    for name in ids:
        (tmp_path / name).mkdir()
    with service.database.write() as session:
        allow_node(session, "token", owner_id=ann.id)
    folder = tmp_path / "node"
    prepare(
        folder,
        service_url=stage.base_url,
        token="token",
        collections={cid: tmp_path / name for name, cid in ids.items()},
        display_name="node",
        allow_root=True,
    )
    with closing(NodeState(folder)) as state:
        state.save_collection(replace(state.collections()[ids["locked"]], connector="locked"))
    nodes = NodeClient(Credentials.load_or_create(service.keys_dir))
    worker = Worker(
        "worker",
        service.database,
        nodes,
        service.people,
        consents=lambda *_: True,
        sessions=lambda *_: None,
    )
    thread = threading.Thread(target=worker.run)
    process = subprocess.Popen([sys.executable, "-c", ENTRY, str(folder)])
    thread.start()
    with HttpClient(f"{stage.base_url}/transfer") as client:
        made = Site(replace(service, client=client), ann, ids["locked"], ids["plain"], tmp_path)
        ls = f"/operation/endpoint/{made.plain}/ls?path=/"
        eventually(lambda: made.call("GET", ls), lambda answer: answer["http"] == 200)
        yield made
    worker.stop()
    thread.join(20)
    process.terminate()
    process.wait(20)


def test_a_storage_without_a_credential_says_so(site: Site) -> None:
    place = f"/operation/endpoint/{site.locked}"
    for credential, sentence in (
        (None, "The storage has no credential."),
        ("bad", "The storage refuses its credential."),
    ):
        if credential:
            site.give(credential)
        for method, rest, body, code in (
            ("GET", "ls", None, "ExternalError.DirListingFailed.LoginFailed"),
            ("GET", "stat?path=/x", None, "ExternalError.LoginFailed"),
            ("POST", "mkdir", {"path": "/x"}, "ExternalError.LoginFailed"),
        ):
            answer = site.call(method, f"{place}/{rest}", body)
            assert (answer["http"], answer["code"]) == (502, code)
            assert answer["message"].startswith(sentence)
    site.give("good")
    assert site.call("POST", f"{place}/mkdir", {"path": "/x"})["http"] == 200
    assert [entry["name"] for entry in site.call("GET", f"{place}/ls")["DATA"]] == ["x"]


def test_tasks_wait_until_their_owner_says_that_the_credential_is_there(site: Site) -> None:
    (site.folder / "plain" / "original").write_text("content")
    there = site.transfer(site.plain, site.locked, "/original", "/copy")
    site.waits(there, "NO_CREDENTIALS")
    site.resume(there)
    site.waits(there, "NO_CREDENTIALS")
    site.give("bad")
    site.resume(there)
    site.waits(there, "INVALID_SERVICE_CREDENTIAL")
    site.give("good")
    site.resume(there)
    assert site.becomes(there, "SUCCEEDED")["files_transferred"] == 1
    events = [
        event["code"] for event in site.call("GET", f"/task/{there}/event_list?limit=50")["DATA"]
    ]
    assert events[-2:] == ["NO_CREDENTIALS", "STARTED"]
    assert events.count("UNPAUSED") == 3
    site.take_away()
    back = site.transfer(site.locked, site.plain, "/copy", "/back")
    item = {"DATA_TYPE": "delete_item", "path": "/copy"}
    deletion = {"DATA_TYPE": "delete", "submission_id": new_id(), "endpoint": site.locked}
    site.waits(back, "NO_CREDENTIALS")
    gone = site.call("POST", "/delete", deletion | {"DATA": [item]})["task_id"]
    site.waits(gone, "NO_CREDENTIALS")
    site.give("good")
    site.resume(back)
    site.becomes(back, "SUCCEEDED")
    assert (site.folder / "plain" / "back").read_text() == "content"
    site.resume(gone)
    site.becomes(gone, "SUCCEEDED")
    assert site.call("GET", f"/operation/endpoint/{site.locked}/ls")["DATA"] == []
