"""What docs/semantics.md says of trees: beside what `cp` leaves, and of sources that change."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from armillary.auth.consents.store import consents_to
from armillary.auth.sessions.assurance import last_sign_in
from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.core.settings import Settings
from armillary.db.engine import Database
from armillary.transfer import outcome, store
from armillary.transfer.credentials import Credentials
from armillary.transfer.errors import TRANSFER_ALL
from armillary.transfer.model import Task
from armillary.transfer.nodes.client import NodeClient
from armillary.transfer.submission import TransferSubmission
from armillary.transfer.work.job import Fatal, Job
from armillary.transfer.work.move import Mover
from armillary.transfer.work.scan import scan
from globus_sdk import MISSING, TransferClient
from tests.e2e.services import Services
from tests.e2e.test_options import Places

MIB = 1 << 20


@pytest.fixture(scope="module")
def transfer(services: Services) -> Iterator[TransferClient]:
    with services.transfer_client() as client:
        yield client


@pytest.fixture
def places(services: Services, transfer: TransferClient, tmp_path: Path) -> Places:
    places = Places(services, transfer, tmp_path.name)
    places.source.mkdir()
    return places


def names(top: bytes) -> None:
    """Every byte that a name can have, the longest name, and names that only differ in case."""
    for number in set(range(1, 256)) - {ord("/")}:
        os.makedirs(top + b"/d", exist_ok=True)
        put(top + b"/d/-" + bytes([number]), b"%d" % number)
    for name in (b"x" * 255, "é".encode(), "e\u0301".encode(), b"Case", b"case", b"CASE", b"%41"):
        put(top + b"/" + name, name)


def deep(top: bytes) -> None:
    """A path near the limit of what a call to the system takes."""
    here = top
    directory = os.open(top, os.O_RDONLY)
    for _ in range(13):
        os.mkdir(b"d" * 250, dir_fd=directory)
        here, inner = here + b"/" + b"d" * 250, os.open(b"d" * 250, os.O_RDONLY, dir_fd=directory)
        os.close(directory)
        directory = inner
    os.close(directory)
    put(here + b"/file", b"deep")


def empty(top: bytes) -> None:
    for name in (b"a/b/c", b"d", b"e/f"):
        os.makedirs(top + b"/" + name)
    put(top + b"/e/nothing", b"")


def hard_links(top: bytes) -> None:
    put(top + b"/one", b"1")
    os.link(top + b"/one", top + b"/two")


def sparse(top: bytes) -> None:
    with open(top + b"/sparse", "wb") as file:
        file.write(b"begin")
        file.seek(40 * MIB)
        file.write(b"end")
    os.truncate(top + b"/sparse", 48 * MIB)


def modes(top: bytes) -> None:
    for mode in (0o400, 0o644, 0o755, 0o777):
        put(top + b"/%o" % mode, b"x")
        os.chmod(top + b"/%o" % mode, mode)


def links(top: bytes) -> None:
    os.makedirs(top + b"/d/e")
    put(top + b"/d/file", b"1")
    for name, target in ((b"to file", b"d/file"), (b"to d", b"d"), (b"d/e/up", b"../file")):
        os.symlink(target, top + b"/" + name)


def others(top: bytes) -> None:
    """What is neither file nor directory nor link is left out."""
    put(top + b"/file", b"1")
    os.mkfifo(top + b"/pipe")


def put(path: bytes, content: bytes) -> None:
    with open(path, "wb") as file:
        file.write(content)


def tree(top: bytes) -> dict[bytes, Any]:
    """Every name below a directory, in bytes: content and mode of files, targets of links."""
    found: dict[bytes, Any] = {}
    for here, _, _, directory in os.fwalk(top):
        found[here] = "dir"
        for name in map(os.fsencode, os.listdir(directory)):
            path, mode = here + b"/" + name, os.lstat(name, dir_fd=directory).st_mode
            if stat.S_ISLNK(mode):
                found[path] = os.readlink(name, dir_fd=directory)
            elif stat.S_ISREG(mode):
                with open(os.open(name, os.O_RDONLY, dir_fd=directory), "rb") as file:
                    found[path] = (stat.S_IMODE(mode), file.read())
    return {path.removeprefix(top): what for path, what in found.items()}


# tree, recursive_symlinks, what makes `cp` do the same
BESIDE_CP: tuple[tuple[Callable[[bytes], None], str, list[str]], ...] = (
    (names, "ignore", []),
    (deep, "ignore", []),
    (empty, "ignore", []),
    (hard_links, "ignore", []),
    (sparse, "ignore", ["--sparse=never"]),
    (modes, "ignore", ["--preserve=mode"]),
    (links, "keep", ["--no-dereference"]),
    (links, "copy", ["--dereference"]),
)


@pytest.mark.parametrize(("make", "symlinks", "how"), BESIDE_CP)
def test_the_same_as_cp(
    make: Callable[[bytes], None], symlinks: str, how: list[str], places: Places, tmp_path: Path
) -> None:
    make(os.fsencode(places.source))
    document = places.run(places.tree(recursive_symlinks=symlinks))
    assert (document["status"], document["faults"]) == ("SUCCEEDED", 0), document["fatal_error"]
    copy = tmp_path / "copy"
    subprocess.run(["cp", "--recursive", *how, places.source, copy], check=True)
    assert tree(os.fsencode(places.destination)) == tree(os.fsencode(copy))
    shutil.rmtree(copy)


def test_what_differs_from_cp_on_purpose(places: Places) -> None:
    links(os.fsencode(places.source))
    others(os.fsencode(places.source))
    hard_links(os.fsencode(places.source))
    (places.source / "one").chmod(0o4755)
    assert places.run(places.tree())["status"] == "SUCCEEDED"
    found = tree(os.fsencode(places.destination))
    assert found.keys() == {b"", b"/d", b"/d/e", b"/d/file", b"/file", b"/one", b"/two"}
    one, two = places.destination / "one", places.destination / "two"
    assert (one.stat().st_mode & 0o7777, one.stat().st_nlink) == (0o755, 1)
    assert one.stat().st_ino != two.stat().st_ino


class Attempt:
    """A task that the test works on in the worker's place, so that it can act between its phases.

    Nodes, database and calls are the services' own.
    """

    def __init__(self, services: Services, places: Places, **options: Any) -> None:
        settings = Settings(data_dir=services.data_dir, base_url=services.base_url)
        self.database = Database(settings.effective_database_url)
        nodes = NodeClient(Credentials.load_or_create(settings.keys_dir))
        data = places.tree(**options)
        body = {name: value for name, value in data.items() if value is not MISSING}
        self.submission = TransferSubmission.model_validate(
            body
            | {"submission_id": new_id()}
            | {
                "DATA": [
                    {k: v for k, v in item.items() if v is not MISSING} for item in data["DATA"]
                ]
            }
        )
        task = Task(
            id=new_id(),
            owner_id=new_id(),
            owner_username="test",
            type="TRANSFER",
            submission_id=new_id(),
            options={},
            items=[],
            source_id=self.submission.source_endpoint,
            request_time=utcnow(),
            deadline=utcnow() + timedelta(minutes=1),
            worker_id="test",
            lease_until=utcnow() + timedelta(hours=1),
            attempt=1,
        )
        with self.database.write() as session:
            session.add(task)
        self.task_id = task.id
        self.job = Job(
            task.id,
            1,
            task.deadline,
            self.database,
            nodes,
            owner_id=task.owner_id,
            consents=partial(consents_to, self.database),
            sessions=partial(last_sign_in, self.database),
            session_id=None,
            lease_until=utcnow() + timedelta(hours=1),
        )

    def run(self, meanwhile: Callable[[], object]) -> Task:
        """Scan, let something happen, move; the task."""
        with self.database.read() as session:
            source = store.place(session, self.submission.source_endpoint)
            destination = store.place(session, self.submission.destination_endpoint)
        assert source
        assert destination
        scan(self.job, self.submission, source, destination)
        meanwhile()
        Mover(self.job, self.submission, source, destination).run()
        with self.database.read() as session:
            return session.get_one(Task, self.task_id)

    def close(self) -> None:
        with self.database.write() as session:
            outcome.succeed(session, session.get_one(Task, self.task_id))
        self.database.close()


Start = Callable[..., Attempt]


@pytest.fixture
def attempt(services: Services, places: Places) -> Iterator[Start]:
    begun: list[Attempt] = []

    def start(**options: Any) -> Attempt:
        begun.append(Attempt(services, places, **options))
        return begun[-1]

    yield start
    for one in begun:
        one.close()


def append(path: Path, size: int) -> None:
    with path.open("ab") as file:
        file.write(b"+" * size)


def replace(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


CHANGES: dict[str, Callable[[Path], object]] = {
    "grows": lambda path: append(path, 10),
    "grows a lot": lambda path: append(path, 3 * MIB),
    "shrinks": lambda path: os.truncate(path, 3),
    "becomes empty": lambda path: os.truncate(path, 0),
    "is written anew": lambda path: path.write_bytes(b"y" * path.stat().st_size),
    "is replaced": lambda path: replace(path, b"another"),
}
SIZES = (100, 3 * MIB)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("change", CHANGES)
def test_a_file_that_changes_is_copied_as_it_is_then(
    change: str, size: int, places: Places, attempt: Start
) -> None:
    file, other = places.source / "file", places.source / "other"
    file.write_bytes(b"x" * size)
    other.write_bytes(b"other")
    task = attempt().run(lambda: CHANGES[change](file))
    for path in (file, other):
        assert (places.destination / path.name).read_bytes() == path.read_bytes()
    assert sorted(os.listdir(places.destination)) == ["file", "other"]
    assert (task.files, task.files_transferred) == (2, 2)
    assert task.bytes_total == task.bytes_transferred == file.stat().st_size + 5


def vanish(path: Path) -> None:
    path.unlink()


def become_directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


def become_way_out(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/passwd")


LOSSES = {
    "vanishes": (vanish, "FILE_NOT_FOUND"),
    "becomes a directory": (become_directory, "IS_A_DIRECTORY"),
    "becomes a way out": (become_way_out, "PERMISSION_DENIED"),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("loss", LOSSES)
def test_a_file_that_is_lost_ends_the_task_or_is_skipped(
    loss: str, size: int, places: Places, attempt: Start
) -> None:
    lose, code = LOSSES[loss]
    file = places.source / "file"
    file.write_bytes(b"x" * size)
    (places.source / "other").write_bytes(b"other")
    with pytest.raises(Fatal) as raised:
        attempt().run(lambda: lose(file))
    assert raised.value.code == code
    assert "/file" in raised.value.description
    if code == "IS_A_DIRECTORY":  # no trouble of reading: it is never skipped
        return
    file.unlink(missing_ok=True)
    file.write_bytes(b"x" * size)
    task = attempt(skip_source_errors=True).run(lambda: lose(file))
    assert (task.files_transferred, task.skipped_errors) == (1, 1)
    assert os.listdir(places.destination) == ["other"]


def test_what_people_consented_to_is_known(places: Places, attempt: Start) -> None:
    database = attempt().database
    places.services.access_token()
    owner = places.run(places.tree())["owner_id"]
    assert consents_to(database, owner, TRANSFER_ALL)
    assert not consents_to(database, owner, f"{TRANSFER_ALL}x")
    assert not consents_to(database, new_id(), TRANSFER_ALL)


def test_a_file_that_grows_all_the_time_is_copied_once_it_rests(places: Places) -> None:
    log = places.source / "log"
    log.write_bytes(b"x" * 2 * MIB)
    stop = threading.Event()

    def write() -> None:
        while not stop.wait(0.001):
            append(log, 1000)

    writer = threading.Thread(target=write)
    writer.start()
    task_id = places.client.submit_transfer(places.tree())["task_id"]
    while not places.client.get_task(task_id)["faults"]:
        pass
    stop.set()
    writer.join()
    assert places.client.task_wait(task_id, timeout=60, polling_interval=1)
    assert (places.destination / "log").read_bytes() == log.read_bytes()
    codes = {event["code"] for event in places.client.task_event_list(task_id, limit=100)}
    assert {"FILE_SIZE_CHANGED", "SUCCEEDED"} <= codes
