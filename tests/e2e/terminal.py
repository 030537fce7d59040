"""A client program on one side, a person with a browser on the other."""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence

_PROMPT = re.compile(r"(https?://\S+)\s[^:]*: ?$")


def converse(
    command: Sequence[str],
    environment: Mapping[str, str],
    answer: Callable[[str], str],
    *,
    seconds: float = 120,
) -> str:
    """Run a program; each time it prints a URL and asks, answer. All that it printed.

    :param answer: gets the URL printed last, returns what to type
    :raises AssertionError: the program failed
    """
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=dict(environment),
        bufsize=0,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        watchdog = threading.Timer(seconds, process.kill)
        watchdog.start()
        printed, unanswered = "", ""
        while chunk := process.stdout.read(4096):
            printed += chunk.decode()
            unanswered += chunk.decode()
            if prompt := _PROMPT.search(unanswered):
                process.stdin.write(f"{answer(prompt[1])}\n".encode())
                unanswered = ""
        watchdog.cancel()
        assert process.wait() == 0, printed
    return printed
