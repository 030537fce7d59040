"""Auth's answer to other services in the same process: whose token is it?"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection
from datetime import UTC, datetime

from armillary.auth.consents.rules import dependent_scopes
from armillary.auth.consents.store import granted_paths
from armillary.auth.identities.store import linked
from armillary.auth.sessions.assurance import goes_on
from armillary.auth.tokens.lookup import ActiveAccessToken, TokenGrant, find_access_token
from armillary.core.clock import utcnow
from armillary.core.ids import secret_hash
from armillary.db.engine import Database
from armillary.web.caller import Caller, Introspector

# A revoked token is refused everywhere after this many seconds at the latest.
CACHE_SECONDS = 5.0
_CACHE_SIZE = 10_000


def caller_of(database: Database) -> Introspector:
    """The function that tells whose token it is, with a short memory for valid tokens."""
    return _CachingIntrospector(database)


class _CachingIntrospector:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, Caller]] = {}

    def __call__(self, token: str) -> Caller | None:
        key = secret_hash(token)
        now = time.monotonic()
        with self._lock:
            until, caller = self._known.get(key, (0.0, None))
        if caller is not None and now < until and utcnow() < caller.expires_at:
            return caller
        return self._look_up(token, key, now)

    def _look_up(self, token: str, key: str, now: float) -> Caller | None:
        found = find_access_token(self._database, token)
        caller = None if found is None else _caller(self._database, found)
        with self._lock:
            self._known.pop(key, None)
            if caller is not None:
                self._make_room()
                self._known[key] = (now + CACHE_SECONDS, caller)
        return caller

    def _make_room(self) -> None:
        # Insertion order is order of expiry, because every entry lives equally long.
        while len(self._known) >= _CACHE_SIZE:
            del self._known[next(iter(self._known))]


def _caller(database: Database, found: ActiveAccessToken) -> Caller:
    grant = found.grant
    with database.read() as session:
        granted = granted_paths(session, grant.identity_id, grant.app_id)
        identity_set = frozenset(i.id for i in linked(session, grant.account_id))
        in_session = grant.session_id is not None and goes_on(session, grant.session_id)
    below = dependent_scopes(granted, grant.above)
    return Caller(
        identity_id=grant.identity_id,
        username=grant.username,
        identity_set=identity_set,
        client_id=grant.client_id,
        resource_server=found.resource_server,
        scopes=frozenset(found.scopes),
        expires_at=found.expires_at,
        dependent_scopes={scope: below[scope] for scope in found.scopes if scope in below},
        session_id=grant.session_id,
        sign_ins=_sign_ins(grant, identity_set) if in_session else {},
    )


def _sign_ins(grant: TokenGrant, identity_set: Collection[str]) -> dict[str, datetime]:
    """Who had signed in when the token was given, without those who have left the account."""
    return {
        name: datetime.fromtimestamp(proof["auth_time"], UTC)
        for name, proof in grant.authentications.items()
        if name in identity_set
    }
