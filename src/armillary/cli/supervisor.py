"""Starts the processes of a deployment, restarts what dies, stops everything cleanly.

It imports nothing heavy: it is always in memory, and it must outlive the trouble of the others.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from armillary.core import orphans, ready

_STOP_SECONDS = 10.0
_FIRST_RESTART_SECONDS = 0.1
_LONGEST_RESTART_SECONDS = 5.0
_START_SECONDS = 60.0


class StartFailed(Exception):
    """A child did not become ready."""


@dataclass
class Child:
    """A process to keep running.

    :param arguments: of the ``armillary`` command
    :param environment: variables besides the supervisor's own
    :param pass_fds: file descriptors that it inherits
    """

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    pass_fds: Sequence[int] = ()
    process: asyncio.subprocess.Process | None = None
    ready: asyncio.Event = field(default_factory=asyncio.Event)


class Supervisor:
    """Keeps children running until it is stopped.

    :param logs: folder of the children's output, one file each
    """

    def __init__(self, children: Sequence[Child], logs: Path) -> None:
        self._children = children
        self._logs = logs
        self._stopping = asyncio.Event()
        # Children hold the read end: it ends when this process does, however it does.
        self._lifeline_read, self._lifeline_write = os.pipe()

    def stop(self) -> None:
        """Ask :meth:`run` to stop the children and return."""
        self._stopping.set()

    async def run(self) -> None:
        """Keep the children running until :meth:`stop`, then stop them, the last one first."""
        keepers = [asyncio.create_task(self._keep(child)) for child in self._children]
        await self._stopping.wait()
        for child in reversed(self._children):
            await _terminate(child)
        await asyncio.gather(*keepers)

    async def until_ready(self) -> None:
        """Wait until every child has said that it is ready.

        :raises StartFailed: one did not in a minute; the message shows the end of its log
        """
        for child in self._children:
            try:
                await asyncio.wait_for(child.ready.wait(), _START_SECONDS)
            except TimeoutError:
                raise StartFailed(self._explain(child)) from None

    def _explain(self, child: Child) -> str:
        tail = self._log_file(child).read_text(errors="replace").splitlines()[-15:]
        return "\n".join([f"The process '{child.name}' did not start. Its log ends:", *tail])

    def _log_file(self, child: Child) -> Path:
        return self._logs / f"{child.name}.log"

    def _open_log(self, child: Child) -> BinaryIO:
        return open(self._log_file(child), "ab")

    async def _keep(self, child: Child) -> None:
        pause = _FIRST_RESTART_SECONDS
        while not self._stopping.is_set():
            was_ready = await self._run(child)
            pause = (
                _FIRST_RESTART_SECONDS if was_ready else min(2 * pause, _LONGEST_RESTART_SECONDS)
            )
            await self._pause(pause)

    async def _run(self, child: Child) -> bool:
        """Start a child and wait for its end; whether it was ready in between."""
        try:
            was_ready = await self._start(child)
        except OSError as error:  # no process to be had, or no room for a new log
            with suppress(OSError):
                print(f"The process '{child.name}' can't be started: {error}", file=sys.stderr)
            return False
        assert child.process is not None
        await child.process.wait()
        return was_ready

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    async def _start(self, child: Child) -> bool:
        """Start a child; whether it became ready."""
        reading, writing = os.pipe()
        try:
            child.process = await self._spawn(child, writing)
        except BaseException:
            os.close(reading)
            raise
        finally:
            os.close(writing)
        return await _read_readiness(child, reading)

    async def _spawn(self, child: Child, writing: int) -> asyncio.subprocess.Process:
        environment = {
            **os.environ,
            **child.environment,
            orphans.PARENT_FD: str(self._lifeline_read),
            ready.VARIABLE: str(writing),
        }
        with self._open_log(child) as log:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "armillary.cli",
                *child.arguments,
                env=environment,
                pass_fds=(*child.pass_fds, self._lifeline_read, writing),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # A Ctrl-C in the terminal is for the supervisor, which stops them in order.
                start_new_session=True,
            )


async def _read_readiness(child: Child, reading: int) -> bool:
    """Whether a child says that it is ready; the pipe ends without a word when it dies first."""
    loop = asyncio.get_running_loop()
    ended = loop.create_future()

    def on_readable() -> None:
        loop.remove_reader(reading)
        ended.set_result(bool(os.read(reading, 1)))
        os.close(reading)

    loop.add_reader(reading, on_readable)
    said_so: bool = await ended
    if said_so:
        child.ready.set()
    return said_so


async def _terminate(child: Child) -> None:
    process = child.process
    if process is None or process.returncode is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), _STOP_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
