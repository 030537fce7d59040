"""The source's bookkeeping: what a peer may say when, and what its ticket covers."""

from __future__ import annotations

from armillary.datalink.frames import FrameError, Kind
from armillary.datalink.ticket import Ticket

_ALLOWED = {
    "greeting": frozenset({Kind.HELLO}),
    "serving": frozenset({Kind.RENEW, Kind.READ_RANGE, Kind.READ_BATCH, Kind.READ_DIGEST}),
}


class Conversation:
    """A data connection as its source sees it: first a ticket, then requests under it."""

    def __init__(self) -> None:
        self.ticket: Ticket | None = None

    def check_order(self, kind: Kind) -> None:
        """Refuse a frame that has no place here.

        :raises FrameError: requests before the greeting, a second greeting, answers
        """
        state = "greeting" if self.ticket is None else "serving"
        if kind not in _ALLOWED[state]:
            raise FrameError(f"{kind.name} has no place while {state}")

    def admit(self, ticket: Ticket) -> None:
        """Take a checked ticket as the one that the coming requests are made under.

        :raises FrameError: a renewal is for other files than the ticket before it
        """
        if self.ticket is not None and _subject(ticket) != _subject(self.ticket):
            raise FrameError("a renewed ticket must be for the same task and paths")
        self.ticket = ticket


def _subject(ticket: Ticket) -> tuple[object, ...]:
    place = (ticket.collection, ticket.base, ticket.within)
    return (ticket.task, ticket.attempt, place, ticket.roots)
