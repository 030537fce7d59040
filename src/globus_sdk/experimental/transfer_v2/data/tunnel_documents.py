"""Tunnels."""

from __future__ import annotations

import uuid
from typing import Any, Literal

from ...._core.jsonapi import resource
from ...._missing import MISSING, MissingType
from ...._payload import GlobusPayload
from ....services.transfer.data.tunnel_data import new_tunnel


class TunnelCreateDocument(GlobusPayload):
    """A tunnel, for :meth:`TransferClientV2.create_tunnel`.

    :param initiator_stream_access_point: the stream access point that connects.
    :param listener_stream_access_point: the one that waits for connections.
    :param label: a name for people to see.
    :param listener_port: the port to wait on.
    :param listener_ip_address: the address to wait on.
    :param submission_id: makes it safe to repeat the creation; by default, a new one.
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
        listener_port: int | MissingType = MISSING,
        listener_ip_address: str | MissingType = MISSING,
        submission_id: uuid.UUID | str | MissingType = MISSING,
        lifetime_mins: int | MissingType = MISSING,
        restartable: bool | MissingType = MISSING,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        attributes = {
            "label": label,
            "listener_port": listener_port,
            "listener_ip_address": listener_ip_address,
            "submission_id": uuid.uuid4() if submission_id is MISSING else submission_id,
            "lifetime_mins": lifetime_mins,
            "restartable": restartable,
            **(additional_fields or {}),
        }
        ends = initiator_stream_access_point, listener_stream_access_point
        super().__init__(new_tunnel(*ends, attributes))


class TunnelUpdateDocument(GlobusPayload):
    """What a tunnel is to be, for :meth:`TransferClientV2.update_tunnel`.

    :param label: a name for people to see.
    :param listener_port: the port on which the listener waits.
    :param listener_ip_address: the address on which it waits.
    :param state: ``STOPPING`` to end it.
    :param additional_fields: further attributes.
    """

    def __init__(
        self,
        *,
        label: str | MissingType = MISSING,
        listener_port: int | MissingType = MISSING,
        listener_ip_address: str | MissingType = MISSING,
        state: Literal["STOPPING"] | MissingType = MISSING,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        attributes = {
            "label": label,
            "listener_port": listener_port,
            "listener_ip_address": listener_ip_address,
            "state": state,
            **(additional_fields or {}),
        }
        super().__init__(resource("Tunnel", attributes))
