"""Transfers from a source that is far away: everything between takes its time."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from armillary.cli.deployment import Deployment
from armillary.node.config import NodeState
from benchmarks.measure import OURS, Row, compare
from benchmarks.rsync import Rsync, rsync_of
from benchmarks.site import MEMORY, Site, running
from benchmarks.transfers import fresh, write_small
from globus_sdk import TransferClient

ROUND_TRIP = 0.1
_CHUNK = 1 << 18
_MIB = 1 << 20


def rows(rounds: int) -> Iterator[Row]:
    """A big file and many small ones, 100 ms away, beside rsync's daemon at the same distance."""
    folder = Path(tempfile.mkdtemp(prefix="armillary-bench-", dir=MEMORY))
    try:
        with ExitStack() as stack:
            link = stack.enter_context(delaying())
            _send_through(folder, link)
            site = stack.enter_context(running(folder))
            client = stack.enter_context(site.client())
            first, _ = site.roots
            _write(first / "big", size=512 * _MIB)
            write_small(first / "small", number=10_000, size=4096)
            rsync = stack.enter_context(rsync_of(first))
            away = Rsync(link.to(rsync.daemon_port), rsync.ssh_command)
            for path, name in (("big", "512 MiB file"), ("small", "10,000 files of 4 KiB")):
                yield _row(f"{name}, 100 ms away", site, client, away, path, rounds)
    finally:
        shutil.rmtree(folder)


def _row(name: str, site: Site, client: TransferClient, away: Rsync, path: str, rounds: int) -> Row:
    _, second = site.roots
    recursive = path == "small"
    slash = "/" if recursive else ""
    ours, theirs = second / f"{path}-copy", second / f"{path}-daemon"
    contenders = {
        OURS: fresh(ours, lambda: site.transfer(client, f"/{path}", recursive=recursive)),
        "rsync daemon": fresh(theirs, lambda: away.from_daemon(path + slash, theirs)),
    }
    return compare(name, contenders, unit="s", rounds=rounds)


def _send_through(folder: Path, link: Link) -> None:
    """Have the first node tell others to reach its data port through a link."""
    with running(folder):
        pass
    state = NodeState(Deployment(folder).node_dir("one"))
    config = state.config()
    assert config.data_port
    state.save_config(replace(config, advertise_data=("127.0.0.1", link.to(config.data_port))))
    state.close()


def _write(path: Path, *, size: int) -> None:
    noise = os.urandom(_MIB)
    with open(path, "wb") as file:
        for _ in range(size // _MIB):
            file.write(noise)


class Link:
    """Ports of our own that lead to others of this machine, but not at once."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()

    def to(self, port: int) -> int:
        """A port at the near end of a link to ``port``."""

        async def listen() -> int:
            server = await asyncio.start_server(
                lambda reader, writer: self._joined(reader, writer, port), "127.0.0.1", 0
            )
            near: int = server.sockets[0].getsockname()[1]
            return near

        return asyncio.run_coroutine_threadsafe(listen(), self._loop).result()

    def close(self) -> None:
        """Cut everything."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _joined(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int
    ) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(self._carry(reader, back), self._carry(there, writer))

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on what comes, each piece half a round trip later."""
        try:
            while data := await reader.read(_CHUNK):
                self._loop.call_later(ROUND_TRIP / 2, writer.write, data)
            self._loop.call_later(ROUND_TRIP / 2, writer.close)
        except ConnectionError:
            writer.close()


@contextmanager
def delaying() -> Iterator[Link]:
    """A link for the time of a block."""
    link = Link()
    try:
        yield link
    finally:
        link.close()
