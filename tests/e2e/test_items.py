"""What became of each file: lists of what was transferred and what was left out."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from globus_sdk import DeleteData, TransferAPIError, TransferClient
from tests.e2e import trees
from tests.e2e.command_line import CommandLine
from tests.e2e.services import Services
from tests.e2e.test_options import Places
from tests.e2e.test_transfers import finished


@pytest.fixture(scope="module")
def transfer(services: Services) -> Iterator[TransferClient]:
    with services.transfer_client() as client:
        yield client


@pytest.fixture
def places(services: Services, transfer: TransferClient, tmp_path: Path) -> Places:
    return Places(services, transfer, tmp_path.name)


def listed(client: TransferClient, task_id: str) -> list[dict[str, object]]:
    return list(client.paginated.task_successful_transfers(task_id).items())


def test_each_file_is_listed_once_with_its_checksum(places: Places) -> None:
    contents = {f"d{n % 7}/f{n}": b"%d" % n for n in range(2100)}
    contents["big"] = os.urandom(3_000_000)
    trees.write(places.source, contents)
    data = places.tree(verify_checksum=True)
    data["DATA"][0]["checksum_algorithm"] = "SHA256"
    document = places.run(data)
    assert document["bytes_checksummed"] == sum(map(len, contents.values()))
    first = places.client.task_successful_transfers(document["task_id"])
    assert (first["marker"], first["next_marker"], len(first["DATA"])) == (0, 1000, 1000)
    rows = {row["source_path"]: row for row in listed(places.client, document["task_id"])}
    assert rows.keys() == {f"/{places.name}/{name}" for name in contents}
    for name, content in contents.items():
        row = rows[f"/{places.name}/{name}"]
        assert row == {
            "DATA_TYPE": "successful_transfer",
            "source_path": f"/{places.name}/{name}",
            "destination_path": f"/{places.name}/{name}",
            "size": len(content),
            "checksum": hashlib.sha256(content).hexdigest(),
            "checksum_algorithm": "sha256",
        }
    assert len(listed(places.client, document["task_id"])) == len(contents)
    assert places.client.task_skipped_errors(document["task_id"])["DATA"] == []


def test_what_is_skipped_says_why(places: Places) -> None:
    trees.write(places.source, {"a": b"1", "lost": trees.Link("nowhere")})
    data = places.tree(skip_source_errors=True, recursive_symlinks="copy")
    data.add_item(f"/{places.name}/missing", f"/{places.name}/missing")
    document = places.run(data)
    found = list(places.client.paginated.task_skipped_errors(document["task_id"]).items())
    assert [(row["error_code"], row["source_path"], row["is_symlink"]) for row in found] == [
        ("INVALID_SYMLINK", f"/{places.name}/lost", True),
        ("FILE_NOT_FOUND", f"/{places.name}/missing", False),
    ]
    assert all(row["error_details"] and row["error_time"] for row in found)
    assert document["subtasks_skipped_errors"] == 2


def test_the_official_command_line_shows_both(places: Places, tmp_path: Path) -> None:
    trees.write(places.source, {"a": b"1"})
    data = places.tree(skip_source_errors=True)
    data.add_item(f"/{places.name}/missing", f"/{places.name}/missing")
    task_id = places.run(data)["task_id"]
    home = tmp_path / "home"
    home.mkdir()
    globus = CommandLine(places.services, home)
    globus.sign_in("login")
    (row,) = globus.document("task", "show", "-t", task_id)["DATA"]
    assert row["destination_path"] == f"/{places.name}/a"
    assert f"/{places.name}/a" in globus.run("task", "show", "-t", task_id)
    assert "FILE_NOT_FOUND" in globus.run("task", "show", "--skipped-errors", task_id)
    # and it asks for options in its own words
    trees.write(places.source, {"b.tmp": b"2", "c": b"3"})
    trees.write(places.destination, {"extra": b"4"})
    ends = [f"{c['id']}:/{places.name}" for c in places.services.collections]
    options = ["--recursive", "--sync-level", "checksum", "--delete", "--exclude", "*.tmp"]
    task_id = globus.document("transfer", *ends, *options)["task_id"]
    globus.run("task", "wait", task_id, "--timeout", "60")
    assert trees.read(places.destination) == {"a": b"1", "c": b"3"}
    shown = globus.document("task", "show", task_id)
    assert (shown["sync_level"], shown["files_skipped"]) == (3, 1)
    assert shown["filter_rules"][0]["name"] == "*.tmp"


def test_deletions_and_others_tasks_have_no_list(places: Places) -> None:
    data = DeleteData(places.services.collections[0]["id"], ignore_missing=True)
    data.add_item(f"/{places.name}/nothing")
    task_id = finished(places.client, data)["task_id"]
    for read in (places.client.task_successful_transfers, places.client.task_skipped_errors):
        with pytest.raises(TransferAPIError) as raised:
            read(task_id)
        assert (raised.value.http_status, raised.value.code) == (409, "NotSupported")


def worker_of(services: Services) -> int:
    """The process id of the services' worker."""
    parent = services.process.pid
    for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        if "worker" in Path(f"/proc/{pid}/cmdline").read_text().split("\0"):
            return int(pid)
    raise AssertionError("no worker runs")


def test_a_killed_worker_neither_loses_nor_doubles_a_row(places: Places) -> None:
    names = {f"d{n % 50}/f{n}": b"%d" % n for n in range(8000)}
    trees.write(places.source, names)
    task_id = places.client.submit_transfer(places.tree())["task_id"]
    for share in (0, 2000):
        while places.client.get_task(task_id)["files_transferred"] <= share:
            time.sleep(0.005)
        os.kill(worker_of(places.services), signal.SIGKILL)
    assert places.client.task_wait(task_id, timeout=60, polling_interval=1)
    document = places.client.get_task(task_id)
    assert (document["status"], document["files_transferred"]) == ("SUCCEEDED", 8000)
    rows = [row["source_path"] for row in listed(places.client, task_id)]
    assert len(rows) == 8000
    assert set(rows) == {f"/{places.name}/{name}" for name in names}
    assert (
        subprocess.run(["diff", "-r", places.source, places.destination], check=False).returncode
        == 0
    )
