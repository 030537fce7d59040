"""What other services ask of sessions: whether they go on, and how old sign-ins are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from armillary.auth.identities.model import Identity
from armillary.auth.sessions.model import Authentication, BrowserSession
from armillary.db.prepared import Prepared, Source

_GOING_ON = Prepared(
    select(BrowserSession.id).where(
        BrowserSession.id == bindparam("session_id"), BrowserSession.ended_at.is_(None)
    )
)
_proven, _asked = aliased(Identity), aliased(Identity)
_SIGN_IN = Prepared(
    select(Authentication.auth_time)
    .join(BrowserSession, BrowserSession.id == Authentication.session_id)
    .join(_proven, _proven.id == Authentication.identity_id)
    .join(_asked, _asked.account_id == _proven.account_id)
    .where(
        Authentication.session_id == bindparam("session_id"),
        BrowserSession.ended_at.is_(None),
        _proven.account_id == BrowserSession.account_id,
        _asked.id == bindparam("identity_id"),
    )
    .order_by(Authentication.auth_time.desc())
    .limit(1)
)


def goes_on(source: Source, session_id: str) -> bool:
    """Whether nobody has ended a session; its cookie may have expired.

    One of which retention has left nothing has ended.
    """
    return _GOING_ON.first(source, session_id=session_id) is not None


def last_sign_in(source: Source, identity_id: str, session_id: str) -> datetime | None:
    """When an identity, or one linked to it, last proved itself in a session.

    :returns: None: none did, or the session has ended
    """
    row = _SIGN_IN.first(source, identity_id=identity_id, session_id=session_id)
    return None if row is None else row[0]
