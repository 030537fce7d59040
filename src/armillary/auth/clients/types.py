"""The kinds of client and the grants that each may use."""

from __future__ import annotations

from dataclasses import dataclass

AUTHORIZATION_CODE = "authorization_code"
REFRESH_TOKEN = "refresh_token"  # noqa: S105 - the name of a grant
CLIENT_CREDENTIALS = "client_credentials"
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
DEPENDENT_TOKEN = "urn:globus:auth:grant_type:dependent_token"  # noqa: S105 - the name of a grant

_CONFIDENTIAL = (AUTHORIZATION_CODE, CLIENT_CREDENTIALS, REFRESH_TOKEN)
_SERVICE = (CLIENT_CREDENTIALS, REFRESH_TOKEN, DEPENDENT_TOKEN)


@dataclass(frozen=True)
class ClientType:
    """Whether clients of this type are public (RFC 6749 section 2.1), and their grants."""

    public: bool
    grant_types: tuple[str, ...]


CLIENT_TYPES = {
    "public_installed_client": ClientType(True, (AUTHORIZATION_CODE, REFRESH_TOKEN)),
    "confidential_client": ClientType(False, _CONFIDENTIAL),
    "client_identity": ClientType(False, _CONFIDENTIAL),
    "hybrid_confidential_client_resource_server": ClientType(
        False, (*_CONFIDENTIAL, DEPENDENT_TOKEN)
    ),
    "resource_server": ClientType(False, _SERVICE),
    "globus_connect_server": ClientType(False, _SERVICE),
}


def may_use(client_type: str, grant_type: str) -> bool:
    """Whether clients of a type may use a grant.

    Whoever may sign people in may do so on a device without a browser as well. It is a rule of
    its own because the ``grant_types`` of client documents are those of Globus Auth.
    """
    known = CLIENT_TYPES[client_type].grant_types
    return (AUTHORIZATION_CODE if grant_type == DEVICE_CODE else grant_type) in known
