"""An SMTP server of this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller

from tests.armillary.mail.server import Mailbox, receiving


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def plain(mailbox: Mailbox) -> Iterator[Controller]:
    """One that knows no TLS."""
    with receiving(mailbox) as controller:
        yield controller
