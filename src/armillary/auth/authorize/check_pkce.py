"""Proof key for code exchange (RFC 7636)."""

from __future__ import annotations

import re

from armillary.auth.authorize.authorization import Authorization
from armillary.auth.errors import InvalidRequest

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


def check_pkce(authorization: Authorization) -> None:
    """Public clients must send an S256 challenge; others may (RFC 9700 section 2.1.1).

    A device may, too: its code is sent to nobody but itself (RFC 8628 section 3.2).

    :raises InvalidRequest: it is missing for a public client, malformed, or not S256
    """
    challenge = authorization.parameters.get("code_challenge")
    method = authorization.parameters.get("code_challenge_method")
    if challenge is None:
        _check_absent(authorization, method)
    elif method != "S256":
        raise InvalidRequest("The only code_challenge_method is S256.")
    elif not _CHALLENGE.fullmatch(challenge):
        raise InvalidRequest("code_challenge must be 43 characters of base64url.")


def _check_absent(authorization: Authorization, method: str | None) -> None:
    if authorization.client.public and authorization.user_code is None:
        raise InvalidRequest("Apps without a secret must send a code_challenge (PKCE, S256).")
    if method is not None:
        raise InvalidRequest("code_challenge_method is given without a code_challenge.")
