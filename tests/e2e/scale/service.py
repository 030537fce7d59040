"""One process of a deployment."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from armillary.core import ready
from tests.e2e.scale.network import Host

_READY_SECONDS = 120
_STOP_SECONDS = 60


def start_all(services: Sequence[Service]) -> None:
    """Start several at once, and wait until all are ready."""
    pipes = [service.launch() for service in services]
    for service, pipe in zip(services, pipes, strict=True):
        service.wait_until_ready(pipe)


class Service:
    """An ``armillary`` command that goes on until it is stopped, on a machine.

    :param log: the file of its output
    """

    def __init__(
        self, host: Host, arguments: list[str], environment: Mapping[str, str], log: Path
    ) -> None:
        self._command = [*host.prefix, sys.executable, "-m", "armillary.cli", *arguments]
        self._environment = environment
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None
        return self._process

    def start(self) -> None:
        """Start it and wait until it says that it is ready."""
        self.wait_until_ready(self.launch())

    def launch(self) -> int:
        """Start it; the pipe on which it says that it is ready."""
        reading, writing = os.pipe()
        with open(self.log, "ab") as log:
            self._process = subprocess.Popen(
                self._command,
                env={**os.environ, **self._environment, ready.VARIABLE: str(writing)},
                pass_fds=(writing,),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        os.close(writing)
        return reading

    def wait_until_ready(self, reading: int) -> None:
        """Wait for its word, and close the pipe."""
        waiting, _, _ = select.select([reading], [], [], _READY_SECONDS)
        said = os.read(reading, 1) if waiting else b""
        os.close(reading)
        assert said, f"{self._command} did not start:\n{self.log.read_text()[-3000:]}"

    def kill(self) -> None:
        """SIGKILL."""
        self.process.kill()
        self.process.wait()

    def freeze(self) -> None:
        """SIGSTOP: it does nothing, but seems to be there."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT."""
        self.process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """SIGTERM, if it runs; it has to end well."""
        if self._process is not None and self._process.poll() is None:
            self.thaw()
            self._process.terminate()
            assert self._process.wait(_STOP_SECONDS) in (0, -signal.SIGTERM), self.log.read_text()
