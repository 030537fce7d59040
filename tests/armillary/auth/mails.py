"""The mails that a server wrote into files."""

from __future__ import annotations

import re
import time
from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.armillary.auth.conftest import AuthServer

_SECONDS = 20


def mails(server: AuthServer, count: int) -> list[EmailMessage]:
    """All mails so far, once there are as many as expected: they are sent in the background."""
    deadline = time.monotonic() + _SECONDS
    while len(found := sorted(server.settings.mail_dir.glob("*.eml"))) < count:
        assert time.monotonic() < deadline, f"{len(found)} of {count} mails came"
        time.sleep(0.01)
    assert len(found) == count
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in found]


def all_mails(server: AuthServer) -> list[EmailMessage]:
    """Every mail that will ever come: nothing is sent after this."""
    server.outbox.close()
    return mails(server, len(list(server.settings.mail_dir.glob("*.eml"))))


def link_in(mail: EmailMessage) -> str:
    """The link of a mail."""
    (link,) = re.findall(r"^http\S+[?]token=\S+$", mail.get_content(), re.MULTILINE)
    return str(link)
