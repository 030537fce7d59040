"""Programs that are measured against: started, waited for, timed."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class PeerMissing(Exception):
    """A program that is measured against is not installed."""


def check_installed(*programs: str, package: str) -> None:
    """Whether these programs are here.

    :param package: what Debian calls what they are in; several with spaces between
    :raises PeerMissing: one is not
    """
    if missing := [each for each in programs if shutil.which(each) is None]:
        names = ", ".join(Path(each).name for each in missing)
        raise PeerMissing(f"{names} is missing; on Debian: apt-get install {package}")


def timed(*command: object) -> float:
    """Seconds that a command takes.

    :raises subprocess.CalledProcessError: it failed
    """
    begin = time.perf_counter()
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def free_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def server(command: list[str], port: int) -> Iterator[None]:
    """A program for the length of a block, from when it listens on a port.

    :raises PeerMissing: it ended at once
    """
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:
        try:
            _wait_for(port, process)
            yield
        finally:
            process.terminate()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    while True:
        if process.poll() is not None:
            raise PeerMissing(f"{process.args!r} ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.02)
        else:
            return
