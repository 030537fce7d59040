"""What a page carries along between two requests: signed, short-lived, for one browser only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from armillary.auth.errors import InvalidRequest
from armillary.auth.parts import Parts
from armillary.core.clock import utcnow
from armillary.core.ids import secret_hash, secrets_equal
from armillary.core.signing import SignatureInvalid, sign, verify

LIFETIME = timedelta(minutes=10)


class PageTooOld(InvalidRequest):
    """The page has waited too long, or belongs to another browser."""


def to_text(parts: Parts, cookie: str, *, kind: str, **claims: Any) -> str:
    """The signed form of the claims, for ten minutes.

    :param cookie: the browser's secret, without which the form is worth nothing
    :param kind: the use, for which alone it counts
    """
    now = utcnow()
    bound = {
        "aud": parts.settings.auth_url,
        "iat": now,
        "exp": now + LIFETIME,
        "cookie": secret_hash(cookie),
    }
    return sign({**claims, **bound}, parts.interaction_key, kind=kind)


def from_text(parts: Parts, cookie: str | None, text: str | None, *, kind: str) -> dict[str, Any]:
    """The claims again.

    :raises PageTooOld: forged, too old, of another browser or for another use
    """
    key = parts.interaction_key.public_key()
    try:
        claims = verify(text or "", key, kind=kind, audience=parts.settings.auth_url)
    except SignatureInvalid as error:
        raise _too_old() from error
    if not secrets_equal(claims["cookie"], secret_hash(cookie or "")):
        raise _too_old()
    return claims


def _too_old() -> PageTooOld:
    return PageTooOld("This page has waited too long. Go back and start again.")
