"""Mails reach a real mail server, whatever happens to it and to the workers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from armillary.auth.identities.store import add_identity
from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.core.settings import Settings
from armillary.mail.message import Mail
from armillary.mail.smtp import SmtpMailer
from armillary.transfer import outcome
from armillary.transfer.credentials import Credentials
from armillary.transfer.deliveries.model import DeliveryStatus
from armillary.transfer.deliveries.rules import WAITS
from armillary.transfer.notifications.model import Notification
from tests.armillary.mail.server import Mailbox, receiving
from tests.armillary.transfer.notifications.site import (
    ANN,
    SECONDS,
    SITE,
    Site,
    all_sent,
    all_tried,
)

SENDER = "armillary@example.org"


class Moody(Mailbox):
    """Answers as it is told, then takes what comes."""

    def __init__(self, *answers: str) -> None:
        super().__init__()
        self._answers = list(answers)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        taken = await super().handle_DATA(server, session, envelope)
        return self._answers.pop(0) if self._answers else taken


def smtp(port: int) -> SmtpMailer:
    return SmtpMailer(f"smtp://127.0.0.1:{port}", SENDER)


def tried(times: int, rows: list[Notification]) -> bool:
    return all_tried(rows) and rows[0].attempts == times


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def test_a_mail_becomes_a_file_that_names_task_and_site(site: Site) -> None:
    task_id = site.task()
    site.becomes_so(outcome.succeed, task_id)
    with site.sending():
        (row,) = site.wait(all_sent)
    (mail,) = site.files()
    assert (mail["To"], mail["Subject"]) == (ANN, "Task SUCCEEDED: the run")
    text = mail.get_content()
    assert task_id in text
    assert text.endswith(f"\n-- \n{SITE}\n")
    assert (row.attempts, row.error) == (1, None)
    assert row.finished is not None


def test_a_server_that_refuses_is_asked_again(site: Site) -> None:
    mailbox = Moody("451 4.3.0 busy", "550 5.7.1 not you")
    site.becomes_so(outcome.succeed, site.task())
    with receiving(mailbox) as server, site.sending(smtp(server.port)):
        for attempt in (1, 2):
            (row,) = site.wait(partial(tried, attempt))
            assert row.error is not None
            assert row.due > utcnow()
            site.change(due=utcnow())
        (row,) = site.wait(all_sent)
    assert row.attempts == len(mailbox.envelopes) == 3
    assert {tuple(envelope.rcpt_tos) for envelope in mailbox.envelopes} == {(ANN,)}


def test_a_server_that_is_away_loses_nothing(site: Site) -> None:
    port = free_port()
    site.becomes_so(outcome.succeed, site.task())
    with site.sending(smtp(port)):
        (row,) = site.wait(all_tried)
        assert (row.status, row.attempts) == (DeliveryStatus.PENDING, 1)
        site.change(due=utcnow(), attempts=len(WAITS))
        (row,) = site.wait(lambda rows: rows[0].finished is not None)
    assert (row.status, row.attempts) == (DeliveryStatus.FAILED, len(WAITS) + 1)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whatever_a_mailer_does_counts_as_a_try(site: Site) -> None:
    class Broken:
        def send(self, _: Mail, /) -> None:
            raise UnicodeError("ann@example.org")

    site.becomes_so(outcome.succeed, site.task())
    with site.sending(Broken()):
        (row,) = site.wait(all_tried)
    assert row.error == "the mail can't be sent: UnicodeError"


def test_two_senders_send_each_mail_once(site: Site) -> None:
    mailbox = Mailbox()
    for number in range(12):
        site.becomes_so(outcome.succeed, site.task(label=f"run {number:02}"))
    with receiving(mailbox) as server:
        mailer = smtp(server.port)
        with site.sending(mailer), site.sending(mailer):
            site.wait(all_sent)
    assert len(mailbox.envelopes) == 12
    assert {row.attempts for row in site.rows()} == {1}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_sender_that_is_stopped_waits_for_the_servers_answer(site: Site) -> None:
    came, go_on = threading.Event(), threading.Event()

    class Slow:
        def send(self, _: Mail, /) -> None:
            came.set()
            assert go_on.wait(SECONDS)

    site.becomes_so(outcome.succeed, site.task())
    with site.sending(Slow()):
        assert came.wait(SECONDS)
        threading.Timer(0.2, go_on.set).start()
    (row,) = site.rows()
    assert (row.status, row.attempts) == (DeliveryStatus.DELIVERED, 1)


@contextmanager
def worker(settings: Settings, name: str) -> Iterator[subprocess.Popen[bytes]]:
    """A real worker process."""
    Credentials.load_or_create(settings.keys_dir)
    command = [sys.executable, "-m", "armillary.cli", "worker", "--name", name]
    process = subprocess.Popen(command, env={**os.environ, **settings.to_env()})
    try:
        yield process
    finally:
        process.kill()
        process.wait()


class Killer(Mailbox):
    """Has the first client killed while it waits for an answer, and refuses its mail."""

    def __init__(self) -> None:
        super().__init__()
        self.came = threading.Event()
        self.killed = threading.Event()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if not self.came.is_set():
            self.came.set()
            self.killed.wait(SECONDS)
            return "451 4.3.0 too late"
        return await super().handle_DATA(server, session, envelope)


def test_a_worker_killed_while_it_sends_leaves_the_mail_to_another(
    site: Site, tmp_path: Path
) -> None:
    with site.database.write() as session:
        grace = add_identity(
            session,
            username="grace@example.org",
            password_hash="",
            name="Grace",
            email="grace@example.org",
            organization=None,
        )
        grace.email_verified_at = utcnow()
    site.becomes_so(outcome.succeed, site.task(owner=grace.id))
    site.becomes_so(outcome.succeed, site.task(owner=new_id()))
    mailbox = Killer()
    with receiving(mailbox) as server:
        settings = Settings(
            data_dir=tmp_path,
            base_url=SITE,
            database_url=site.database.url,
            smtp_url=f"smtp://127.0.0.1:{server.port}",
            mail_from=SENDER,
        )
        with worker(settings, "one") as first:
            assert mailbox.came.wait(SECONDS)
            first.kill()
            first.wait()
            mailbox.killed.set()
        pending = [row for row in site.rows() if row.status == DeliveryStatus.PENDING]
        assert [row.attempts for row in pending] == [1]
        # As if ten minutes had passed.
        site.change(lease_until=utcnow())
        with worker(settings, "two") as second:
            site.wait(lambda rows: all(row.finished for row in rows))
            second.terminate()
            assert second.wait(SECONDS) == 0
    (envelope,) = mailbox.envelopes
    assert envelope.rcpt_tos == ["grace@example.org"]
    assert SITE in envelope.content.decode()
