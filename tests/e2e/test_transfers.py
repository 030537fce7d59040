"""Transfers and deletions between real nodes, compared byte by byte."""

from __future__ import annotations

import filecmp
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from globus_sdk import DeleteData, TransferClient, TransferData
from globus_sdk.response import GlobusHTTPResponse
from tests.e2e.services import Services


@pytest.fixture(scope="module")
def transfer(services: Services) -> Iterator[TransferClient]:
    with services.transfer_client() as client:
        yield client


@pytest.fixture
def source(services: Services, tmp_path: Path) -> Path:
    """A directory of its own for each test in the first collection."""
    folder = Path(services.collections[0]["path"]) / tmp_path.name
    folder.mkdir()
    return folder


@pytest.fixture
def destination(services: Services, source: Path) -> Path:
    return Path(services.collections[1]["path"]) / source.name


def new_transfer(
    services: Services,
    *,
    verify_checksum: bool = False,
    preserve_timestamp: bool = False,
    skip_source_errors: bool = False,
) -> TransferData:
    source, destination = (collection["id"] for collection in services.collections)
    return TransferData(
        source,
        destination,
        verify_checksum=verify_checksum,
        preserve_timestamp=preserve_timestamp,
        skip_source_errors=skip_source_errors,
    )


def finished(client: TransferClient, data: TransferData | DeleteData) -> GlobusHTTPResponse:
    """Submit and wait; the task's document."""
    submit = client.submit_delete if isinstance(data, DeleteData) else client.submit_transfer
    task_id = submit(data)["task_id"]
    deadline = time.monotonic() + 60
    while (task := client.get_task(task_id))["status"] == "ACTIVE":
        assert time.monotonic() < deadline, task
        time.sleep(0.02)
    return task


def assert_same_tree(left: Path, right: Path) -> None:
    comparison = filecmp.dircmp(left, right)
    assert (comparison.left_only, comparison.right_only) == ([], [])
    assert comparison.funny_files == []
    for name in comparison.common_files:
        assert (left / name).read_bytes() == (right / name).read_bytes()
    for name in comparison.common_dirs:
        assert_same_tree(left / name, right / name)


def write_tree(folder: Path) -> None:
    """Small and big files, empty ones, empty directories, unusual names."""
    (folder / "empty directory").mkdir()
    (folder / "a" / "b" / "c").mkdir(parents=True)
    (folder / "empty").touch()
    (folder / "big").write_bytes(os.urandom(5_000_001))
    for name in ("ünïcode ☃", "new\nline", "-dash", "quo'te\"", "x" * 255, "%41", ".hidden"):
        (folder / "a" / name).write_bytes(name.encode())
    Path(os.fsdecode(bytes(folder / "a") + b"/caf\xe9")).write_bytes(b"not UTF-8")
    for number in range(1200):
        (folder / "a" / "b" / f"f{number}").write_bytes(b"%d" % number * (number % 50))


def test_the_owner_is_told_by_mail_that_it_succeeded(
    services: Services, transfer: TransferClient, source: Path, destination: Path
) -> None:
    (source / "file").write_bytes(b"content")
    data = new_transfer(services)
    data.add_item(f"/{source.name}", f"/{destination.name}", recursive=True)
    task_id = finished(transfer, data)["task_id"]
    folder = services.data_dir / "mail" / "notifications"
    deadline = time.monotonic() + 60
    while not (told := [p for p in folder.glob("*.eml") if task_id in p.read_text()]):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    (mail,) = told
    assert f"To: {services.state['demo']['username']}\n" in mail.read_text()
    assert "Subject: Task SUCCEEDED: " in mail.read_text()
    assert mail.stat().st_mode & 0o777 == 0o600


def test_a_tree_arrives_whole(
    transfer: TransferClient, services: Services, source: Path, destination: Path
) -> None:
    write_tree(source)
    data = new_transfer(services, preserve_timestamp=True)
    data.add_item(f"/{source.name}", f"/{source.name}", recursive=True)
    task = finished(transfer, data)
    assert (task["status"], task["faults"]) == ("SUCCEEDED", 0), task["fatal_error"]
    assert_same_tree(source, destination)
    listed = {
        entry["name"]: entry.get("name_is_escaped", False)
        for entry in transfer.operation_ls(services.collections[1]["id"], path=f"/{source.name}/a")
    }
    assert {"ünïcode ☃", "new\nline", "caf%E9", ".hidden", "%41"} <= listed.keys()
    assert [name for name, escaped in listed.items() if escaped] == ["caf%E9"]
    files = [path for path in source.rglob("*") if path.is_file()]
    assert (task["files"], task["files_transferred"]) == (len(files), len(files))
    assert task["directories"] == 1 + sum(path.is_dir() for path in source.rglob("*"))
    assert task["bytes_transferred"] == sum(path.stat().st_size for path in files)
    for path in files:
        copy = destination / path.relative_to(source)
        assert int(copy.stat().st_mtime) == int(path.stat().st_mtime)
        assert copy.stat().st_mode == path.stat().st_mode


def test_several_items_each_go_where_they_should(
    transfer: TransferClient, services: Services, source: Path, destination: Path
) -> None:
    (source / "one").write_bytes(b"1")
    (source / "two").write_bytes(b"2")
    destination.mkdir()
    data = new_transfer(services)
    data.add_item(f"/{source.name}/one", f"/{source.name}/eins")
    data.add_item(f"/~/{source.name}/two", f"{source.name}/zwei")
    assert finished(transfer, data)["status"] == "SUCCEEDED"
    assert {path.name: path.read_bytes() for path in destination.iterdir()} == {
        "eins": b"1",
        "zwei": b"2",
    }


