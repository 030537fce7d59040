"""The ways mail goes: files, the terminal, a real SMTP server."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from armillary.core.errors import UsageError
from armillary.core.pki import (
    Authority,
    certificate_pem,
    new_private_key,
    private_pem,
    signing_request,
)
from armillary.core.settings import Settings
from armillary.mail.choose import mailer_of
from armillary.mail.console import ConsoleMailer
from armillary.mail.file import FileMailer
from armillary.mail.message import Mail, MailFailed
from armillary.mail.outbox import Outbox
from armillary.mail.smtp import SmtpMailer
from tests.armillary.mail.server import Mailbox, receiving

MAIL = Mail("ada@example.org", "Hello", "A link: https://example.org/?token=s3cret\nZürich\n")


def _log_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and data.login == b"us er" and data.password == b"p@ss"
    return AuthResult(success=right, handled=right)


@pytest.fixture
def tls(mailbox: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Controller]:
    """One that insists on STARTTLS and a login, with a certificate that this process trusts."""
    context = _context(tmp_path, monkeypatch)
    with receiving(
        mailbox,
        tls_context=context,
        require_starttls=True,
        authenticator=_log_in,
        auth_required=True,
    ) as controller:
        yield controller


def test_mail_becomes_a_private_file(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        FileMailer(tmp_path / "mail").send(MAIL)
    (path,) = (tmp_path / "mail").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "mail").stat().st_mode & 0o777 == 0o700
    assert b"s3cret" in path.read_bytes()
    assert str(path) in caplog.text
    assert "s3cret" not in caplog.text


def test_mail_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    ConsoleMailer().send(MAIL)
    assert "s3cret" in capsys.readouterr().err


def test_mail_through_a_server_of_this_machine(plain: Controller, mailbox: Mailbox) -> None:
    SmtpMailer(f"smtp://127.0.0.1:{plain.port}", "auth@example.org").send(MAIL)
    (envelope,) = mailbox.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("auth@example.org", ["ada@example.org"])
    assert b"Auto-Submitted: auto-generated" in envelope.content
    assert mailbox.encrypted == [False]


def test_mail_through_a_server_with_tls_and_login(tls: Controller, mailbox: Mailbox) -> None:
    url = f"smtp://us%20er:p%40ss@127.0.0.1:{tls.port}"
    SmtpMailer(url, "auth@example.org").send(MAIL)
    assert mailbox.encrypted == [True]


def test_a_wrong_login_is_told_without_the_password(tls: Controller, mailbox: Mailbox) -> None:
    with pytest.raises(MailFailed) as raised:
        SmtpMailer(f"smtp://us:wr0ng@127.0.0.1:{tls.port}", "a@example.org").send(MAIL)
    assert "wr0ng" not in str(raised.value)
    assert mailbox.envelopes == []


def test_a_certificate_that_nobody_vouches_for_is_refused(
    tls: Controller, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(MailFailed):
        SmtpMailer(f"smtp://us:p@127.0.0.1:{tls.port}", "a@example.org").send(MAIL)
    assert mailbox.envelopes == []


def test_tls_is_not_done_without_elsewhere(
    plain: Controller, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from armillary.mail import smtp

    monkeypatch.setattr(smtp, "_is_local", lambda _host: False)
    with pytest.raises(MailFailed):
        SmtpMailer(f"smtp://127.0.0.1:{plain.port}", "a@example.org").send(MAIL)
    assert mailbox.envelopes == []


@pytest.mark.parametrize(
    "to",
    [
        "a@b.c\r\nBcc: x@y.z",
        "a b@c.d",
        "a@b.c, x@y.z",
        "Ann <a@b.c>",
        "=?utf-8?q?=0d=0aBcc=3A_x?=@y.z",
        "=?utf-8?q?a=40b.c=2C_x=40y.z?=",
        "nobody",
        "",
    ],
)
def test_addresses_that_are_none_are_not_written_to(
    plain: Controller, mailbox: Mailbox, to: str
) -> None:
    mailer = SmtpMailer(f"smtp://127.0.0.1:{plain.port}", "auth@example.org")
    with pytest.raises(MailFailed):
        mailer.send(Mail(to, "Hello", "text"))
    assert mailbox.envelopes == []


@pytest.mark.parametrize(
    "subject",
    [
        "x\r\nBcc: x@y.z",
        "=?utf-8?q?=0d=0aBcc=3A_x=40y.z?=",
        "x =?utf-8?b?DQpCY2M6IHhAeS56?= y",
        "=\n?utf-8?q?=0d=0aBcc=3A_x=40y.z?=",
        "a" * 200 + "\nBcc: x@y.z",
    ],
)
def test_a_subject_makes_no_other_header(plain: Controller, mailbox: Mailbox, subject: str) -> None:
    mailer = SmtpMailer(f"smtp://127.0.0.1:{plain.port}", "auth@example.org")
    mailer.send(Mail("ada@example.org", subject, "text"))
    (envelope,) = mailbox.envelopes
    assert envelope.rcpt_tos == ["ada@example.org"]
    assert "Bcc" not in message_from_bytes(envelope.content)


def test_of_mails_that_only_tell_something_the_newest_stay(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mailer = FileMailer(tmp_path / "mail" / "notices", most=3)
    for number in range(5):
        mailer.send(Mail("ada@example.org", f"Hello {number}", "text"))
    folder = tmp_path / "mail" / "notices"
    assert [f.stat().st_mode & 0o777 for f in (folder.parent, folder)] == [0o700, 0o700]
    files = sorted(folder.iterdir())
    assert [message_from_bytes(file.read_bytes())["Subject"] for file in files] == [
        "Hello 2",
        "Hello 3",
        "Hello 4",
    ]
    assert caplog.text == ""


def test_a_folder_that_cannot_be_written_to_fails_the_mail(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("in the way")
    with pytest.raises(MailFailed):
        FileMailer(tmp_path / "mail").send(MAIL)


def test_the_settings_choose(tmp_path: Path) -> None:
    def chosen(**settings: str) -> type:
        return type(mailer_of(Settings(tmp_path, "http://127.0.0.1", **settings)))  # type: ignore[arg-type]

    assert chosen() is FileMailer
    assert chosen(mailer="console") is ConsoleMailer
    assert chosen(smtp_url="smtps://mail.example", mail_from="a@example.org") is SmtpMailer


@pytest.mark.parametrize(
    "wrong",
    [
        {"smtp_url": "mail.example:25", "mail_from": "a@example.org"},
        {"smtp_url": "smtp://mail.example"},
        {"mailer": "pigeon"},
        {"require_verified_email": "maybe"},
    ],
)
def test_settings_that_make_no_sense_are_refused_at_the_start(wrong: dict[str, str]) -> None:
    environ = {f"ARMILLARY_{name.upper()}": value for name, value in wrong.items()}
    base = {"ARMILLARY_DATA_DIR": "/nowhere", "ARMILLARY_BASE_URL": "http://127.0.0.1"}
    with pytest.raises(UsageError):
        Settings.from_env({**base, **environ})


def test_settings_reach_the_children(tmp_path: Path) -> None:
    settings = Settings(
        tmp_path, "http://h", smtp_url="smtp://u:p@h", mail_from="a@b", require_verified_email="no"
    )
    assert Settings.from_env(settings.to_env()) == settings
    assert not settings.verified_email_required
    assert Settings(
        tmp_path, "http://h", smtp_url="smtp://h", mail_from="a@b"
    ).verified_email_required


def test_a_failure_is_logged_and_the_next_mail_goes(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    outbox = Outbox(FileMailer(tmp_path))
    outbox.soon(lambda: Mail("nobody", "Hello", "s3cret"))
    outbox.soon(lambda: None)
    outbox.soon(lambda: MAIL)
    outbox.close()
    assert len(list(tmp_path.iterdir())) == 1
    assert "a mail was not sent" in caplog.text
    assert "s3cret" not in caplog.text


def _context(folder: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The server's side; this process trusts the authority."""
    authority, key = Authority.create(), new_private_key()
    request = signing_request(key, "mail")
    certificate = authority.certify(request, urn="urn:mail", hosts=["127.0.0.1"])
    (folder / "mail.pem").write_bytes(certificate_pem(certificate) + private_pem(key))
    (folder / "authority.pem").write_bytes(certificate_pem(authority.certificate))
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "authority.pem"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "mail.pem")
    return context
