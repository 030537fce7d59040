"""Sharing and managing a collection with the official clients, on real services and real files."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from globus_sdk import ConfidentialAppAuthClient
from tests.e2e.command_line import CommandLine
from tests.e2e.services import Services

ROOT = Path(__file__).parents[2]
OFFICIAL = str(ROOT / ".venvs/official-4/bin/python")
TRANSFER_ALL = "urn:globus:auth:scope:transfer.api.globus.org:all"


@pytest.fixture
def shared(services: Services) -> Path:
    """A directory to share, with a link that leads out of it to one that is not."""
    root = Path(services.collections[1]["path"])
    folder = root / "shared"
    folder.mkdir(exist_ok=True)
    (root / "private").mkdir(exist_ok=True)
    (root / "private" / "secret.txt").write_text("secret")
    (folder / "open.txt").write_text("open")
    if not (folder / "way-out").is_symlink():
        (folder / "way-out").symlink_to("../private")
    return folder


def guest_token(services: Services, machine: CommandLine) -> str:
    client_id = machine.variables["GLOBUS_CLI_CLIENT_ID"]
    secret = machine.variables["GLOBUS_CLI_CLIENT_SECRET"]
    base_url = services.state["env"]["GLOBUS_SDK_SERVICE_URL_AUTH"]
    with ConfidentialAppAuthClient(client_id, secret, base_url=base_url) as client:
        tokens = client.oauth2_client_credentials_tokens(requested_scopes=TRANSFER_ALL)
    token: str = tokens.by_resource_server["transfer.api.globus.org"]["access_token"]
    return token


def test_the_official_library(services: Services, machine: CommandLine, shared: Path) -> None:
    given = {
        "token": services.access_token(),
        "guest_token": guest_token(services, machine),
        "guest": machine.variables["GLOBUS_CLI_CLIENT_ID"],
        "collection": services.collections[1]["id"],
    }
    done = subprocess.run(
        [OFFICIAL, "tests/clients/transfer_manager.py"],
        cwd=ROOT,
        env=services.client_environment(),
        input=json.dumps(given) + "\n",
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    rule = told["sharing"].pop("rule")
    denied = "403 PermissionDenied"
    assert told["sharing"] == {
        "before": denied,
        "listed": ["open.txt", "way-out"],
        "outside": denied,
        "by a link": told["sharing"]["by a link"],
        "owner by it": ["secret.txt"],
        "mkdir": denied,
        "delete": denied,
        "shared with me": [given["collection"]],
        "mkdir allowed": "DirectoryCreated",
        "by my own link": told["sharing"]["by my own link"],
        "copied": "SUCCEEDED",
        "copied by a link": "FAILED",
        "removed": "SUCCEEDED",
    }
    for way in ("by a link", "by my own link"):
        assert told["sharing"][way] != "no error", told
    assert (shared / "new" / "copy.txt").read_text() == "open"
    assert not (shared / "new" / "stolen.txt").exists()
    assert told["managing"] == {
        "is_paused": True,
        "pause_info": ["tape robot"],
        "monitored": True,
        "paused tasks": True,
        "after": "SUCCEEDED",
        "events": ["PAUSED", "UNPAUSED", "STARTED", "SUCCEEDED"],
        "cancelled": ["wait", True, "FAILED", "enough"],
        "lost": "ACL_CHANGED",
        "foreign": "404 TaskNotFound",
    }
    assert rule


def test_the_official_command_line(
    globus: CommandLine,
    machine: CommandLine,
    services: Services,
    shared: Path,
) -> None:
    collection = services.collections[1]["id"]
    robot = machine.variables["GLOBUS_CLI_CLIENT_ID"]
    permissions(globus, machine, collection, robot)
    roles(globus, machine, collection, robot)
    bookmarks(globus, collection)
    found = globus.document("endpoint", "search", "armillary tutorial")
    assert collection in [each["id"] for each in found["DATA"]]
    tasks(globus, collection)


def owned(globus: CommandLine) -> CommandLine:
    """The same person's command line, without the variables of the machine."""
    return CommandLine(globus.services, globus.home)


def permissions(mine: CommandLine, robots: CommandLine, collection: str, robot: str) -> None:
    mine = owned(mine)
    place = f"{collection}:/shared/"
    assert robots.try_run("ls", place).returncode != 0
    made = mine.document(
        *("endpoint", "permission", "create", place),
        *("--permissions", "r", "--identity", robot, "--notify-email", "r@example.org"),
        *("--expiration-date", "2099-01-01T00:00:00"),
    )
    rule = made["access_id"]
    assert "open.txt" in robots.run("ls", place).split()
    assert rule in mine.run("endpoint", "permission", "list", collection)
    shown = mine.document("endpoint", "permission", "show", collection, rule)
    assert shown["expiration_date"] == "2099-01-01T00:00:00+00:00"
    mine.run("endpoint", "permission", "update", collection, rule, "--permissions", "rw")
    robots.run("mkdir", f"{place}by-robot")
    mine.run("endpoint", "permission", "delete", collection, rule)
    assert robots.try_run("ls", place).returncode != 0


def roles(mine: CommandLine, robots: CommandLine, collection: str, robot: str) -> None:
    mine = owned(mine)
    created = mine.document(
        *("endpoint", "role", "create", collection),
        *("--role", "activity_monitor", "--identity", robot),
    )
    assert created["id"] in json.dumps(mine.document("endpoint", "role", "list", collection))
    shown = mine.document("endpoint", "role", "show", collection, created["id"])
    assert shown["role"] == "activity_monitor"
    monitored = "/v0.10/endpoint_manager/monitored_endpoints"
    assert collection in robots.run("api", "transfer", "GET", monitored)
    mine.run("endpoint", "role", "delete", collection, created["id"])
    assert collection not in robots.run("api", "transfer", "GET", monitored)


def bookmarks(mine: CommandLine, collection: str) -> None:
    mine = owned(mine)
    mine.run("bookmark", "create", f"{collection}:/shared/", "work")
    assert "work" in mine.run("bookmark", "list")
    assert mine.run("bookmark", "show", "work").strip() == f"{collection}:/shared/"
    mine.run("bookmark", "rename", "work", "play")
    assert mine.document("bookmark", "show", "play")["path"] == "/shared/"
    mine.run("bookmark", "delete", "play")
    assert "play" not in mine.run("bookmark", "list")


def tasks(mine: CommandLine, collection: str) -> None:
    mine = owned(mine)
    pause = {"endpoint_id": collection, "message": "robot", "pause_task_transfer_read": True}
    rules = "/v0.10/endpoint_manager/pause_rule"
    made = mine.document("api", "transfer", "POST", rules, "--body", json.dumps(pause))
    paths = (f"{collection}:/shared/open.txt", f"{collection}:/shared/again.txt")
    task = mine.document("transfer", *paths, "--label", "before")["task_id"]
    assert "robot" in mine.run("task", "pause-info", task)
    mine.run("task", "update", task, "--label", "after", "--deadline", "2099-01-01 00:00:00")
    listed = mine.document("task", "list", "--filter-label", "aft*", "--filter-status", "ACTIVE")
    assert [each["task_id"] for each in listed["DATA"]] == [task]
    assert listed["DATA"][0]["deadline"] == "2099-01-01T00:00:00+00:00"
    mine.run("api", "transfer", "DELETE", f"{rules}/{made['id']}")
    mine.run("task", "wait", task, "--timeout", "60")
    assert "is not paused" in mine.run("task", "pause-info", task)
