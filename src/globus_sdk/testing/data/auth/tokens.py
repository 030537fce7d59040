"""Tokens: got, refreshed, looked at and taken back."""

from __future__ import annotations

from typing import Any

from ...models import RegisteredResponse, ResponseSet
from .._people import CLIENT_ID, EMAIL, IDENTITY_ID, NAME, USERNAME
from .openid import ACCESS_TOKEN, ID_TOKEN
from .shapes import ISSUER, Document, answer, error_document

_PATH = "/v2/oauth2/token"
TRANSFER = "transfer.api.globus.org"
TRANSFER_SCOPE = f"urn:globus:auth:scope:{TRANSFER}:all"
GROUPS = "groups.api.globus.org"
GROUPS_SCOPE = f"urn:globus:auth:scope:{GROUPS}:view_my_groups_and_memberships"
AUTH = "auth.globus.org"
OPENID_SCOPE = "openid profile email"
GROUPS_TOKEN = "AgArmillaryAccessTokenOfGroups"
REFRESH_TOKEN = "AgArmillaryRefreshToken"
LIFETIME = 172_800  # seconds


def token(
    resource_server: str = TRANSFER,
    scope: str = TRANSFER_SCOPE,
    access_token: str = ACCESS_TOKEN,
    **further: Any,
) -> Document:
    """A token of one resource server."""
    return {
        "access_token": access_token,
        "scope": scope,
        "expires_in": LIFETIME,
        "token_type": "Bearer",
        "resource_server": resource_server,
        **further,
    }


def issued(document: Document, **options: Any) -> RegisteredResponse:
    """The answer with a token, and no others."""
    return answer(path=_PATH, method="POST", json={**document, "other_tokens": []}, **options)


def dependent(**further: str) -> RegisteredResponse:
    """The tokens with which a resource server calls others."""
    known = {"access_token": GROUPS_TOKEN, "scope": GROUPS_SCOPE, **further}
    return answer(
        path=_PATH,
        method="POST",
        json=[token(GROUPS, GROUPS_SCOPE, GROUPS_TOKEN, **further)],
        metadata={"rs_data": {GROUPS: known}},
    )


def refreshed() -> ResponseSet:
    """A new access token, with the refresh token that stays."""
    return ResponseSet(
        metadata={"refresh_token": REFRESH_TOKEN, "resource_server": TRANSFER},
        default=issued(token(refresh_token=REFRESH_TOKEN)),
    )


def _active(action: str, active: bool) -> ResponseSet:
    return ResponseSet(
        default=answer(path=f"{_PATH}/{action}", method="POST", json={"active": active})
    )


INTROSPECTED: Document = {
    "active": True,
    "token_type": "Bearer",
    "scope": TRANSFER_SCOPE,
    "client_id": CLIENT_ID,
    "username": USERNAME,
    "name": NAME,
    "email": EMAIL,
    "sub": IDENTITY_ID,
    "aud": [TRANSFER, CLIENT_ID],
    "iss": ISSUER,
    "iat": 1_768_473_000,
    "nbf": 1_768_473_000,
    "exp": 1_768_473_000 + LIFETIME,
}


def openid() -> RegisteredResponse:
    """The token of Auth, with who the person is."""
    metadata = {"client_id": CLIENT_ID, "id": IDENTITY_ID}
    return issued(token(AUTH, OPENID_SCOPE, id_token=ID_TOKEN), metadata=metadata)


ANSWERS: dict[str, ResponseSet] = {
    "oauth2_client_credentials_tokens": ResponseSet(
        default=issued(
            token(),
            metadata={
                "service": "transfer",
                "resource_server": TRANSFER,
                "access_token": ACCESS_TOKEN,
                "scope": TRANSFER_SCOPE,
            },
        ),
        openid=openid(),
    ),
    "oauth2_exchange_code_for_tokens": ResponseSet(
        default=issued(token(state="_default")),
        invalid_grant=answer(
            path=_PATH,
            method="POST",
            status=401,
            json=error_document(
                401, "INVALID_GRANT", "The code is not valid, or no longer.", word="invalid_grant"
            ),
        ),
        openid=openid(),
    ),
    "oauth2_refresh_token": refreshed(),
    # the name of the method of clients without a secret
    "oauth2_token": ResponseSet(
        metadata={"resource_server": TRANSFER, "access_token": ACCESS_TOKEN},
        default=issued(token()),
    ),
    "oauth2_get_dependent_tokens": ResponseSet(
        groups=dependent(),
        groups_with_refresh_token=dependent(refresh_token=REFRESH_TOKEN),
        default=dependent(),
    ),
    "oauth2_token_introspect": ResponseSet(
        default=answer(
            path=f"{_PATH}/introspect",
            method="POST",
            json=INTROSPECTED,
            metadata={
                "id": IDENTITY_ID,
                "username": USERNAME,
                "name": NAME,
                "email": EMAIL,
                "client_id": CLIENT_ID,
                "scope": TRANSFER_SCOPE,
            },
        ),
    ),
    "oauth2_validate_token": _active("validate", True),
    "oauth2_revoke_token": _active("revoke", False),
}