def test_a_file_is_replaced_in_one_step(
    transfer: TransferClient, services: Services, source: Path, destination: Path
) -> None:
    (source / "file").write_bytes(b"new")
    destination.mkdir()
    (destination / "file").write_bytes(b"old and longer")
    data = new_transfer(services, verify_checksum=True)
    data.add_item(f"/{source.name}/file", f"/{source.name}/file")
    assert finished(transfer, data)["status"] == "SUCCEEDED"
    assert [path.name for path in destination.iterdir()] == ["file"]
    assert (destination / "file").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("kind", "recursive", "code"),
    [("directory", False, "IS_A_DIRECTORY"), ("file", True, "NOT_A_DIRECTORY")],
)
def test_a_source_of_the_wrong_kind(
    transfer: TransferClient,
    services: Services,
    source: Path,
    kind: str,
    recursive: bool,
    code: str,
) -> None:
    (source / "directory").mkdir()
    (source / "file").touch()
    data = new_transfer(services)
    data.add_item(f"/{source.name}/{kind}", "/elsewhere", recursive=recursive)
    task = finished(transfer, data)
    assert (task["status"], task["fatal_error"]["code"]) == ("FAILED", code)
    assert f"/{source.name}/{kind}" in task["fatal_error"]["description"]


def test_missing_files_are_skipped_where_that_was_asked_for(
    transfer: TransferClient, services: Services, source: Path, destination: Path
) -> None:
    (source / "there").write_bytes(b"x")
    destination.mkdir()
    data = new_transfer(services, skip_source_errors=True)
    for name in ("there", "not there"):
        data.add_item(f"/{source.name}/{name}", f"/{source.name}/{name}")
    task = finished(transfer, data)
    assert (task["status"], task["subtasks_skipped_errors"]) == ("SUCCEEDED", 1)
    assert [path.name for path in destination.iterdir()] == ["there"]


def test_something_in_the_way_ends_the_task_with_a_sentence(
    transfer: TransferClient, services: Services, source: Path, destination: Path
) -> None:
    (source / "d").mkdir()
    (source / "d" / "file").write_bytes(b"x")
    destination.mkdir()
    (destination / "d").write_bytes(b"a file where a directory should be")
    data = new_transfer(services)
    data.add_item(f"/{source.name}/d", f"/{source.name}/d", recursive=True)
    task = finished(transfer, data)
    assert task["status"] == "FAILED"
    assert task["fatal_error"]["code"] in ("EXISTS", "NOT_A_DIRECTORY")
    assert (destination / "d").read_bytes() == b"a file where a directory should be"


def test_cancel_stops_the_nodes_and_leaves_no_file(
    transfer: TransferClient, services: Services, source: Path, destination: Path
) -> None:
    with open(source / "big", "wb") as file:
        os.posix_fallocate(file.fileno(), 0, 4 << 30)
    destination.mkdir()
    data = new_transfer(services)
    data.add_item(f"/{source.name}/big", f"/{source.name}/big")
    task_id = transfer.submit_transfer(data)["task_id"]
    while transfer.get_task(task_id)["bytes_transferred"] == 0:
        time.sleep(0.01)
    assert transfer.cancel_task(task_id)["code"] == "CancelAccepted"
    deadline = time.monotonic() + 10
    while (task := transfer.get_task(task_id))["status"] == "ACTIVE":
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert (task["status"], task["fatal_error"]["code"]) == ("FAILED", "CANCELED")
    assert task["bytes_transferred"] < 4 << 30
    assert list(destination.iterdir()) == []
    assert "CANCELED" in [event["code"] for event in transfer.task_event_list(task_id)]


def test_delete(transfer: TransferClient, services: Services, source: Path) -> None:
    collection = services.collections[0]["id"]
    write_tree(source)
    keep = source.parent / f"{source.name}-kept"
    keep.mkdir()

    def delete(
        path: str, *, recursive: bool = False, ignore_missing: bool = False
    ) -> GlobusHTTPResponse:
        data = DeleteData(collection, recursive=recursive, ignore_missing=ignore_missing)
        data.add_item(path)
        return finished(transfer, data)

    refused = delete(f"/{source.name}", recursive=False)
    assert (refused["status"], refused["fatal_error"]["code"]) == ("FAILED", "IS_A_DIRECTORY")
    assert delete(f"/{source.name}/empty", recursive=False)["status"] == "SUCCEEDED"
    assert not (source / "empty").exists()
    assert delete(f"/{source.name}", recursive=True)["status"] == "SUCCEEDED"
    assert not source.exists()
    assert keep.exists()
    gone = delete(f"/{source.name}", recursive=True)
    assert (gone["status"], gone["fatal_error"]["code"]) == ("FAILED", "FILE_NOT_FOUND")
    assert delete(f"/{source.name}", ignore_missing=True)["status"] == "SUCCEEDED"


def test_the_same_submission_many_times_is_one_task(
    transfer: TransferClient, services: Services, source: Path, destination: Path
) -> None:
    (source / "file").write_bytes(b"x")
    destination.mkdir()
    data = new_transfer(services)
    data["submission_id"] = transfer.get_submission_id()["value"]
    data.add_item(f"/{source.name}/file", f"/{source.name}/file")
    tasks = {transfer.submit_transfer(data)["task_id"] for _ in range(10)}
    assert len(tasks) == 1
    assert transfer.task_wait(tasks.pop(), timeout=20, polling_interval=1)
