"""Who shares a directory can have somebody told by mail, within bounds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from sqlalchemy import select, update

from armillary.core.clock import utcnow
from armillary.transfer.errors import TooManyNotifications
from armillary.transfer.notifications import rules
from armillary.transfer.notifications.model import Notification
from armillary.transfer.permissions.model import AccessRule
from tests.armillary.transfer.api.world import World, a_rule, new_world
from tests.armillary.transfer.conftest import TransferService

ACCESS = "/endpoint/{collection}/access"


@pytest.fixture
def world(service: TransferService) -> World:
    world = new_world(service)
    with service.database.write() as session:
        session.query(Notification).delete()
    return world


def share(world: World, who: str, path: str, changes: dict[str, Any] | None = None) -> Any:
    return world.call(who, "POST", ACCESS, a_rule("reader", path) | (changes or {}))


def rows(world: World) -> list[Notification]:
    with world.service.database.read() as session:
        return list(session.scalars(select(Notification)))


def test_somebody_is_told_who_shares_what(world: World) -> None:
    message = "have a look\r\nBcc: eve@example.org"
    assert share(world, "owner", "/a/", {"notify_message": message})["http"] == 201
    (row,) = rows(world)
    assert (row.address, row.identity_id) == ("reader@example.org", None)
    assert row.sender_id == world.people["owner"].id
    assert row.subject == "owner shares guest with you"
    for words in ("owner shares", world.collection, "/a/", "> have a look\n> Bcc: eve", "read"):
        assert words in row.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("changes", "status", "mails"),
    [
        ({"notify_email": None}, 201, 0),
        ({"notify_email": ""}, 201, 0),
        ({"notify_message": None}, 201, 1),
        ({"notify_message": "東" * 10_000}, 201, 1),
        ({"notify_message": "a" * 10_001}, 400, 0),
        ({"notify_email": "nobody"}, 400, 0),
        ({"notify_email": "a@example.org, b@example.org"}, 400, 0),
        ({"notify_email": "a@example.org\nBcc: b@example.org"}, 400, 0),
        ({"notify_email": "=?utf-8?q?=0d=0aBcc=3A_x?=@example.org"}, 400, 0),
        ({"path": "no slash"}, 400, 0),
        ({"path": "/open/"}, 409, 0),
    ],
)
def test_mail_goes_only_where_it_may(
    world: World, changes: dict[str, Any], status: int, mails: int
) -> None:
    assert share(world, "owner", "/a/", changes)["http"] == status
    assert len(rows(world)) == mails


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_may_not_share_sends_nothing(world: World) -> None:
    assert share(world, "stranger", "/a/")["http"] == 403
    assert rows(world) == []


def test_there_are_so_many_mails_an_hour(world: World) -> None:
    with mock.patch.object(rules, "MOST_SHARED_AN_HOUR", 2):
        for number in range(2):
            assert share(world, "owner", f"/{number}/")["http"] == 201
        answer = share(world, "owner", "/more/")
        assert (answer["http"], answer["code"]) == (400, TooManyNotifications.code)
        assert "without notify_email" in answer["message"]
        # Neither the mail nor the rule is there; somebody else may, and who goes without mail.
        with world.service.database.read() as session:
            assert session.query(AccessRule).filter_by(path="/more/").count() == 0
        assert share(world, "administrator", "/theirs/")["http"] == 201
        assert share(world, "owner", "/more/", {"notify_email": None})["http"] == 201
        with world.service.database.write() as session:
            session.execute(update(Notification).values(created=utcnow() - timedelta(hours=1)))
        assert share(world, "owner", "/later/")["http"] == 201
