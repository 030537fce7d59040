"""The command line, run as people run it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

BARE = {"PATH": os.environ["PATH"], "NO_COLOR": "1"}


def armillary(
    *arguments: str, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "armillary.cli", *arguments],
        capture_output=True,
        text=True,
        env=BARE | (env or {}),
        timeout=60,
    )


def test_help_lists_the_commands() -> None:
    printed = armillary("--help").stdout
    for command in ("up", "env", "tutorial", "node", "serve", "worker"):
        assert f"\n  {command} " in printed


@pytest.mark.parametrize(
    "command", ["up", "env", "tutorial", "node", "node run", "node setup", "serve", "worker"]
)
def test_every_command_has_help(command: str) -> None:
    answer = armillary(*command.split(), "--help")
    assert answer.returncode == 0
    assert "Usage:" in answer.stdout


SERVED = {"ARMILLARY_BASE_URL": "http://lab.example"}


@pytest.mark.parametrize(
    ("arguments", "environment", "advice"),
    [
        (("serve",), {}, "ARMILLARY_BASE_URL is not set"),
        (("serve", "--host", "0.0.0.0"), SERVED, "--tls-cert"),
        (("serve", "--tls-cert", "/etc/hostname"), SERVED, "go together"),
        (("worker",), SERVED, "copy its folder `keys` here"),
    ],
)
def test_processes_on_their_own_say_what_they_lack(
    tmp_path: Path, arguments: tuple[str, ...], environment: dict[str, str], advice: str
) -> None:
    place = {"ARMILLARY_DATA_DIR": str(tmp_path / "data")}
    answer = armillary(*arguments, env=environment | place)
    assert answer.returncode == 2
    assert advice in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (("--host", "0.0.0.0"), "--tls-cert"),
        (("--host", "0.0.0.0", "--public-url", "https://lab.example"), "--no-demo"),
        (("--public-url", "http://lab.example"), "https://"),
        (("--tls-cert", "/etc/hostname"), "go together"),
    ],
)
def test_up_refuses_what_would_be_unsafe(
    tmp_path: Path, arguments: tuple[str, ...], advice: str
) -> None:
    answer = armillary("up", "--data-dir", str(tmp_path / "data"), *arguments)
    assert answer.returncode == 2
    assert advice in answer.stderr
    assert "Traceback" not in answer.stderr


def test_up_refuses_settings_that_make_no_sense(tmp_path: Path) -> None:
    setting = {"ARMILLARY_ACCESS_TOKEN_LIFETIME": "0"}
    answer = armillary("up", "--data-dir", str(tmp_path / "data"), "--port", "0", env=setting)
    assert answer.returncode == 2
    assert "ARMILLARY_ACCESS_TOKEN_LIFETIME must be between" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_port_that_is_taken_is_explained(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        answer = armillary("up", "--data-dir", str(tmp_path / "data"), "--port", port)
    assert answer.returncode == 2
    assert f"Can't listen on 127.0.0.1:{port}" in answer.stderr
    assert "--port" in answer.stderr


def test_env_without_services_says_how_to_start_them(tmp_path: Path) -> None:
    answer = armillary("env", "--data-dir", str(tmp_path))
    assert answer.returncode == 2
    assert "armillary up" in answer.stderr


def test_the_data_directory_can_come_from_the_environment(tmp_path: Path) -> None:
    answer = armillary("env", env={"ARMILLARY_DATA_DIR": str(tmp_path / "mine")})
    assert str(tmp_path / "mine") in answer.stderr


def test_without_the_extra_the_command_says_what_to_install() -> None:
    code = (
        "import importlib.util\n"
        "real = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name: None if name == 'fastapi' else real(name)\n"
        "from armillary.cli import main\n"
        "main()\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=BARE, timeout=60
    )
    assert answer.returncode == 1
    assert "pip install 'armillary[services]'" in answer.stderr
