"""What each option of a transfer leaves at the destination, against real nodes: one table."""

from __future__ import annotations

import hashlib
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from globus_sdk import DeleteData, TransferClient, TransferData
from tests.e2e import trees
from tests.e2e.services import Services
from tests.e2e.test_transfers import finished
from tests.e2e.trees import DIRECTORY, File, Link, Tree

OLD, NEW = 1_000_000_000, 1_700_000_000


@dataclass(frozen=True)
class Case:
    """Options, two trees, and what has to come of them.

    :param expected: the destination afterwards
    :param document: fields of the task's document
    """

    source: Tree
    destination: Tree
    expected: Tree
    options: Mapping[str, Any] = field(default_factory=dict)
    document: Mapping[str, Any] = field(default_factory=dict)


def rule(method: str, **fields: str) -> dict[str, str]:
    return {"DATA_TYPE": "filter_rule", "method": method, **fields}


BOTH: dict[str, Tree] = {
    "source": {
        "new": b"new",
        "same": File(b"same", OLD),
        "bigger": File(b"bigger", OLD),
        "later": File(b"SAME", NEW),
        "content": File(b"left", OLD),
    },
    "destination": {
        "same": File(b"same", OLD),
        "bigger": File(b"big", NEW),
        "later": File(b"same", OLD),
        "content": File(b"LEFT", OLD),
        "extra": b"extra",
    },
}


def synced(level: int, skipped: int, **expected: bytes) -> Case:
    there = trees.plain(BOTH["destination"]) | {"new": b"new"}
    document = {"files": 5, "files_skipped": skipped, "files_transferred": 5 - skipped}
    return Case(**BOTH, expected=there | expected, options={"sync_level": level}, document=document)


LINKS: Tree = {
    "file": b"file",
    "d/inside": b"inside",
    "to file": Link("file"),
    "to d": Link("d"),
    "d/up": Link("../file"),
}
EXTRA: dict[str, Tree] = {
    "source": {"keep": b"1", "d/x": b"2", "was a directory": b"3", "was a file/y": b"4"},
    "destination": {
        "keep": b"0",
        "extra": b"-",
        "extra d/a/b": b"-",
        "d/extra": b"-",
        "d/link": Link("/etc"),
        "was a directory/z": b"-",
        "was a file": b"-",
    },
}

