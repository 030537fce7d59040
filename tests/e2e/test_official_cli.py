"""The official command line on real services: what a person does with it, from login to logout."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from armillary.cli.tutorial.signin import authorization_code
from tests.e2e.services import Services
from tests.e2e.terminal import converse

GLOBUS = str(Path(__file__).parents[2] / ".venvs/official-cli/bin/globus")
# How it exits when one has to log in first.
LOGIN_NEEDED = 4


@dataclass
class CommandLine:
    """`globus` as the person at this home directory runs it.

    :param home: where it keeps its tokens
    """

    services: Services
    home: Path

    @property
    def environment(self) -> dict[str, str]:
        return {**self.services.client_environment(), "HOME": str(self.home)}

    def try_run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [GLOBUS, *arguments], capture_output=True, text=True, env=self.environment, timeout=120
        )

    def run(self, *arguments: str) -> str:
        """What it printed."""
        done = self.try_run(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def document(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--format", "json"))

    def sign_in(self, *arguments: str) -> str:
        """Run a command that prints a URL and waits for the code; what it printed."""
        command = [GLOBUS, *arguments, "--no-local-server"]
        return converse(command, self.environment, self._code)

    def _code(self, url: str) -> str:
        demo = self.services.state["demo"]
        return authorization_code(url, demo["username"], demo["password"])


@pytest.fixture
def stranger(services: Services, tmp_path: Path) -> CommandLine:
    """A command line that nobody has logged in with."""
    home = tmp_path / "home"
    home.mkdir()
    return CommandLine(services, home)


@pytest.fixture
def globus(stranger: CommandLine) -> CommandLine:
    """The demo user's command line."""
    assert "successfully logged in" in stranger.sign_in("login")
    return stranger


def test_nobody_is_logged_in_at_first(stranger: CommandLine) -> None:
    refused = stranger.try_run("whoami")
    assert refused.returncode == LOGIN_NEEDED
    assert "globus login" in refused.stderr


def test_it_knows_who_logged_in(globus: CommandLine, services: Services) -> None:
    username = services.state["demo"]["username"]
    assert globus.run("whoami").strip() == username
    (linked,) = globus.document("whoami", "--linked-identities")
    assert (linked["username"], linked["name"]) == (username, "Demo User")
    (found,) = globus.document("get-identities", username)["identities"]
    assert found["id"] == linked["sub"]
    assert username in globus.run("session", "show")
    assert list(globus.document("session", "show")["authentications"]) == [linked["sub"]]
    assert "already logged in" in globus.run("login", "--no-local-server")


def test_it_moves_files(globus: CommandLine, services: Services) -> None:
    source, target = services.collections
    search = globus.document("endpoint", "search", "--filter-scope", "my-endpoints")
    assert {source["id"], target["id"]} <= {found["id"] for found in search["DATA"]}
    assert "file1.txt" in globus.run("ls", f"{source['id']}:/share/godata/").split()
    paths = f"{source['id']}:/share/godata/", f"{target['id']}:/by-official-cli/"
    task_id = globus.document("transfer", *paths, "--recursive")["task_id"]
    globus.run("task", "wait", task_id, "--timeout", "60")
    assert globus.document("task", "show", task_id)["status"] == "SUCCEEDED"
    moved = Path(target["path"]) / "by-official-cli"
    original = Path(source["path"]) / "share" / "godata"
    assert contents(moved) == contents(original)
    listed = globus.run("ls", f"{target['id']}:/by-official-cli/").split()
    assert sorted(listed) == sorted(contents(original))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("whom", ["--all", "by username"])
def test_a_session_is_renewed(globus: CommandLine, services: Services, whom: str) -> None:
    before = auth_time(globus)
    identity = whom if whom == "--all" else services.state["demo"]["username"]
    assert "successfully updated" in globus.sign_in("session", "update", identity)
    assert auth_time(globus) > before
    globus.run("endpoint", "search", "--filter-scope", "my-endpoints")


def auth_time(globus: CommandLine) -> int:
    (authentication,) = globus.document("session", "show")["authentications"].values()
    when: int = authentication["auth_time"]
    return when


def test_after_logout_its_tokens_are_worth_nothing(globus: CommandLine, tmp_path: Path) -> None:
    thief = CommandLine(globus.services, tmp_path / "copied")
    shutil.copytree(globus.home, thief.home)
    assert thief.run("whoami")
    assert "logged out" in globus.run("logout", "--yes")
    assert globus.try_run("whoami").returncode == LOGIN_NEEDED
    assert thief.try_run("whoami").returncode == LOGIN_NEEDED
    assert thief.try_run("ls", globus.services.collections[0]["id"]).returncode == LOGIN_NEEDED
