"""What is to be told by mail is written with what it tells of, and once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.transfer import outcome
from armillary.transfer.deliveries import store as deliveries
from armillary.transfer.deliveries.model import DeliveryStatus
from armillary.transfer.model import Task
from armillary.transfer.notifications import outbox, rules
from armillary.transfer.notifications.model import Notification
from armillary.transfer.supervision import stop
from tests.armillary.transfer.notifications.site import ANN, Site

FAILED = ("FILE_NOT_FOUND", "There is no /a. Check the path.")
WAITS: Any = ("CONSENT_REQUIRED", "Log in again.", {"required_scopes": ["s[*t]"]})


def test_no_mail_tells_of_what_is_rolled_back(site: Site) -> None:
    task_id = site.task()
    with site.database.write() as session:
        outcome.succeed(session, session.get_one(Task, task_id))
        session.flush()
        assert session.query(Notification).count() == 1
        session.rollback()
    assert site.rows() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("change", "arguments", "option", "subject"),
    [
        (outcome.succeed, (), "notify_on_succeeded", "Task SUCCEEDED: the run"),
        (outcome.fail, FAILED, "notify_on_failed", "Task FAILED: the run"),
        (outcome.wait_for_owner, WAITS, "notify_on_inactive", "Task INACTIVE: the run"),
    ],
)
def test_an_owner_is_told_unless_the_submission_says_no(
    site: Site, change: Any, arguments: Any, option: str, subject: str
) -> None:
    others = {"notify_on_succeeded", "notify_on_failed", "notify_on_inactive"} - {option}
    site.becomes_so(change, site.task(options={option: False}), *arguments)
    assert site.rows() == []
    for options in ({}, {option: True}, dict.fromkeys(others, False)):
        site.becomes_so(change, site.task(options=options), *arguments)
    assert [(row.identity_id, row.subject) for row in site.rows()] == [(site.ann, subject)] * 3


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_cancels_a_task_is_not_told_that_it_failed(site: Site) -> None:
    site.becomes_so(outcome.fail, site.task(), "CANCELED", "The task was cancelled by its owner.")
    assert site.rows() == []
    manager, lost = site.task(), site.task()
    site.becomes_so(stop, manager, "CANCELED", "A manager cancelled the task: not today")
    site.becomes_so(stop, lost, "ACL_CHANGED", "The permission does not exist any more.")
    told = {row.task_id: row.text for row in site.rows()}
    assert "not today" in told[manager]
    assert "(ACL_CHANGED)" in told[lost]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_task_that_waits_again_and_again_says_so_once_an_hour(site: Site) -> None:
    task_id = site.task()
    for _ in range(3):
        site.becomes_so(outcome.wait_for_owner, task_id, *WAITS)
        site.becomes_so(outcome.resume, task_id)
    assert len(site.rows()) == 1
    site.change(created=utcnow() - rules.HOUR)
    site.becomes_so(outcome.wait_for_owner, task_id, *WAITS)
    site.becomes_so(outcome.fail, task_id, *FAILED)
    assert len(site.rows()) == 3


def test_one_sender_at_a_time_holds_a_mail(site: Site) -> None:
    site.becomes_so(outcome.succeed, site.task())
    with site.database.write() as session:
        (first,) = outbox.claim(session, site.people, limit=9)
    with site.database.write() as session:
        assert not deliveries.has_due(session, Notification)
        assert outbox.claim(session, site.people, limit=9) == []
    assert (first.to, first.attempt) == (ANN, 1)
    site.change(lease_until=utcnow())
    with site.database.write() as session:
        (second,) = outbox.claim(session, site.people, limit=9)
        # What the first one was thought dead for comes too late.
        outbox.record(session, first, None)
        outbox.record(session, second, "no")
    (row,) = site.rows()
    assert (row.status, row.attempts, row.error) == (DeliveryStatus.PENDING, 2, "no")
    assert timedelta(seconds=50) < row.due - utcnow() <= timedelta(minutes=1)


def test_who_has_no_proven_address_gets_nothing(site: Site) -> None:
    site.becomes_so(outcome.succeed, site.task(owner=new_id()))
    with site.database.write() as session:
        assert outbox.claim(session, site.people, limit=9) == []
        assert not deliveries.has_due(session, Notification)
    (row,) = site.rows()
    assert (row.status, row.attempts) == (DeliveryStatus.FAILED, 0)


def test_mails_go_a_day_after_their_end(site: Site) -> None:
    for finished in (None, utcnow(), utcnow() - timedelta(days=2)):
        site.becomes_so(outcome.succeed, site.task())
        with site.database.write() as session:
            newest = session.get_one(Notification, site.rows()[-1].id)
            newest.finished = finished
    with site.database.write() as session:
        deliveries.sweep(session, Notification, rules.KEPT)
    assert len(site.rows()) == 2
