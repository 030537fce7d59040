"""Secrets of clients."""

from __future__ import annotations

from ...models import RegisteredResponse, ResponseSet
from .._people import CLIENT_ID, made_id
from .shapes import Document, answer

CREDENTIAL_ID = made_id("credential")
SECRET = "bm8gcmVhbCBzZWNyZXQ="
_PATH = f"/v2/api/clients/{CLIENT_ID}/credentials"
_KNOWN = {"client_id": CLIENT_ID, "credential_id": CREDENTIAL_ID}


def credential(name: str = "first", *, secret: str | None = None) -> Document:
    """A credential; the secret is told when it is made only."""
    return {
        "id": CREDENTIAL_ID,
        "name": name,
        "client": CLIENT_ID,
        "created": "2026-01-15T10:30:00.000000+00:00",
        "secret": secret,
    }


def _made(name: str) -> RegisteredResponse:
    return answer(
        path=_PATH,
        method="POST",
        json={"credential": credential(name, secret=SECRET)},
        metadata={**_KNOWN, "name": name},
    )


ANSWERS: dict[str, ResponseSet] = {
    "create_client_credential": ResponseSet(default=_made("first"), name=_made("second")),
    "get_client_credentials": ResponseSet(
        metadata=_KNOWN, default=answer(path=_PATH, json={"credentials": [credential()]})
    ),
    "delete_client_credential": ResponseSet(
        metadata=_KNOWN,
        default=answer(
            path=f"{_PATH}/{CREDENTIAL_ID}", method="DELETE", json={"credential": credential()}
        ),
    ),
}
