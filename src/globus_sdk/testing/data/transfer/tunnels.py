"""Tunnels, the same in both versions of Transfer."""

from __future__ import annotations

from typing import Any

from ...models import RegisteredResponse, ResponseSet
from .._people import ENDPOINT_ID, IDENTITY_ID, ORGANIZATION, USERNAME, made_id
from .shapes import REQUEST_ID, Document, answer

TUNNEL_ID = made_id("tunnel")
INITIATOR_ID = made_id("initiator")
LISTENER_ID = made_id("listener")
LABEL = "detector to cluster"
META = {"request_id": REQUEST_ID}

_PATH = f"/v2/tunnels/{TUNNEL_ID}"
_POINT = f"/v2/stream_access_points/{LISTENER_ID}"
_TUNNEL = {"tunnel_id": TUNNEL_ID}
_ENDS = {"initiator_ap": INITIATOR_ID, "listener_ap": LISTENER_ID}


def related(kind: str, identifier: str) -> Document:
    """A reference to another document."""
    return {"data": {"type": kind, "id": identifier}}


def tunnel(tunnel_id: str = TUNNEL_ID, **attributes: Any) -> Document:
    """A tunnel that waits for its listener."""
    return {
        "type": "Tunnel",
        "id": tunnel_id,
        "attributes": {
            "label": LABEL,
            "state": "AWAITING_LISTENER",
            "status": "The tunnel waits for its listener.",
            "created_time": "2026-01-15T10:30:00+00:00",
            "lifetime_mins": 360,
            "restartable": False,
            "submission_id": made_id("tunnel submission"),
            "initiator_ip_address": None,
            "initiator_port": None,
            "listener_ip_address": None,
            "listener_port": None,
            **attributes,
        },
        "relationships": {
            "owner": related("Identity", IDENTITY_ID),
            "initiator": related("StreamAccessPoint", INITIATOR_ID),
            "listener": related("StreamAccessPoint", LISTENER_ID),
        },
    }


def access_point(point_id: str = LISTENER_ID, display_name: str = "Cluster") -> Document:
    """Where a tunnel begins or ends."""
    return {
        "type": "StreamAccessPoint",
        "id": point_id,
        "attributes": {
            "display_name": display_name,
            "advertised_owner": USERNAME,
            "organization": ORGANIZATION,
            "department": None,
            "description": None,
            "keywords": None,
            "contact_email": None,
            "contact_info": None,
            "info_link": None,
            "tlsftp_server": "tlsftp://xyz.data.globus.org:443",
        },
        "relationships": {"host_endpoint": related("Endpoint", ENDPOINT_ID)},
    }


def event(number: int, code: str, description: str, *, is_error: bool = False) -> Document:
    """What happened to a tunnel."""
    return {
        "type": "TunnelEvent",
        "id": number,
        "attributes": {
            "code": code,
            "is_error": is_error,
            "description": description,
            "details": description,
            "time": f"2026-01-15T10:3{number}:00+00:00",
        },
    }


def no_such_tunnel(method: Any = "GET") -> RegisteredResponse:
    """The error without such a tunnel."""
    error = {
        "status": "404",
        "code": "NotFound",
        "title": "Not found",
        "detail": f"There is no tunnel {TUNNEL_ID}.",
    }
    return answer(
        path=_PATH,
        method=method,
        status=404,
        content_type="application/vnd.api+json",
        json={"errors": [error], "meta": META},
    )


def one(document: Document | None) -> Document:
    """A document in its envelope."""
    return {"data": document, "meta": META}


def several(*documents: Document) -> Document:
    """The only page of a list."""
    return {"data": list(documents), "links": None, "meta": META}


ANSWERS: dict[str, ResponseSet] = {
    "create_tunnel": ResponseSet(
        default=answer(
            path="/v2/tunnels",
            method="POST",
            json=one(tunnel()),
            metadata={**_TUNNEL, **_ENDS, "display_name": LABEL},
        ),
    ),
    "update_tunnel": ResponseSet(
        default=answer(
            path=_PATH, method="PATCH", json=one(tunnel(state="STOPPING")), metadata=_TUNNEL
        ),
    ),
    "get_tunnel": ResponseSet(
        metadata=_TUNNEL,
        default=answer(path=_PATH, json=one(tunnel()), metadata={**_TUNNEL, **_ENDS}),
        not_found=no_such_tunnel(),
    ),
    "delete_tunnel": ResponseSet(
        metadata=_TUNNEL,
        default=answer(path=_PATH, method="DELETE", json=one(None)),
        not_found=no_such_tunnel("DELETE"),
    ),
    "list_tunnels": ResponseSet(
        metadata={"tunnel_ids": [TUNNEL_ID, made_id("other tunnel")]},
        default=answer(
            path="/v2/tunnels",
            json=several(tunnel(), tunnel(made_id("other tunnel"), label="detector to archive")),
        ),
    ),
    "get_tunnel_events": ResponseSet(
        metadata=_TUNNEL,
        default=answer(
            path=f"{_PATH}/events",
            json=several(
                event(2, "STOPPED", "The tunnel is closed"),
                event(1, "CONNECT_FAILED", "The listener did not answer", is_error=True),
                event(0, "STARTED", "The tunnel waits for its listener"),
            ),
        ),
    ),
    "get_stream_access_point": ResponseSet(
        default=answer(
            path=_POINT, json=one(access_point()), metadata={"access_point_id": LISTENER_ID}
        ),
    ),
}