CASES: dict[str, Case] = {
    "sync 0: only what is missing": synced(0, 4),
    "sync 1: and other sizes": synced(1, 3, bigger=b"bigger"),
    "sync 2: and what is newer": synced(2, 2, bigger=b"bigger", later=b"SAME"),
    "sync 3: and other contents": synced(3, 1, bigger=b"bigger", later=b"SAME", content=b"left"),
    "sync 3 of big files": Case(
        source={"a": b"a" * 2_000_000, "b": b"b" * 2_000_000, "empty": b""},
        destination={"a": b"a" * 2_000_000, "b": b"c" * 2_000_000, "empty": b""},
        expected={"a": b"a" * 2_000_000, "b": b"b" * 2_000_000, "empty": b""},
        options={"sync_level": 3},
        document={
            "files_skipped": 2,
            "bytes_transferred": 2_000_000,
            "bytes_checksummed": 4_000_000,
        },
    ),
    "sync into nothing": Case(
        source={"d/x": b"1", "e": DIRECTORY},
        destination={},
        expected={"d/x": b"1", "e": DIRECTORY},
        options={"sync_level": 2},
        document={"directories": 3, "files_skipped": 0},
    ),
    "extra stays unless asked": Case(
        source={"a": b"1"}, destination={"extra": b"2"}, expected={"a": b"1", "extra": b"2"}
    ),
    "extra goes, and what is in the way": Case(
        **EXTRA, expected=EXTRA["source"], options={"delete_destination_extra": True}
    ),
    "extra and sync": Case(
        source={"same": b"1", "new": b"2"},
        destination={"same": b"1", "extra/x/y": b"3"},
        expected={"same": b"1", "new": b"2"},
        options={"delete_destination_extra": True, "sync_level": 1},
        document={"files_skipped": 1, "files_transferred": 1},
    ),
    "extra that filters exclude stays": Case(
        source={"a.txt": b"1", "b.tmp": b"2"},
        destination={"c.txt": b"3", "d.tmp": b"4"},
        expected={"a.txt": b"1", "d.tmp": b"4"},
        options={
            "delete_destination_extra": True,
            "filter_rules": [rule("exclude", name="*.tmp")],
        },
    ),
    "extra below an ignored link stays": Case(
        source={"l": Link("elsewhere"), "a": b"1"},
        destination={"l/x": b"2"},
        expected={"l/x": b"2", "a": b"1"},
        options={"delete_destination_extra": True},
    ),
    "links are ignored": Case(
        source=LINKS, destination={}, expected={"file": b"file", "d/inside": b"inside"}
    ),
    "links are kept": Case(
        source=LINKS,
        destination={"to file": Link("other")},
        expected=LINKS,
        options={"recursive_symlinks": "keep"},
        document={"symlinks": 3, "files": 2},
    ),
    "links are followed": Case(
        source=LINKS,
        destination={},
        expected={
            **{"file": b"file", "to file": b"file"},
            **{"d/inside": b"inside", "d/up": b"file"},
            **{"to d/inside": b"inside", "to d/up": b"file"},
        },
        options={"recursive_symlinks": "copy"},
    ),
    "a loop of links is followed once": Case(
        source={"d/x": b"1", "d/loop": Link("..")},
        destination={},
        expected={"d/x": b"1", "d/loop": DIRECTORY},
        options={"recursive_symlinks": "copy"},
    ),
    "links that lead nowhere are skipped": Case(
        source={"lost": Link("nowhere"), "out": Link("/etc/passwd"), "a": b"1"},
        destination={},
        expected={"a": b"1"},
        options={"recursive_symlinks": "copy", "skip_source_errors": True},
        document={"subtasks_skipped_errors": 2},
    ),
    "the first rule that matches decides": Case(
        source={"a.txt": b"1", "b.txt": b"2", "c": b"3", "d/a.txt": b"4"},
        destination={},
        expected={"a.txt": b"1", "c": b"3", "d/a.txt": b"4"},
        options={"filter_rules": [rule("include", name="[!b]*"), rule("exclude", name="*.txt")]},
    ),
    "an excluded directory hides its tree": Case(
        source={"d/a": b"1", "e/d": b"2", "e/D/a": b"3"},
        destination={},
        expected={"e/d": b"2", "e/D/a": b"3"},
        options={"filter_rules": [rule("exclude", name="d", type="dir")]},
    ),
    "rules of types and paths": Case(
        source={"x": b"1", "d/x": b"2", "d/y": b"3", "d/e/x": b"4"},
        destination={},
        expected={"x": b"1", "d/y": b"3", "d/e/x": b"4"},
        options={"filter_rules": [rule("exclude", path="*/x", type="file")]},
    ),
}


@pytest.fixture(scope="module")
def transfer(services: Services) -> Iterator[TransferClient]:
    with services.transfer_client() as client:
        yield client


@dataclass(frozen=True)
class Places:
    """A directory of the test's own on each side."""

    services: Services
    client: TransferClient
    name: str

    @property
    def source(self) -> Path:
        return Path(self.services.collections[0]["path"]) / self.name

    @property
    def destination(self) -> Path:
        return Path(self.services.collections[1]["path"]) / self.name

    def data(self, **options: Any) -> TransferData:
        """A transfer without items; options as they go over the wire."""
        ours, theirs = (collection["id"] for collection in self.services.collections)
        data = TransferData(ours, theirs)
        data.update(options)
        return data

    def tree(self, **options: Any) -> TransferData:
        """A transfer of the whole directory."""
        data = self.data(**options)
        data.add_item(f"/{self.name}", f"/{self.name}", recursive=True)
        return data

    def run(self, data: TransferData) -> dict[str, Any]:
        document = finished(self.client, data).data
        assert isinstance(document, dict)
        return document


