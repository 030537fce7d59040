"""Queries on device codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from armillary.auth.device.model import DeviceCode
from armillary.auth.device.rules import INTERVAL, LIFETIME
from armillary.core.clock import utcnow
from armillary.core.ids import secret_hash

# So long a device is told that its code has expired; then the code is forgotten.
_KEPT = timedelta(days=1)


def add_device_code(
    session: Session, *, device_code: str, user_code: str, parameters: Mapping[str, str]
) -> DeviceCode:
    """Keep a device's wish to log somebody in, and forget those of the past.

    :param parameters: of the authorization request, with ``client_id``
    """
    now = utcnow()
    session.execute(delete(DeviceCode).where(DeviceCode.expires_at < now - _KEPT))
    found = DeviceCode(
        device_code_hash=secret_hash(device_code),
        user_code_hash=secret_hash(user_code),
        client_id=parameters["client_id"],
        parameters=dict(parameters),
        interval=INTERVAL,
        created=now,
        expires_at=now + LIFETIME,
    )
    session.add(found)
    session.flush()
    return found


def find_by_device_code(session: Session, device_code: str) -> DeviceCode | None:
    """The row of a device code, whatever has become of it."""
    return session.get(DeviceCode, secret_hash(device_code))


def find_undecided(session: Session, user_code: str) -> DeviceCode | None:
    """The row of a user code that has neither expired nor been decided on."""
    return session.scalar(
        select(DeviceCode).where(
            DeviceCode.user_code_hash == secret_hash(user_code),
            DeviceCode.decided_at.is_(None),
            DeviceCode.expires_at > utcnow(),
        )
    )


def decide(
    session: Session, user_code: str, *, grant_id: str | None = None, scope: str | None = None
) -> bool:
    """Note what somebody decided: a grant, or none; False if it was too late for that."""
    now = utcnow()
    decided = session.execute(
        update(DeviceCode)
        .where(
            DeviceCode.user_code_hash == secret_hash(user_code),
            DeviceCode.decided_at.is_(None),
            DeviceCode.expires_at > now,
        )
        .values(decided_at=now, grant_id=grant_id, scope=scope)
        .returning(DeviceCode.device_code_hash)
        .execution_options(synchronize_session=False)
    )
    return decided.one_or_none() is not None


def use(session: Session, code: DeviceCode) -> bool:
    """Mark a device code as spent; False if another request was faster."""
    used = session.execute(
        update(DeviceCode)
        .where(DeviceCode.device_code_hash == code.device_code_hash, DeviceCode.used_at.is_(None))
        .values(used_at=utcnow())
        .returning(DeviceCode.device_code_hash)
        .execution_options(synchronize_session=False)
    )
    return used.one_or_none() is not None
