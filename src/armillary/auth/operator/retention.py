"""Letting go of what is of no use any more, for operators."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import ColumnElement, and_, delete, exists, func, insert, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from armillary.auth.audit import AuditArchive, AuditEvent
from armillary.auth.clients.unused import count_unused_instances, sweep_unused_instances
from armillary.auth.device.model import DeviceCode
from armillary.auth.operator.audit import document
from armillary.auth.operator.record import record_operation
from armillary.auth.sessions.model import BrowserSession, FailedLogin
from armillary.auth.sessions.throttle import WINDOW
from armillary.auth.tokens.model import AccessToken, AuthorizationCode, Grant, RefreshToken
from armillary.core.clock import utcnow
from armillary.core.files import private_dir, write_private
from armillary.core.settings import Settings
from armillary.db.engine import Database

# How long what has ended stays, for clients and people who come late and are told why.
_KEPT = timedelta(days=1)
# Rows in one transaction, so that nobody waits long for the database.
_BATCH = 5_000
_ARCHIVE_ROWS = 100_000

_Rule = tuple[str, InstrumentedAttribute[Any], ColumnElement[bool]]


def apply_retention(
    database: Database, settings: Settings, *, audit_days: int, dry_run: bool
) -> dict[str, Any]:
    """Delete what has expired and ended, and move old events of the audit trail to files.

    :param audit_days: the age from which events are old; 0 keeps them all
    :param dry_run: only count
    :return: how many rows of each kind, and the files
    """
    treat: Callable[[Database, _Rule], int] = _count if dry_run else _delete
    now = utcnow()
    deleted = {rule[0]: treat(database, rule) for rule in _rules(settings, now)}
    if settings.unused_instances:
        made_before = now - timedelta(days=settings.unused_instances)
        deleted["unused_instances"] = _instances(database, made_before, dry_run)
    cutoff = now - timedelta(days=audit_days) if audit_days else None
    report = {"dry_run": dry_run, "deleted": deleted, "audit_events": 0, "archives": []}
    if cutoff is not None:
        report["audit_events"] = _old_events(database, cutoff)[1]
        if not dry_run:
            report["archives"] = list(_archive(database, settings.data_dir, cutoff))
    if not dry_run:
        with database.write() as session:
            record_operation(session, "retention.applied", target=None, deleted=deleted)
    return report


def _instances(database: Database, made_before: datetime, dry_run: bool) -> int:
    if dry_run:
        with database.read() as session:
            return count_unused_instances(session, made_before=made_before)
    total = 0
    while True:
        with database.write() as session:
            removed = sweep_unused_instances(session, made_before=made_before)
        total += removed
        if not removed:
            return total


def _rules(settings: Settings, now: datetime) -> list[_Rule]:
    """Name, key and condition of what goes; grants once nothing hangs on them, sessions last."""
    past = now - _KEPT
    idle = now - timedelta(seconds=settings.refresh_token_idle_lifetime) - _KEPT
    # While apps live on a session, others ask whether it goes on: only its cookie has expired.
    living = select(Grant.session_id).where(Grant.session_id.is_not(None))
    forgotten = and_(BrowserSession.expires_at < past, BrowserSession.id.not_in(living))
    session_ended = or_(BrowserSession.ended_at < past, forgotten)
    return [
        ("codes", AuthorizationCode.code_hash, AuthorizationCode.expires_at < past),
        ("device_codes", DeviceCode.device_code_hash, DeviceCode.expires_at < past),
        ("access_tokens", AccessToken.token_hash, AccessToken.expires_at < past),
        ("refresh_tokens", RefreshToken.token_hash, RefreshToken.last_used < idle),
        ("failed_logins", FailedLogin.id, FailedLogin.at < now - WINDOW),
        ("grants", Grant.id, _is_spent(past)),
        ("sessions", BrowserSession.id, session_ended),
    ]


def _is_spent(past: datetime) -> ColumnElement[bool]:
    """Whether a grant was revoked, or nothing is left of what it gave."""
    parts = (AccessToken, RefreshToken, AuthorizationCode, DeviceCode)
    left = or_(*(exists().where(part.grant_id == Grant.id) for part in parts))
    return or_(Grant.revoked_at < past, (Grant.created < past) & ~left)


def _count(database: Database, rule: _Rule) -> int:
    _, key, condition = rule
    with database.read() as session:
        return session.scalar(select(func.count(key)).where(condition)) or 0


def _delete(database: Database, rule: _Rule) -> int:
    _, key, condition = rule
    total = 0
    while True:
        with database.write() as session:
            batch = session.scalars(select(key).where(condition).limit(_BATCH)).all()
            for some in _slices(list(batch)):
                session.execute(
                    delete(key.class_)
                    .where(key.in_(some))
                    .execution_options(synchronize_session=False)
                )
        total += len(batch)
        if len(batch) < _BATCH:
            return total


def _slices(keys: list[Any], size: int = 500) -> Iterator[list[Any]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))


def _old_events(database: Database, cutoff: datetime) -> tuple[int, int]:
    """The last event before which all are old, and how many there are up to it."""
    with database.read() as session:
        young = session.scalar(select(func.min(AuditEvent.id)).where(AuditEvent.at >= cutoff))
        last = young - 1 if young is not None else session.scalar(select(func.max(AuditEvent.id)))
        count = select(func.count(AuditEvent.id)).where(AuditEvent.id <= (last or 0))
        return last or 0, session.scalar(count) or 0


def _archive(database: Database, data_dir: Path, cutoff: datetime) -> Iterator[dict[str, Any]]:
    """Move old events to files, one a line, and tell of each file.

    The file is complete and on the disk before the database lets go of its events.
    """
    last, _ = _old_events(database, cutoff)
    folder = private_dir(data_dir / "audit-archive")
    while True:
        with database.write() as session:
            events = _next_events(session, last)
            if not events:
                return
            archived = _written(folder, events)
            session.execute(insert(AuditArchive).values(at=utcnow(), **archived))
            ids = (AuditEvent.id >= archived["first_id"], AuditEvent.id <= archived["last_id"])
            session.execute(
                delete(AuditEvent).where(*ids).execution_options(synchronize_session=False)
            )
            record_operation(session, "audit.archived", target=archived["file"], **archived)
        yield archived


def _next_events(session: Session, last: int) -> list[dict[str, Any]]:
    query = select(AuditEvent).where(AuditEvent.id <= last).order_by(AuditEvent.id)
    return [document(event) for event in session.scalars(query.limit(_ARCHIVE_ROWS))]


def _written(folder: Path, events: list[dict[str, Any]]) -> dict[str, Any]:
    first, last = events[0]["id"], events[-1]["id"]
    path = folder / f"audit-{first}-{last}.jsonl"
    content = b"".join(orjson.dumps(event) + b"\n" for event in events)
    write_private(path, content)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return {
        "first_id": first,
        "last_id": last,
        "rows": len(events),
        "file": str(path),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
