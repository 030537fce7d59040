"""The device authorization document."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from armillary.auth.device.rules import INTERVAL, LIFETIME, shown

# What a device may say of the login, besides who it is; the same words as in a browser.
PARAMETERS = frozenset(
    {
        "scope",
        "access_type",
        "code_challenge",
        "code_challenge_method",
        "nonce",
        "prompt",
        "max_age",
        "login_hint",
        "prefill_named_grant",
        "session_message",
        "session_required_identities",
        "session_required_single_domain",
        "session_required_policies",
        "session_required_mfa",
    }
)


def device_document(auth_url: str, *, device_code: str, user_code: str) -> dict[str, Any]:
    """What the device shows, and polls with (RFC 8628 section 3.2).

    :param auth_url: root of Auth, without a final slash
    """
    page = f"{auth_url}/v2/web/device"
    code = shown(user_code)
    return {
        "device_code": device_code,
        "user_code": code,
        "verification_uri": page,
        "verification_uri_complete": f"{page}?{urlencode({'user_code': code})}",
        "expires_in": int(LIFETIME.total_seconds()),
        "interval": INTERVAL,
    }
