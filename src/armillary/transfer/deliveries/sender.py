"""Sends messages of one kind, in a thread of the worker that moves no data."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, Protocol, TypeVar

import structlog
from sqlalchemy.orm import Session

from armillary.db.engine import Database

_log = structlog.get_logger()
_LOOK_SECONDS = 0.5
_SWEEP_SECONDS = 60.0
_TROUBLE_SECONDS = 1.0
_STOP_SECONDS = 5.0

Record = Callable[[Session], None]
"""Writes down what a try came to."""


class Message(Protocol):
    """A message that was leased."""

    @property
    def id(self) -> str:
        """By which logs name it."""
        ...


T = TypeVar("T")
M = TypeVar("M", bound=Message)


class Channel(Protocol[M]):
    """One kind of message: where the messages are, and how one is sent.

    :ivar name: of its threads, and in logs
    :ivar at_once: how many are sent at the same time
    """

    name: str
    at_once: int

    def has_due(self, session: Session, /) -> bool:
        """Whether something is to be sent; cheap."""
        ...

    def claim(self, session: Session, /, *, limit: int) -> Sequence[M]:
        """Lease messages."""
        ...

    async def send(self, message: M, /) -> Record:
        """Send a message; what is returned writes down what came of it."""
        ...

    def give_back(self, session: Session, message: M, /) -> None:
        """Let others send a message whose sending was cancelled."""
        ...

    def sweep(self, session: Session, /) -> None:
        """Remove what is of no use any more."""
        ...


class Sender(Generic[M]):
    """Sends what a channel has until it is stopped."""

    def __init__(self, database: Database, channel: Channel[M]) -> None:
        self._database = database
        self._channel = channel
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=channel.name, daemon=True)
        self._swept = time.monotonic()
        # Apart from the threads that look names up or wait for servers, which may take long.
        self._database_thread = ThreadPoolExecutor(1, f"{channel.name}-database")

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def stop(self) -> None:
        """Break off what is being sent; it is sent again later."""
        self._stopping.set()
        self._thread.join(_STOP_SECONDS)
        self._database_thread.shutdown(wait=False, cancel_futures=True)

    def _run(self) -> None:
        asyncio.run(self._work())

    async def _work(self) -> None:
        sending: set[asyncio.Task[None]] = set()
        while not self._stopping.is_set():
            try:
                room = self._channel.at_once - len(sending)
                for message in await self._in_database(self._claim, room):
                    task = asyncio.create_task(self._deliver(message))
                    sending.add(task)
                    task.add_done_callback(sending.discard)
                await self._in_database(self._sweep)
            except Exception as error:
                # The database may be gone for a while.
                _log.error(f"{self._channel.name}: nothing is sent just now", reason=repr(error))
                await asyncio.sleep(_TROUBLE_SECONDS)
            await _pause(sending)
        for task in sending:
            task.cancel()
        await asyncio.gather(*sending, return_exceptions=True)

    async def _in_database(self, work: Callable[..., T], *arguments: object) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._database_thread, work, *arguments)

    def _claim(self, limit: int) -> Sequence[M]:
        with self._database.read() as session:
            if limit <= 0 or not self._channel.has_due(session):
                return ()
        with self._database.write() as session:
            return self._channel.claim(session, limit=limit)

    def _sweep(self) -> None:
        if time.monotonic() - self._swept >= _SWEEP_SECONDS:
            self._swept = time.monotonic()
            self._change(self._channel.sweep)

    def _change(self, change: Callable[..., None], *arguments: object) -> None:
        with self._database.write() as session:
            change(session, *arguments)

    async def _deliver(self, message: M) -> None:
        try:
            record = await self._channel.send(message)
            await self._in_database(self._change, record)
        except asyncio.CancelledError:
            await self._in_database(self._change, self._channel.give_back, message)
            raise
        except Exception as error:
            # Its lease runs out, and it is sent again. No traceback: it could show a secret.
            _log.error(
                f"{self._channel.name}: not delivered", delivery=message.id, reason=repr(error)
            )


async def _pause(sending: set[asyncio.Task[None]]) -> None:
    """Until it is time to look again, or something has been sent and there is room for more."""
    if sending:
        await asyncio.wait(sending, timeout=_LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    else:
        await asyncio.sleep(_LOOK_SECONDS)
