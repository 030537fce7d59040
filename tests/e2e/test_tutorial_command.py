"""`armillary tutorial`, alone and with a person at the keyboard."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from armillary.cli.tutorial.signin import authorization_code
from tests.e2e.services import Services

COMMAND = [sys.executable, "-u", "-m", "armillary.cli", "tutorial"]
PLAIN = {**os.environ, "NO_COLOR": "1", "COLUMNS": "200"}
URL = re.compile(r"^(http://\S+/authorize\?\S+)$", re.MULTILINE)
ACCOUNT = re.compile(r"You are (\S+), your password is (\S+)\.")


def test_nobody_is_needed() -> None:
    answer = subprocess.run(
        [*COMMAND, "--auto"], capture_output=True, text=True, env=PLAIN, timeout=120
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "SUCCEEDED" in answer.stdout
    assert "are those of the source" in answer.stdout
    # Each piece of code is shown before it runs.
    assert "client.oauth2_start_flow(refresh_tokens=True)" in answer.stdout


def test_it_fails_when_the_services_do_not_start(services: Services) -> None:
    taken = ["--data-dir", str(services.data_dir)]
    answer = subprocess.run(
        [*COMMAND, "--auto", *taken], capture_output=True, text=True, env=PLAIN, timeout=60
    )
    assert answer.returncode != 0
    assert "Another 'armillary up'" in answer.stderr


def test_a_person_presses_enter_and_pastes_codes(tmp_path: Path) -> None:
    environment = {k: v for k, v in PLAIN.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    with subprocess.Popen(
        [*COMMAND, "--data-dir", str(tmp_path / "data")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        bufsize=0,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        printed = answered = ""
        while chunk := process.stdout.read(4096):
            printed += chunk.decode()
            waiting = printed.removeprefix(answered)
            if waiting.endswith(("run it. ", "ready-made one: ")):
                process.stdin.write(b"\n")
            elif waiting.endswith("shows you: "):
                (account,) = ACCOUNT.findall(printed)
                code = authorization_code(URL.findall(printed)[-1], *account)
                process.stdin.write(f"{code}\n".encode())
            else:
                continue
            answered = printed
        assert process.wait(30) == 0, printed
    assert printed.count("Press Enter") == 6
    assert "are those of the source" in printed
