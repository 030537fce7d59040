"""Each operation of each client is bound in its async twin, with the same parameters."""

from __future__ import annotations

import inspect
import sys
from typing import Any

import pytest

import globus_sdk
from globus_sdk import AsyncBaseClient, BaseClient
from globus_sdk.experimental import TransferClientV2
from globus_sdk.experimental.gcs_collection_client import GCSCollectionClient

CLIENTS = [
    kind
    for kind in (getattr(globus_sdk, name) for name in globus_sdk.__all__)
    if inspect.isclass(kind) and issubclass(kind, BaseClient)
] + [TransferClientV2, GCSCollectionClient]


def twin_of(client: type[BaseClient]) -> type[AsyncBaseClient]:
    twin = getattr(sys.modules[client.__module__], f"Async{client.__name__}")
    assert issubclass(twin, AsyncBaseClient)
    return twin  # type: ignore[no-any-return]


# what only code for version 3 uses, which had no async clients
FORMER_NAMES = {"transport_class", ("AuthClient", "client_id")}
FORMER_PARAMETERS = {"transport_params", ("AuthClient", "client_id")}


def public(client: type) -> dict[str, Any]:
    names = (name for name in dir(client) if not name.startswith("_"))
    return {name: inspect.getattr_static(client, name) for name in names}


def shown(function: Any) -> list[tuple[str, Any, Any]]:
    parameters = inspect.signature(function).parameters.values()
    return [(one.name, one.kind, one.default) for one in parameters]


@pytest.mark.parametrize("client", CLIENTS)
def test_the_twin_has_the_same_public_names(client: type[BaseClient]) -> None:
    ours = {n for n in public(client) if not {n, (client.__name__, n)} & FORMER_NAMES}
    assert ours == {n for n in public(twin_of(client)) if n not in FORMER_NAMES}


@pytest.mark.parametrize("client", CLIENTS)
def test_operations_are_awaited_and_take_the_same_arguments(client: type[BaseClient]) -> None:
    twin = public(twin_of(client))
    operations = {
        name: method
        for name, method in public(client).items()
        if inspect.isfunction(method) and hasattr(method, "__wrapped__")
    }
    assert operations
    for name, method in operations.items():
        assert inspect.iscoroutinefunction(twin[name]), name
        assert shown(method) == shown(twin[name]), name
        assert twin[name].__doc__ == method.__doc__, name
        assert vars(twin[name]).get("_paginator") == vars(method).get("_paginator"), name


@pytest.mark.parametrize("client", CLIENTS)
def test_everything_but_the_edges_is_an_operation(client: type[BaseClient]) -> None:
    edges = {"request", "close", "attach_globus_app", "add_app_scope"}
    scopes = {
        "add_app_data_access_scope",
        "add_app_transfer_data_access_scope",
        "add_app_flow_user_scope",
    }
    pure = {"oauth2_start_flow", "oauth2_get_authorize_url"}
    plain = {
        name
        for name, method in public(client).items()
        if inspect.isfunction(method) and not hasattr(method, "__wrapped__")
    }
    assert plain <= edges | scopes | pure


@pytest.mark.parametrize("client", CLIENTS)
def test_constructors_agree_but_for_the_kinds_of_authorizer_and_transport(
    client: type[BaseClient],
) -> None:
    ours = [
        one
        for one in shown(client.__init__)
        if not {one[0], (client.__name__, one[0])} & FORMER_PARAMETERS
    ]
    assert ours == shown(twin_of(client).__init__)


def test_request_differs_in_streaming_only() -> None:
    ours = {name: kind for name, kind, _ in shown(BaseClient.request)}
    twins = {name: kind for name, kind, _ in shown(AsyncBaseClient.request)}
    assert ours.pop("stream") is inspect.Parameter.KEYWORD_ONLY
    assert ours == twins


def test_signatures_show_what_the_caller_gets() -> None:
    for client in (globus_sdk.TransferClient, globus_sdk.AsyncTransferClient):
        shown_type = inspect.signature(client.endpoint_search).return_annotation
        assert shown_type == "IterableTransferResponse[TransferEndpointDocument]"
        assert inspect.signature(client.task_wait).return_annotation == "bool"
