"""Token requests that came at the same moment are committed at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextvars import copy_context
from functools import partial

from sqlalchemy.exc import DataError, IntegrityError

from armillary.auth.grants.request import Answer
from armillary.db.engine import Busy, Database

_log = logging.getLogger(__name__)


class Together:
    """Runs calls in the event loop, those that wait at the same moment in one transaction.

    :param database: one that never waits
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[tuple[Callable[[], Answer], asyncio.Future[Answer]]] = []

    async def run(self, call: Callable[[], Answer]) -> Answer:
        """What the call answers, once what it wrote is committed.

        :raises Busy: another writer holds the lock, or what another call wrote can't be stored;
            nothing of it was done
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        # In its own context, so that what it notes has the id of its own request.
        in_context = partial(copy_context().run, call)
        self._waiting.append((in_context, answer))
        if len(self._waiting) == 1:
            # Behind all requests that have arrived by now.
            loop.call_soon(self._run_waiting)
        return await answer

    def _run_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        try:
            with self._database.together():
                outcomes = [_outcome(call, answer) for call, answer in waiting]
        except (DataError, IntegrityError) as error:
            # Of rows that are added in one go nobody knows whose it was: each tries alone.
            _log.warning("requests could not be committed together", exc_info=error)
            outcomes = [partial(_fail, answer, Busy()) for _, answer in waiting]
        except Exception as error:
            # Neither begun nor committed: none of them has happened.
            outcomes = [partial(_fail, answer, error) for _, answer in waiting]
        for tell in outcomes:
            tell()


def _outcome(call: Callable[[], Answer], answer: asyncio.Future[Answer]) -> Callable[[], None]:
    try:
        return partial(_succeed, answer, call())
    except Exception as error:
        return partial(_fail, answer, error)


def _succeed(answer: asyncio.Future[Answer], document: Answer) -> None:
    if not answer.done():  # whoever asked may have gone
        answer.set_result(document)


def _fail(answer: asyncio.Future[Answer], error: Exception) -> None:
    if not answer.done():
        answer.set_exception(error)
