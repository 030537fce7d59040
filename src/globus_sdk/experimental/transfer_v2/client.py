"""The clients of Transfer, version 2."""

from __future__ import annotations

from ..._core.operation import awaited
from ...client import AsyncBaseClient, BaseClient
from ...scopes import Scope, TransferScopes
from ...services.transfer import tunnels as common
from ...services.transfer.errors import TransferAPIError
from . import bookmarks, tunnels
from .transport import TRANSFER_V2_DEFAULT_RETRY_CHECKS


class TransferClientV2(BaseClient):
    """A client of Transfer, version 2; its parameters are those of
    :class:`~globus_sdk.BaseClient`.
    """

    service_name = "transfer"
    error_class = TransferAPIError
    scopes = TransferScopes
    standard_retry_checks = TRANSFER_V2_DEFAULT_RETRY_CHECKS

    default_scope_requirements: list[Scope] = [TransferScopes.all]

    create_tunnel = tunnels.create_tunnel
    update_tunnel = common.update_tunnel
    get_tunnel = common.get_tunnel
    delete_tunnel = common.delete_tunnel
    list_tunnels = common.list_tunnels
    get_tunnel_events = common.get_tunnel_events
    get_stream_access_point = common.get_stream_access_point
    list_stream_access_points = tunnels.list_stream_access_points

    list_bookmarks = bookmarks.list_bookmarks
    get_bookmark = bookmarks.get_bookmark
    create_bookmark = bookmarks.create_bookmark
    update_bookmark = bookmarks.update_bookmark
    delete_bookmark = bookmarks.delete_bookmark


class AsyncTransferClientV2(AsyncBaseClient):
    """:class:`TransferClientV2` for ``asyncio``; its parameters are those of
    :class:`~globus_sdk.AsyncBaseClient`.
    """

    service_name = "transfer"
    error_class = TransferAPIError
    scopes = TransferScopes
    standard_retry_checks = TRANSFER_V2_DEFAULT_RETRY_CHECKS

    default_scope_requirements: list[Scope] = [TransferScopes.all]

    create_tunnel = awaited(tunnels.create_tunnel)
    update_tunnel = awaited(common.update_tunnel)
    get_tunnel = awaited(common.get_tunnel)
    delete_tunnel = awaited(common.delete_tunnel)
    list_tunnels = awaited(common.list_tunnels)
    get_tunnel_events = awaited(common.get_tunnel_events)
    get_stream_access_point = awaited(common.get_stream_access_point)
    list_stream_access_points = awaited(tunnels.list_stream_access_points)

    list_bookmarks = awaited(bookmarks.list_bookmarks)
    get_bookmark = awaited(bookmarks.get_bookmark)
    create_bookmark = awaited(bookmarks.create_bookmark)
    update_bookmark = awaited(bookmarks.update_bookmark)
    delete_bookmark = awaited(bookmarks.delete_bookmark)
