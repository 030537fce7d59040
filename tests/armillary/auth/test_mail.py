"""Auth through a real mail server."""

from __future__ import annotations

from tests.armillary.auth.conftest import MakeServer
from tests.armillary.auth.test_proofs import sign_up
from tests.armillary.mail.server import Mailbox, receiving


def test_with_a_mail_server_addresses_are_confirmed(make_server: MakeServer) -> None:
    mailbox = Mailbox()
    with receiving(mailbox) as smtp:
        server = make_server(smtp_url=f"smtp://127.0.0.1:{smtp.port}", mail_from="auth@example.org")
        browser = sign_up(server)
        assert "<h1>Confirm your e-mail address</h1>" in browser.response.text
        server.outbox.close()
    (envelope,) = mailbox.envelopes
    assert envelope.rcpt_tos == ["grace@example.org"]
