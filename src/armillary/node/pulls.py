"""The pulls that run on a node: begun, renewed, fenced and stopped by task."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from armillary.datalink.ticket import Ticket
from armillary.node.errors import NodeError
from armillary.node.pull import Pull


class Pulls:
    """Running pulls, each in a thread; belongs to the event loop's thread."""

    def __init__(self) -> None:
        self._running: dict[Pull, asyncio.Future[None]] = {}

    async def begin(self, pull: Pull) -> None:
        """Start a pull, after those that its task had before have really ended.

        That of the same attempt is one whose worker has lost the connection. Two at once would
        write to one partial file, and either might name or remove it while the other goes on.
        """
        await self._stop(
            other
            for other in self._of(pull.ticket.task)
            if other.ticket.attempt <= pull.ticket.attempt
        )
        self._running[pull] = asyncio.ensure_future(asyncio.to_thread(pull.run))

    async def end(self, pull: Pull) -> None:
        """Stop a pull unless it has ended, and forget it."""
        await self._stop([pull])
        self._running.pop(pull, None)

    def renew(self, ticket: Ticket, read_ticket: str) -> None:
        """Give a task's pulls a fresh pair of tickets.

        :raises NodeError: ``FILE_NOT_FOUND``: there is none
        """
        pulls = [pull for pull in self._of(ticket.task) if _same(pull.ticket, ticket)]
        if not pulls:
            raise NodeError("FILE_NOT_FOUND", "No pull of this task is running here.")
        for pull in pulls:
            pull.renew(ticket, read_ticket)

    async def stop(self, ticket: Ticket) -> bool:
        """Stop a task's pulls; returns, once they have stopped, whether there were any."""
        pulls = self._of(ticket.task)
        await self._stop(pulls)
        return bool(pulls)

    async def stop_all(self) -> None:
        """Stop everything."""
        await self._stop(list(self._running))

    def _of(self, task: str | None) -> list[Pull]:
        return [pull for pull in self._running if task and pull.ticket.task == task]

    async def _stop(self, pulls: Iterable[Pull]) -> None:
        running = [(pull, self._running[pull]) for pull in pulls if pull in self._running]
        for pull, _ in running:
            pull.stop()
        await asyncio.gather(*(future for _, future in running))


def _same(one: Ticket, other: Ticket) -> bool:
    places = [(each.collection, each.base, each.within) for each in (one, other)]
    return (places[0], one.attempt) == (places[1], other.attempt)
