"""Every grant of the token endpoint."""

from __future__ import annotations

from armillary.auth.clients.types import (
    AUTHORIZATION_CODE,
    CLIENT_CREDENTIALS,
    DEPENDENT_TOKEN,
    DEVICE_CODE,
    REFRESH_TOKEN,
)
from armillary.auth.grants.authorization_code import exchange_code
from armillary.auth.grants.client_credentials import issue_to_client
from armillary.auth.grants.dependent_token import exchange_token
from armillary.auth.grants.device_code import exchange_device_code
from armillary.auth.grants.refresh_token import refresh
from armillary.auth.grants.request import Grant

GRANTS: dict[str, Grant] = {
    AUTHORIZATION_CODE: exchange_code,
    REFRESH_TOKEN: refresh,
    CLIENT_CREDENTIALS: issue_to_client,
    DEPENDENT_TOKEN: exchange_token,
    DEVICE_CODE: exchange_device_code,
}
