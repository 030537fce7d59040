"""``armillary admin audit`` and ``retention``."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from armillary.auth.audit import AuditArchive, AuditEvent, record
from armillary.auth.device.model import DeviceCode
from armillary.auth.sessions.model import BrowserSession, FailedLogin
from armillary.auth.tokens.model import AccessToken, AuthorizationCode, Grant, RefreshToken
from armillary.cli.deployment import Deployment
from armillary.core.clock import utcnow
from armillary.db.base import Base
from armillary.db.engine import Database
from tests.armillary.auth.conftest import AuthServer, Person
from tests.armillary.auth.test_device import begin
from tests.armillary.cli.admin.conftest import Admin


def count(database: Database, table: type[Base]) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def add_events(database: Database, number: int, *, days_ago: int = 0, event: str = "old") -> None:
    at = utcnow() - timedelta(days=days_ago)
    with database.write() as session:
        for _ in range(number):
            session.execute(insert(AuditEvent).values(at=at, event=event, detail={}))


def test_events_are_filtered_and_paged(admin: Admin, server: AuthServer, person: Person) -> None:
    server.log_in(person)
    everything = admin.json("audit", "list")
    names = [event["event"] for event in everything["events"]]
    assert "login.succeeded" in names
    first = admin.json("audit", "list", "--limit", "2")
    rest = admin.json("audit", "list", "--after", str(first["next"]))
    assert first["events"] + rest["events"] == everything["events"]
    # Nothing yet: the same place is where the next events will be.
    end = admin.json("audit", "list", "--after", str(rest["next"]))
    assert (end["events"], end["next"]) == ([], rest["next"])
    assert {e["event"] for e in admin.json("audit", "list", "--event", "token.*")["events"]} == {
        "token.issued"
    }
    assert {e["actor"] for e in admin.json("audit", "list", "--actor", person.id)["events"]} == {
        person.id
    }
    assert admin.json("audit", "list", "--until", "2020-01-01")["events"] == []
    assert admin.json("audit", "list", "--since", "2020-01-01T10:00")["events"]
    assert "login.succeeded" in admin.run("audit", "list").stdout
    assert "--after" in admin.run("audit", "list", "--limit", "1").stderr


def expire_everything(database: Database) -> None:
    past = utcnow() - timedelta(days=400)
    with database.write() as session:
        for table, column in (
            (AuthorizationCode, "expires_at"),
            (DeviceCode, "expires_at"),
            (AccessToken, "expires_at"),
            (RefreshToken, "last_used"),
            (BrowserSession, "expires_at"),
            (Grant, "created"),
            (FailedLogin, "at"),
        ):
            session.execute(update(table).values({column: past}))


_KINDS: dict[str, type[Base]] = {
    "codes": AuthorizationCode,
    "device_codes": DeviceCode,
    "access_tokens": AccessToken,
    "refresh_tokens": RefreshToken,
    "sessions": BrowserSession,
    "grants": Grant,
    "failed_logins": FailedLogin,
}


def test_what_lives_stays(admin: Admin, server: AuthServer, person: Person) -> None:
    tokens = server.log_in(person, access_type="offline")
    begin(server)
    assert set(admin.json("retention")["deleted"].values()) == {0}
    assert server.refresh(tokens["refresh_token"]).status_code == 200


def test_what_has_ended_goes(admin: Admin, server: AuthServer, person: Person) -> None:
    server.log_in(person, access_type="offline")
    browser = server.browser()
    browser.open(server.authorize_url())
    browser.sign_in(person.username, "wrong")
    begin(server)
    expire_everything(server.database)
    there = {kind: count(server.database, table) for kind, table in _KINDS.items()}
    assert all(there.values())
    counted = admin.json("retention", "--dry-run")["deleted"]
    there["unused_instances"] = 0
    # What hangs on grants has to go first, so a count of these alone is not known before; nor is
    # one of the sessions on which they live.
    assert {**counted, "grants": there["grants"], "sessions": there["sessions"]} == there
    still = {kind: count(server.database, table) for kind, table in _KINDS.items()}
    assert {**still, "unused_instances": 0} == there
    assert admin.json("retention")["deleted"] == there
    assert not any(count(server.database, table) for table in _KINDS.values())
    assert admin.events("retention.applied")[0]["detail"]["deleted"] == there


def archives(admin: Admin) -> list[Path]:
    return sorted((Path(admin.data_dir) / "audit-archive").glob("*"))


def test_old_events_move_to_a_file(admin: Admin, server: AuthServer) -> None:
    add_events(server.database, 3, days_ago=100)
    add_events(server.database, 2, days_ago=1, event="young")
    dry = admin.json("retention", "--dry-run", "--audit-days", "30")
    assert (dry["audit_events"], dry["archives"]) == (3, [])
    (archived,) = admin.json("retention", "--audit-days", "30")["archives"]
    (file,) = archives(admin)
    assert file.stat().st_mode & 0o777 == 0o600
    content = file.read_bytes()
    assert archived["sha256"] == hashlib.sha256(content).hexdigest()
    lines: list[dict[str, Any]] = [json.loads(line) for line in content.splitlines()]
    assert [line["event"] for line in lines] == ["old"] * 3
    left = [event["event"] for event in admin.json("audit", "list")["events"]]
    assert left == ["young", "young", "audit.archived", "retention.applied"]
    # Again: nothing is old any more.
    assert admin.json("retention", "--audit-days", "30")["archives"] == []
    assert archives(admin) == [file]


def test_without_an_age_the_trail_stays(admin: Admin, server: AuthServer) -> None:
    add_events(server.database, 1, days_ago=10_000)
    report = admin.json("retention")
    assert (report["audit_events"], report["archives"]) == (0, [])
    assert admin.events("old")


def test_the_age_can_be_a_setting(
    admin: Admin, server: AuthServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_events(server.database, 1, days_ago=40)
    monkeypatch.setenv("ARMILLARY_AUDIT_RETENTION", "30")
    assert admin.json("retention")["audit_events"] == 1


def test_lifetimes_are_those_that_the_services_were_started_with(
    admin: Admin, server: AuthServer, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shell without the variables must not delete what still lives."""
    server.log_in(person, scope="openid", access_type="offline")
    year_ago = utcnow() - timedelta(days=365)
    with server.database.write() as session:
        session.execute(update(RefreshToken).values(last_used=year_ago))
    two_years = str(2 * 365 * 24 * 3600)
    started_with = {"ARMILLARY_REFRESH_TOKEN_IDLE_LIFETIME": two_years}
    Deployment(Path(admin.data_dir)).remember_environment(started_with)
    assert admin.json("retention", "--dry-run")["deleted"]["refresh_tokens"] == 0
    # Said here, it counts.
    monkeypatch.setenv("ARMILLARY_REFRESH_TOKEN_IDLE_LIFETIME", "3600")
    assert admin.json("retention", "--dry-run")["deleted"]["refresh_tokens"] == 1


def test_only_what_is_archived_can_be_deleted(admin: Admin, server: AuthServer) -> None:
    add_events(server.database, 1, days_ago=100)
    admin.json("retention", "--audit-days", "30")
    with server.database.write() as session:
        record(session, event="later", actor=None, client=None, target=None, detail={})
    for change in (
        delete(AuditEvent),
        delete(AuditArchive),
        update(AuditArchive).values(last_id=10**6),
        update(AuditEvent).values(actor="x"),
    ):
        with pytest.raises(DBAPIError, match="append-only"), server.database.write() as session:
            session.execute(change)
    assert admin.events("later")
