"""Version 3's calls for endpoints of Connect Server 4, and for making links."""

from __future__ import annotations

from typing import Any

from ...models import RegisteredResponse, ResponseSet
from .._people import ENDPOINT_ID
from .endpoints import COLLECTION, PATH, SERVER
from .operations import OPERATIONS
from .shapes import Document, answer, changed, result

DISPLAY_NAME = "Old storage"
REQUIREMENTS: Document = {
    "DATA_TYPE": "activation_requirements",
    "activated": True,
    "expires_in": 43200,
    "expire_time": "2026-01-15T22:30:00+00:00",
    "auto_activation_supported": True,
    "oauth_server": None,
    "length": 1,
    "DATA": [
        {
            "DATA_TYPE": "activation_requirement",
            "type": "myproxy",
            "name": "hostname",
            "ui_name": "MyProxy server",
            "description": "The server that knows the user",
            "value": "myproxy.lab.example.org",
            "required": True,
            "private": False,
        }
    ],
}

_SERVER = f"{PATH}/server/{SERVER['id']}"
_SERVER_KNOWN = {**COLLECTION, "server_id": SERVER["id"]}


def made(path: str, data_type: str, message: str, **further: Any) -> RegisteredResponse:
    """The answer to a call that made something."""
    document = result(path, "Created", message, data_type=data_type, **further)
    return answer(method="POST", path=path, json=document)


def activation(action: str, code: str, message: str, *, seconds: int) -> RegisteredResponse:
    """The answer to an activation."""
    document = result(
        f"{PATH}/{action}",
        code,
        message,
        data_type="activation_result",
        expires_in=seconds,
        expire_time="2026-01-15T22:30:00+00:00" if seconds else None,
        subject=None,
    )
    return answer(method="POST", path=f"{PATH}/{action}", json=document)


ANSWERS: dict[str, ResponseSet] = {
    "create_endpoint": ResponseSet(
        metadata={"endpoint_id": ENDPOINT_ID},
        default=made(
            "/v0.10/endpoint",
            "endpoint_create_result",
            "The endpoint has been created.",
            id=ENDPOINT_ID,
            globus_connect_setup_key="a-setup-key",
        ),
    ),
    "add_endpoint_server": ResponseSet(
        metadata=_SERVER_KNOWN,
        default=made(
            f"{PATH}/server", "endpoint_server_create_result", "The server has been added.", id=1
        ),
    ),
    "update_endpoint_server": ResponseSet(
        metadata=_SERVER_KNOWN,
        default=changed("PUT", _SERVER, "Updated", "The server has been changed."),
    ),
    "delete_endpoint_server": ResponseSet(
        metadata=_SERVER_KNOWN,
        default=changed("DELETE", _SERVER, "Deleted", "The server has been taken away."),
    ),
    "endpoint_activate": ResponseSet(
        metadata=COLLECTION,
        default=activation(
            "activate",
            "Activated.MyProxyCredential",
            "The endpoint has been activated.",
            seconds=43200,
        ),
    ),
    "endpoint_autoactivate": ResponseSet(
        metadata=COLLECTION,
        default=activation(
            "autoactivate",
            "AutoActivated.CachedCredential",
            "The endpoint has been activated.",
            seconds=43200,
        ),
        failed=activation(
            "autoactivate", "AutoActivationFailed", "The endpoint needs a credential.", seconds=0
        ),
    ),
    "endpoint_deactivate": ResponseSet(
        metadata=COLLECTION,
        default=changed(
            "POST", f"{PATH}/deactivate", "Deactivated", "The endpoint is no longer active."
        ),
    ),
    "endpoint_get_activation_requirements": ResponseSet(
        metadata=COLLECTION,
        default=answer(path=f"{PATH}/activation_requirements", json=REQUIREMENTS),
    ),
    "operation_symlink": ResponseSet(
        metadata=COLLECTION,
        default=changed(
            "POST",
            f"{OPERATIONS}/symlink",
            "SymlinkCreated",
            "The symlink was created successfully",
        ),
    ),
}