@pytest.fixture
def places(services: Services, transfer: TransferClient, tmp_path: Path) -> Places:
    return Places(services, transfer, tmp_path.name)


@pytest.mark.parametrize("name", CASES)
def test_what_comes_of_a_tree(name: str, places: Places) -> None:
    case = CASES[name]
    trees.write(places.source, case.source)
    if case.destination:
        trees.write(places.destination, case.destination)
    document = places.run(places.tree(**case.options))
    assert (document["status"], document["faults"]) == ("SUCCEEDED", 0), document["fatal_error"]
    assert trees.read(places.destination) == trees.plain(case.expected)
    assert {key: document[key] for key in case.document} == dict(case.document)
    # a second time changes nothing
    assert places.run(places.tree(**case.options))["status"] == "SUCCEEDED"
    assert trees.read(places.destination) == trees.plain(case.expected)


def test_a_link_by_itself(places: Places) -> None:
    trees.write(places.source, {"link": Link("somewhere/else"), "file": b"x"})
    places.destination.mkdir()
    data = places.data()
    data.add_symlink_item(f"/{places.name}/link", f"/{places.name}/copy")
    document = places.run(data)
    assert (document["status"], document["symlinks"]) == ("SUCCEEDED", 1), document
    assert trees.read(places.destination) == {"copy": Link("somewhere/else")}
    wrong = places.data()
    wrong.add_symlink_item(f"/{places.name}/file", f"/{places.name}/file")
    assert places.run(wrong)["fatal_error"]["code"] == "NOT_A_SYMLINK"


@pytest.mark.parametrize("size", [5, 3_000_000])
@pytest.mark.parametrize("algorithm", [None, "SHA256"])
def test_external_checksums(places: Places, size: int, algorithm: str | None) -> None:
    content = b"x" * size
    trees.write(places.source, {"file": content})
    places.destination.mkdir()
    right = hashlib.new(algorithm or "md5", content).hexdigest()

    def run(name: str, checksum: str) -> dict[str, Any]:
        data = places.data()
        named: dict[str, Any] = {"checksum_algorithm": algorithm} if algorithm else {}
        paths = (f"/{places.name}/file", f"/{places.name}/{name}")
        data.add_item(*paths, external_checksum=checksum, **named)
        return places.run(data)

    document = run("right", right.upper())
    assert (document["status"], document["bytes_checksummed"]) == ("SUCCEEDED", size)
    refused = run("wrong", "0" * len(right))["fatal_error"]
    assert refused["code"] == "EXTERNAL_CHECKSUM_MISMATCH"
    assert right in refused["description"]
    assert trees.read(places.destination) == {"right": content}


def test_a_source_that_can_not_be_read_costs_no_extra(places: Places) -> None:
    """Not even where errors are skipped: what is unknown is not extra."""
    places.destination.mkdir()
    trees.write(places.destination, {"d/x": b"1"})
    document = places.run(places.tree(delete_destination_extra=True, skip_source_errors=True))
    assert (document["status"], document["subtasks_skipped_errors"]) == ("SUCCEEDED", 1)
    assert trees.read(places.destination) == {"d/x": b"1"}
    events = places.client.task_event_list(document["task_id"])
    assert "DELETE_DESTINATION_EXTRA_SKIPPED" in [event["code"] for event in events]


