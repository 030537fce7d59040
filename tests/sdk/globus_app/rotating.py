"""A service whose refresh tokens are good for one use, and whose old access tokens are refused."""

from __future__ import annotations

import threading
import time
from typing import Any

from globus_sdk.token_storage import TokenStorage, TokenStorageData

from ..recording import Answer, Request
from .renewers import ALL

TRANSFER = "transfer.api.globus.org"


class Rotating:
    """Counts what it renews."""

    def __init__(self) -> None:
        self.renewals = 0
        self.lock = threading.Lock()

    def respond(self, request: Request) -> Answer:
        with self.lock:
            if request.path.endswith("/token"):
                return self._renewed(request.form())
        newest = f"Bearer at-{self.renewals}"
        if not self.renewals or request.headers.get("Authorization") != newest:
            return Answer({"code": "AuthenticationFailed", "message": "old"}, 401)
        return Answer({"token": newest})

    def _renewed(self, form: dict[str, str]) -> Answer:
        if form["grant_type"] == "refresh_token" and form["refresh_token"] != f"rt-{self.renewals}":
            return Answer({"error": "invalid_grant"}, 401)
        self.renewals += 1
        return Answer(
            {
                "access_token": f"at-{self.renewals}",
                "refresh_token": f"rt-{self.renewals}",
                "scope": ALL,
                "expires_in": 3600,
                "token_type": "Bearer",
                "resource_server": TRANSFER,
                "other_tokens": [],
            }
        )


def put(storage: TokenStorage, *, left: int = -5, **values: Any) -> None:
    """Store the token that the service knows at first."""
    usual = {"scope": ALL, "access_token": "at-0", "refresh_token": "rt-0", "identity_id": "me"}
    token = {**usual, "expires_at_seconds": int(time.time()) + left, **values}
    data = TokenStorageData.from_dict({"resource_server": TRANSFER, **token})
    storage.store_token_data_by_resource_server({TRANSFER: data})
