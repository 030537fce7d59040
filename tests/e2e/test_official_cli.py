"""The official command line on real services: what a person does with it, from login to logout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.armillary.auth.browser import Browser
from tests.armillary.node.conftest import eventually
from tests.e2e.command_line import GLOBUS, CommandLine
from tests.e2e.services import Services

# How it exits when one has to log in first.
LOGIN_NEEDED = 4


def test_nobody_is_logged_in_at_first(stranger: CommandLine) -> None:
    refused = stranger.try_run("whoami")
    assert refused.returncode == LOGIN_NEEDED
    assert "globus login" in refused.stderr


def test_a_browser_brings_the_code_to_it(stranger: CommandLine, tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    os.mkfifo(opened)
    stranger.variables["BROWSER"] = f"""sh -c 'echo "$0" > {opened}' %s"""
    with subprocess.Popen(
        [GLOBUS, "login"], env=stranger.environment, stdout=subprocess.PIPE, text=True
    ) as process:
        requests.get(allowed(stranger.services, opened.read_text().strip()))
        printed, _ = process.communicate(timeout=60)
    assert process.returncode == 0, printed
    assert stranger.run("whoami").strip() == stranger.services.state["demo"]["username"]


def allowed(services: Services, url: str) -> str:
    """Sign in and allow what the page asks; where the browser is sent then."""
    demo = services.state["demo"]
    browser = Browser(services.base_url)
    browser.open(url)
    browser.sign_in(demo["username"], demo["password"])
    browser.submit({"decision": "allow"})
    assert browser.left_for is not None, browser.response.text
    return browser.left_for


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


def test_a_personal_collection_is_made_joined_and_shared(
    globus: CommandLine, services: Services, tmp_path: Path
) -> None:
    made = globus.document("gcp", "create", "mapped", "My laptop", "--description", "at home")
    mine, source = made["id"], services.collections[0]["id"]
    refused = globus.try_run("ls", f"{mine}:/")
    assert refused.returncode != 0
    assert "ExternalError.DirListingFailed.GCDisconnected" in refused.stderr
    paths = f"{source}:/share/godata/", f"{mine}:/received/"
    task = globus.document("transfer", *paths, "--recursive")["task_id"]
    with services.transfer_client() as client:
        eventually(lambda: client.get_task(task)["nice_status"] == "GC_NOT_CONNECTED")
    home = tmp_path / "files"
    home.mkdir()
    key = made["globus_connect_setup_key"]
    with joined_node(services, tmp_path / "node", key, f"My laptop={home}"):
        globus.run("task", "wait", task, "--timeout", "60")
        original = contents(Path(services.collections[0]["path"]) / "share" / "godata")
        assert contents(home / "received") == original
        shared = globus.document("gcp", "create", "guest", "Shared", f"{mine}:/received/")["id"]
        assert sorted(globus.run("ls", f"{shared}:/").split()) == sorted(original)
        globus.run("gcp", "update", "mapped", mine, "--display-name", "Old laptop")
        shown = globus.document("endpoint", "show", mine)
        assert (shown["display_name"], shown["gcp_connected"]) == ("Old laptop", True)
    globus.run("endpoint", "delete", mine)
    assert "EndpointDeleted" in globus.try_run("ls", f"{mine}:/").stderr


@contextmanager
def joined_node(services: Services, folder: Path, key: str, collection: str) -> Iterator[None]:
    """A storage node that was set up with a setup key, while it runs."""
    armillary = [sys.executable, "-m", "armillary.cli", "node"]
    options = ["--service-url", services.base_url, "--collection", collection, "--allow-root"]
    environment = {**os.environ, "ARMILLARY_ENROLLMENT_TOKEN": key}
    subprocess.run([*armillary, "setup", str(folder), *options], env=environment, check=True)
    with subprocess.Popen([*armillary, "run", str(folder)]) as process:
        try:
            yield
        finally:
            process.terminate()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("whom", ["--all", "by username"])
def test_a_session_is_renewed(globus: CommandLine, services: Services, whom: str) -> None:
    before = auth_time(globus)
    while time.time() < before + 1:  # it tells whole seconds
        time.sleep(0.1)
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


def test_a_client_works_in_its_own_name(machine: CommandLine) -> None:
    client_id = machine.variables["GLOBUS_CLI_CLIENT_ID"]
    assert machine.document("whoami")["sub"] == client_id
    assert machine.document("task", "list")["DATA"] == []
    # It keeps tokens for the next call, so that one with another secret would go through.
    (machine.home / ".globus").rename(machine.home / "forgotten")
    secret = machine.variables["GLOBUS_CLI_CLIENT_SECRET"]
    machine.variables["GLOBUS_CLI_CLIENT_SECRET"] = secret.swapcase()
    refused = machine.try_run("whoami")
    assert "do not appear to be valid client credentials" in refused.stderr
