"""``armillary ls``, ``cp``, ``transfer`` and ``task`` on real services, as one types them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from armillary.cli.tutorial.signin import authorization_code
from tests.e2e.services import Services
from tests.e2e.terminal import converse

ARMILLARY = (sys.executable, "-m", "armillary.cli")
DATA = "/share/godata/"


@dataclass
class CommandLine:
    """The command as the person at this home directory runs it."""

    services: Services
    home: Path
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        given = self.services.client_environment()
        return {**given, "HOME": str(self.home), "NO_COLOR": "1", **self.variables}

    def try_run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*ARMILLARY, *arguments],
            capture_output=True,
            text=True,
            env=self.environment,
            timeout=120,
        )

    def run(self, *arguments: str) -> str:
        """What it printed."""
        done = self.try_run(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def document(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json"))

    def log_in(self) -> str:
        return converse([*ARMILLARY, "login"], self.environment, self._code)

    def _code(self, url: str) -> str:
        demo = self.services.state["demo"]
        return authorization_code(url, demo["username"], demo["password"])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def armillary(services: Services, home: Path) -> Iterator[CommandLine]:
    """Somebody who is logged in."""
    command = CommandLine(services, home)
    assert "You are logged in" in command.log_in()
    yield command
    assert "logged out" in command.run("logout")
    assert command.try_run("ls").returncode == 4


@pytest.fixture(scope="module")
def source(services: Services) -> str:
    return str(services.collections[0]["id"])


@pytest.fixture(scope="module")
def destination(services: Services) -> str:
    return str(services.collections[1]["id"])


def folder(services: Services, number: int) -> Path:
    return Path(services.collections[number]["path"])


def test_nobody_is_logged_in_at_first(services: Services, tmp_path: Path) -> None:
    refused = CommandLine(services, tmp_path).try_run("ls")
    assert refused.returncode == 4
    assert "armillary login" in refused.stderr
    assert refused.stdout == ""


def test_a_login_is_kept_and_private(armillary: CommandLine, home: Path) -> None:
    assert "already" in armillary.run("login")
    (stored,) = home.rglob("tokens-*.json")
    assert stored.stat().st_mode & 0o077 == 0


def test_collections_and_directories_are_listed(
    armillary: CommandLine, services: Services, source: str
) -> None:
    assert all(c["id"] in armillary.run("ls") for c in services.collections)
    names = ["file1.txt", "file2.txt", "file3.txt"]
    assert armillary.run("ls", f"{source}:{DATA}").split() == names
    by_name = services.collections[0]["display_name"]
    assert armillary.run("ls", f"{by_name}:{DATA}").split() == names
    listing = armillary.document("ls", f"{source}:{DATA}", "--filter", "file2.txt")
    assert [entry["name"] for entry in listing["DATA"]] == ["file2.txt"]
    (first, *_) = armillary.run("ls", "-l", f"{source}:{DATA}").splitlines()[1:]
    assert first.endswith("file1.txt")
    assert " B " in first


def test_files_are_copied(
    armillary: CommandLine, services: Services, source: str, destination: str
) -> None:
    said = armillary.run(
        *("cp", f"{source}:{DATA}file1.txt", f"{source}:{DATA}file2.txt"),
        *(f"{destination}:/typed/", "--label", "typed"),
    )
    assert "Moved 2 files" in said
    sent, arrived = folder(services, 0) / DATA.strip("/"), folder(services, 1) / "typed"
    for name in ("file1.txt", "file2.txt"):
        assert (arrived / name).read_bytes() == (sent / name).read_bytes()
    listed = armillary.document("task", "list", "--status", "succeeded")["DATA"]
    assert listed[0]["label"] == "typed"


def test_a_task_is_submitted_shown_and_waited_for(
    armillary: CommandLine, source: str, destination: str
) -> None:
    task = armillary.run("transfer", "-r", f"{source}:{DATA}", f"{destination}:/whole/").strip()
    assert task in armillary.run("task", "wait", task)
    shown = armillary.run("task", "show", task)
    assert "SUCCEEDED" in shown
    assert "3 of 3" in shown
    assert "SUCCEEDED" in armillary.run("task", "show", "--events", task)
    assert armillary.document("task", "show", task)["files_transferred"] == 3
    assert task in armillary.run("task", "list")
    assert "complete" in armillary.run("task", "cancel", task)
    refused = armillary.try_run("task", "resume", task)
    assert (refused.returncode, "does not wait for you" in refused.stderr) == (1, True)


def test_what_is_there_already_is_left_out(
    armillary: CommandLine, services: Services, source: str, destination: str
) -> None:
    again = ("cp", "-r", "--sync", "checksum", f"{source}:{DATA}", f"{destination}:/synced/")
    sent = sum(p.stat().st_size for p in (folder(services, 0) / DATA.strip("/")).iterdir())
    first = armillary.document(*again)
    assert first["bytes_total"] == first["bytes_transferred"] == sent
    said = armillary.run(*again)
    assert "Moved 0 files" in said
    assert "3 up to date" in said
    second = armillary.document(*again)
    assert (second["bytes_total"], second["files_skipped"]) == (0, 3)


def test_a_failure_says_why_and_what_to_do(
    armillary: CommandLine, source: str, destination: str
) -> None:
    failed = armillary.try_run("cp", f"{source}:/not/there", f"{destination}:/nowhere")
    assert failed.returncode == 1
    assert "/not/there" in failed.stderr
    assert "armillary task show --events" in failed.stderr


def test_waiting_ends_when_it_takes_too_long(
    services: Services, armillary: CommandLine, source: str, destination: str
) -> None:
    rule = {"endpoint_id": destination, "message": "later", "pause_task_transfer_write": True}
    with services.transfer_client() as client:
        rule_id = client.endpoint_manager_create_pause_rule(rule)["id"]
        late = armillary.try_run(
            "cp", "-r", f"{source}:{DATA}", f"{destination}:/late/", "--timeout", "0", "--json"
        )
        client.endpoint_manager_delete_pause_rule(rule_id)
    assert late.returncode == 3
    task = json.loads(late.stdout)["task_id"]
    assert armillary.document("task", "wait", task)["status"] == "SUCCEEDED"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("cp", "a:/x"), "at least one source"),
        (("cp", "a:/x", "b:/y", "c:/z/"), "one collection"),
        (("cp", "a:/x", "a:/y", "c:/z"), "slash"),
        (("cp", "a", "c:/z"), "need a path"),
        (("ls", ":/x"), "names no collection"),
        (("ls", "no such collection:/"), "is called 'no such collection'"),
        (("task", "show", "x"), "not a valid UUID"),
        (("cp", "a:/x", "b:/y", "--sync", "date"), "'date' is not one of"),
    ],
)
def test_wrong_calls_are_explained(
    armillary: CommandLine, arguments: tuple[str, ...], why: str
) -> None:
    wrong = armillary.try_run(*arguments)
    assert wrong.returncode == 2
    assert why in wrong.stderr
    assert "Traceback" not in wrong.stderr


def test_what_is_not_there_is_told(armillary: CommandLine) -> None:
    unknown = "00000000-0000-4000-8000-000000000000"
    for arguments in (("task", "show", unknown), ("ls", f"{unknown}:/")):
        missing = armillary.try_run(*arguments)
        assert missing.returncode == 1
        assert unknown in missing.stderr


def test_services_that_do_not_answer_are_told(armillary: CommandLine) -> None:
    nowhere = {"GLOBUS_SDK_SERVICE_URL_TRANSFER": "http://127.0.0.1:9/"}
    away = CommandLine(
        armillary.services,
        armillary.home,
        {**nowhere, "ARMILLARY_CLIENT_ID": "x", "ARMILLARY_CLIENT_SECRET": "y"},
    )
    refused = away.try_run("ls")
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
