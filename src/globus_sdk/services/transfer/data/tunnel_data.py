"""Tunnels."""

from __future__ import annotations

import uuid
from typing import Any

from ...._core.jsonapi import resource
from ...._missing import MISSING, MissingType
from ...._payload import GlobusPayload

_Id = uuid.UUID | str


def new_tunnel(initiator: _Id, listener: _Id, attributes: dict[str, Any]) -> dict[str, Any]:
    """A tunnel between two stream access points, as a document."""
    ends = {
        "listener": ("StreamAccessPoint", listener),
        "initiator": ("StreamAccessPoint", initiator),
    }
    return resource("Tunnel", attributes, ends)


class CreateTunnelData(GlobusPayload):
    """A tunnel, for :meth:`TransferClient.create_tunnel`.

    :param initiator_stream_access_point: the stream access point that connects.
    :param listener_stream_access_point: the one that waits for connections.
    :param label: a name for people to see.
    :param submission_id: makes it safe to repeat the creation; filled in when creating.
    :param lifetime_mins: after how many minutes it ends.
    :param restartable: whether it may be started again.
    :param additional_fields: further attributes.
    """

    def __init__(
        self,
        initiator_stream_access_point: uuid.UUID | str,
        listener_stream_access_point: uuid.UUID | str,
        *,
        label: str | MissingType = MISSING,
        submission_id: uuid.UUID | str | MissingType = MISSING,
        lifetime_mins: int | MissingType = MISSING,
        restartable: bool | MissingType = MISSING,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        attributes = {
            "label": label,
            "submission_id": submission_id,
            "lifetime_mins": lifetime_mins,
            "restartable": restartable,
            **(additional_fields or {}),
        }
        ends = initiator_stream_access_point, listener_stream_access_point
        super().__init__(new_tunnel(*ends, attributes))
