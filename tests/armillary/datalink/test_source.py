"""What a destination may say to a source, and when."""

from __future__ import annotations

from dataclasses import replace

import pytest

from armillary.datalink.frames import FrameError, Kind
from armillary.datalink.source import Conversation
from armillary.datalink.ticket import new_ticket

TICKET = new_ticket(
    audience="n", operation="read", peer="p", collection="c", roots=["/a"], task="t", attempt=1
)
REQUESTS = {Kind.READ_RANGE, Kind.READ_BATCH, Kind.READ_DIGEST}


def test_first_a_greeting_then_requests() -> None:
    conversation = Conversation()
    allowed = {kind for kind in Kind if accepts(conversation, kind)}
    assert allowed == {Kind.HELLO}
    conversation.admit(TICKET)
    allowed = {kind for kind in Kind if accepts(conversation, kind)}
    assert allowed == REQUESTS | {Kind.RENEW}


def accepts(conversation: Conversation, kind: Kind) -> bool:
    try:
        conversation.check_order(kind)
    except FrameError:
        return False
    return True


def test_a_renewal_is_for_the_same_files() -> None:
    conversation = Conversation()
    conversation.admit(TICKET)
    conversation.admit(replace(TICKET, id="another", expires=TICKET.expires + 100))
    with pytest.raises(FrameError):
        conversation.admit(replace(TICKET, roots=("/b",)))
