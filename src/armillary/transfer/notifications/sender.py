"""How a notification gets to the mail server."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import structlog
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.mail.message import Mail, Mailer, MailFailed
from armillary.transfer.deliveries import store as deliveries
from armillary.transfer.deliveries.sender import Record
from armillary.transfer.notifications import outbox, rules
from armillary.transfer.notifications.model import Notification
from armillary.transfer.notifications.outbox import Claimed
from armillary.transfer.people import People

_log = structlog.get_logger()


class Notifications:
    """The channel to people's mailboxes.

    :param mailer: hands mails on
    :param people: knows the addresses of tasks' owners
    :param site: the address of this deployment, which each mail names
    """

    name = "notifications"
    at_once = 4

    def __init__(self, mailer: Mailer, people: People, *, site: str) -> None:
        self._mailer = mailer
        self._people = people
        self._site = site
        self._threads = ThreadPoolExecutor(self.at_once, thread_name_prefix="mail")

    def has_due(self, session: Session, /) -> bool:
        """Whether something is to be sent."""
        return deliveries.has_due(session, Notification)

    def claim(self, session: Session, /, *, limit: int) -> list[Claimed]:
        """Lease mails."""
        return outbox.claim(session, self._people, limit=limit)

    async def send(self, claimed: Claimed, /) -> Record:
        """Hand a mail to the server."""
        loop = asyncio.get_running_loop()
        sending = loop.run_in_executor(self._threads, self._hand_on, claimed)
        try:
            error = await asyncio.shield(sending)
        except asyncio.CancelledError:
            # Whether the server has taken it is worth waiting for: else it would be sent twice.
            error = await sending
        return partial(outbox.record, claimed=claimed, error=error)

    def _hand_on(self, claimed: Claimed) -> str | None:
        if utcnow() >= claimed.until:
            return "The worker did not come to it in time."  # another may have sent it
        footer = f"-- \n{self._site}\n"
        try:
            self._mailer.send(Mail(claimed.to, claimed.subject, f"{claimed.text}\n{footer}"))
        except MailFailed as error:
            reason = str(error)
        except Exception as error:
            # It counts as a try too, so that it comes to an end. Its text may tell of people.
            reason = f"the mail can't be sent: {type(error).__name__}"
        else:
            return None
        _log.warning("notifications: not sent", notification=claimed.id, reason=reason)
        return reason

    def give_back(self, session: Session, claimed: Claimed, /) -> None:
        """Let others send it."""
        deliveries.give_back(session, Notification, claimed.id, claimed.attempt)

    def sweep(self, session: Session, /) -> None:
        """Remove what was sent, or given up, lately."""
        deliveries.sweep(session, Notification, rules.KEPT)
