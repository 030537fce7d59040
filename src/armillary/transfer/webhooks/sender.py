"""How a message gets to a webhook."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cached_property, partial

from sqlalchemy.orm import Session

from armillary import __version__
from armillary.core.reach import Reach
from armillary.core.sealing import Sealer
from armillary.transfer.deliveries import store as deliveries
from armillary.transfer.deliveries.sender import Record
from armillary.transfer.webhooks import outbox, rules
from armillary.transfer.webhooks.model import WebhookDelivery
from armillary.transfer.webhooks.outbox import Claimed, Outcome
from armillary.transfer.webhooks.secrets import opened
from armillary.transfer.webhooks.signature import signed_headers
from armillary.web import outgoing

_NO_ANSWER = (
    "No answer came: the receiver can't be reached, its certificate is not a valid one, or it took "
    f"longer than {rules.SECONDS:.0f} seconds."
)
_USER_AGENT = f"Armillary-Webhooks/{__version__}"


class Webhooks:
    """The channel to webhooks.

    :param reach: where messages may go
    :param sealer: opens the secrets; asked for when the first message is due, for whoever made
        the first webhook has made the key
    """

    name = "webhooks"
    at_once = 32

    def __init__(self, reach: Reach, sealer: Callable[[], Sealer]) -> None:
        self._reach = reach
        self._new_sealer = sealer

    @cached_property
    def _sealer(self) -> Sealer:
        return self._new_sealer()

    def has_due(self, session: Session, /) -> bool:
        """Whether something is to be sent."""
        return deliveries.has_due(session, WebhookDelivery)

    def claim(self, session: Session, /, *, limit: int) -> list[Claimed]:
        """Lease messages."""
        return outbox.claim(session, limit=limit)

    async def send(self, claimed: Claimed, /) -> Record:
        """Sign and send a message."""
        outcome = await self._try(claimed)
        return partial(outbox.record, claimed=claimed, outcome=outcome)

    def give_back(self, session: Session, claimed: Claimed, /) -> None:
        """Let others send it."""
        deliveries.give_back(session, WebhookDelivery, claimed.id, claimed.attempt)

    def sweep(self, session: Session, /) -> None:
        """Remove what was told long ago."""
        outbox.sweep(session)

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
