"""Sends messages to webhooks, in a thread of the worker that moves no data."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TypeVar

import structlog

from armillary import __version__
from armillary.core.reach import Reach
from armillary.core.sealing import Sealer
from armillary.db.engine import Database
from armillary.transfer.webhooks import outbox, rules
from armillary.transfer.webhooks.outbox import Claimed, Outcome
from armillary.transfer.webhooks.secrets import opened
from armillary.transfer.webhooks.signature import signed_headers
from armillary.web import outgoing

_log = structlog.get_logger()
T = TypeVar("T")

_AT_ONCE = 32
_LOOK_SECONDS = 0.5
_SWEEP_SECONDS = 60.0
_TROUBLE_SECONDS = 1.0
_STOP_SECONDS = 5.0
_NO_ANSWER = (
    "No answer came: the receiver can't be reached, its certificate is not a valid one, or it took "
    f"longer than {rules.SECONDS:.0f} seconds."
)
_USER_AGENT = f"Armillary-Webhooks/{__version__}"


class Sender:
    """Tells webhooks what has happened until it is stopped.

    :param reach: where messages may go
    :param sealer: opens the secrets; asked for when the first message is due, for whoever made
        the first webhook has made the key
    """

    def __init__(self, database: Database, reach: Reach, sealer: Callable[[], Sealer]) -> None:
        self._database = database
        self._reach = reach
        self._new_sealer = sealer
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)
        self._swept = time.monotonic()
        # Apart from the threads that look names up, which may take long.
        self._database_thread = ThreadPoolExecutor(1, thread_name_prefix="webhooks-database")

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def stop(self) -> None:
        """Break off what is being sent; it is sent again later."""
        self._stopping.set()
        self._thread.join(_STOP_SECONDS)
        self._database_thread.shutdown(wait=False, cancel_futures=True)

    @cached_property
    def _sealer(self) -> Sealer:
        return self._new_sealer()

    def _run(self) -> None:
        asyncio.run(self._work())

    async def _work(self) -> None:
        sending: set[asyncio.Task[None]] = set()
        while not self._stopping.is_set():
            try:
                for claimed in await self._in_database(self._claim, _AT_ONCE - len(sending)):
                    task = asyncio.create_task(self._deliver(claimed))
                    sending.add(task)
                    task.add_done_callback(sending.discard)
                await self._in_database(self._sweep)
            except Exception as error:
                # The database may be gone for a while.
                _log.error("webhooks: nothing is sent just now", reason=repr(error))
                await asyncio.sleep(_TROUBLE_SECONDS)
            await _pause(sending)
        for task in sending:
            task.cancel()
        await asyncio.gather(*sending, return_exceptions=True)

    async def _in_database(self, work: Callable[..., T], *arguments: object) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._database_thread, work, *arguments)

    def _claim(self, limit: int) -> list[Claimed]:
        with self._database.read() as session:
            if limit <= 0 or not outbox.has_due(session):
                return []
        with self._database.write() as session:
            return outbox.claim(session, limit=limit)

    def _sweep(self) -> None:
        if time.monotonic() - self._swept >= _SWEEP_SECONDS:
            self._swept = time.monotonic()
            self._change(outbox.sweep)

    def _change(self, change: Callable[..., None], *arguments: object) -> None:
        with self._database.write() as session:
            change(session, *arguments)

    async def _deliver(self, claimed: Claimed) -> None:
        try:
            outcome = await self._try(claimed)
            await self._in_database(self._change, outbox.record, claimed, outcome)
        except asyncio.CancelledError:
            await self._in_database(self._change, outbox.give_back, claimed)
            raise
        except Exception as error:
            # Its lease runs out, and it is sent again. No traceback: it could show the secret.
            _log.error("webhooks: not delivered", delivery=claimed.id, reason=repr(error))

    async def _try(self, claimed: Claimed) -> Outcome:
        body = claimed.body.encode()
        secret = opened(self._sealer, claimed.webhook_id, claimed.secret)
        headers = signed_headers(secret, claimed.id, int(time.time()), body)
        headers |= {"Content-Type": "application/json", "User-Agent": _USER_AGENT}
        try:
            answer = await outgoing.request(
                self._reach,
                "POST",
                claimed.url,
                headers=headers,
                body=body,
                most_bytes=0,
                seconds=rules.SECONDS,
            )
        except outgoing.NotPermitted:
            return Outcome(error="The URL's host is unknown, or webhooks may not go there.")
        except outgoing.Unreachable:
            return Outcome(error=_NO_ANSWER)
        if rules.arrived(answer.status):
            return Outcome(http_status=answer.status)
        return Outcome(answer.status, f"The receiver answered {answer.status}.")


async def _pause(sending: set[asyncio.Task[None]]) -> None:
    """Until it is time to look again, or something has been sent and there is room for more."""
    if sending:
        await asyncio.wait(sending, timeout=_LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    else:
        await asyncio.sleep(_LOOK_SECONDS)