def test_times_and_base_paths(places: Places) -> None:
    trees.write(places.source, {"d/a": File(b"a", OLD), "d/b": File(b"b", OLD, 0o640)})
    data = places.data(preserve_timestamp=True, store_base_path_info=True, encrypt_data=True)
    for name in "ab":
        data.add_item(f"/{places.name}/d/{name}", f"/{places.name}/{name}")
    document = places.run(data)
    assert document["source_base_path"] == f"/{places.name}/d/"
    assert document["destination_base_path"] == f"/{places.name}/"
    assert document["encrypt_data"] is True
    found = (places.destination / "b").stat()
    assert (found.st_mtime, found.st_mode & 0o777) == (OLD, 0o640)


def test_what_is_no_file(places: Places) -> None:
    places.source.mkdir()
    os.mkfifo(places.source / "pipe")
    data = places.data()
    data.add_item(f"/{places.name}/pipe", f"/{places.name}/pipe")
    assert places.run(data)["fatal_error"]["code"] == "NOT_A_FILE"


def test_trouble_at_the_destination_is_never_skipped(places: Places, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    trees.write(places.source, {"x": b"1"})
    trees.write(places.destination, {"d": Link(str(outside))})
    data = places.data(skip_source_errors=True)
    data.add_item(f"/{places.name}/x", f"/{places.name}/d/x")
    document = places.run(data)
    assert document["fatal_error"]["code"] == "PERMISSION_DENIED", document
    assert document["subtasks_skipped_errors"] == 0
    assert trees.read(outside) == {}


def test_without_mirroring_nothing_of_another_kind_gives_way(places: Places) -> None:
    trees.write(places.source, {"x": b"1"})
    trees.write(places.destination, {"x/y": b"2"})
    document = places.run(places.tree())
    assert document["fatal_error"]["code"] == "IS_A_DIRECTORY", document
    assert trees.read(places.destination) == {"x/y": b"2"}


@pytest.fixture
def small_disk(places: Places) -> Iterator[None]:
    """A file system of one megabyte at the destination; more room when it is unmounted."""
    places.destination.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(places.destination)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small file system is not permitted here")
    yield
    subprocess.run(["umount", str(places.destination)], check=False, capture_output=True)


@pytest.mark.usefixtures("small_disk")
def test_a_full_disk_is_waited_for_or_not(places: Places) -> None:
    trees.write(places.source, {"big": b"b" * 2_000_000})
    failed = places.run(places.tree(fail_on_quota_errors=True))
    assert (failed["status"], failed["fatal_error"]["code"]) == ("FAILED", "NO_SPACE_LEFT")
    task_id = places.client.submit_transfer(places.tree())["task_id"]
    while places.client.get_task(task_id)["nice_status"] != "NO_SPACE_LEFT":
        time.sleep(0.01)
    subprocess.run(["umount", str(places.destination)], check=True)
    assert places.client.task_wait(task_id, timeout=60, polling_interval=1)
    assert places.client.get_task(task_id)["status"] == "SUCCEEDED"


def test_deletion_by_patterns(places: Places) -> None:
    trees.write(places.source, {"a.tmp": b"1", "b.tmp": b"2", ".c.tmp": b"3", "d/e.tmp": b"4"})

    def deleted(path: str, **options: bool) -> dict[str, Any]:
        data = DeleteData(places.services.collections[0]["id"], interpret_globs=True)
        data.update(options)
        data.add_item(f"/{places.name}/{path}")
        document = finished(places.client, data).data
        assert isinstance(document, dict)
        return document

    document = deleted("*.tmp")
    assert (document["status"], document["files_transferred"]) == ("SUCCEEDED", 2)
    assert trees.read(places.source) == {".c.tmp": b"3", "d/e.tmp": b"4"}
    assert deleted("*.tmp")["fatal_error"]["code"] == "FILE_NOT_FOUND"
    assert deleted("*.tmp", ignore_missing=True)["status"] == "SUCCEEDED"
    assert deleted("[d]", recursive=True)["status"] == "SUCCEEDED"
    assert trees.read(places.source) == {".c.tmp": b"3"}
