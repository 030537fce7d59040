"""Construction, names, apps."""

from __future__ import annotations

import asyncio
import uuid

import pytest

from globus_sdk import (
    MISSING,
    AccessTokenAuthorizer,
    AsyncTransferClient,
    BaseClient,
    GlobusSDKUsageError,
    Scope,
    TransferClient,
    ValidationError,
)
from globus_sdk.scopes import TransferScopes
from globus_sdk.transport import RequestsTransport

from .fakes import FakeApp
from .recording import RecordingServer


def test_a_client_needs_an_address() -> None:
    with pytest.raises(GlobusSDKUsageError, match="base_url"):
        BaseClient()
    assert BaseClient(base_url="http://x").base_url == "http://x"

    class Mine(BaseClient):
        base_url = "http://mine/"

    assert Mine().base_url == "http://mine/"
    assert Mine.resource_server is None


def test_the_resource_server_is_known_without_a_client() -> None:
    assert TransferClient.resource_server == "transfer.api.globus.org"
    assert AsyncTransferClient().resource_server == "transfer.api.globus.org"
    assert TransferClient.scopes is TransferScopes


def test_the_app_name_is_in_the_user_agent() -> None:
    client = TransferClient(app_name="mine")
    assert client.app_name == "mine"
    assert client.transport.user_agent == f"{RequestsTransport.BASE_USER_AGENT}/mine"


def test_an_app_gives_each_request_its_token(server: RecordingServer) -> None:
    app = FakeApp()
    with TransferClient(base_url=server.url, app=app) as client:
        client.get_task("t")
        client.get_task("t")
        assert client.app_name == "my app"
    assert app.requirements == [{"transfer.api.globus.org": [TransferScopes.all]}]
    assert [r.headers["Authorization"] for r in server.requests] == [
        "Bearer token-1",
        "Bearer token-2",
    ]


def test_an_app_serves_an_async_client(server: RecordingServer) -> None:
    async def main() -> None:
        async with AsyncTransferClient(base_url=server.url, app=FakeApp()) as client:
            await client.get_task("t")

    asyncio.run(main())
    assert server.requests[0].headers["Authorization"] == "Bearer token-1"


def test_scopes_are_added_to_the_app() -> None:
    app = FakeApp()
    client = TransferClient(app=app, app_scopes=[Scope("x")])
    assert client.add_app_scope("a[b]").add_app_scope([Scope("c")]) is client
    assert [r["transfer.api.globus.org"] for r in app.requirements] == [["x"], ["a[b]"], ["c"]]
    with pytest.raises(GlobusSDKUsageError, match="uses an app"):
        TransferClient().add_app_scope("a")


def test_consent_to_collections_is_asked_for() -> None:
    first, second = uuid.UUID(int=1), str(uuid.UUID(int=2))
    app = FakeApp()
    for client in (TransferClient(app=app), AsyncTransferClient(app=app)):
        assert client.add_app_data_access_scope([first, second]) is client
        base = "https://auth.globus.org/scopes"
        assert app.requirements[-1]["transfer.api.globus.org"] == [
            f"{TransferScopes.all}[*{base}/{first}/data_access *{base}/{second}/data_access]"
        ]
    with pytest.raises(ValidationError, match="not 'nonsense'"):
        TransferClient(app=app).add_app_data_access_scope("nonsense")


def test_an_app_that_does_not_fit_is_refused() -> None:
    app = FakeApp()
    with pytest.raises(GlobusSDKUsageError, match="not both"):
        TransferClient(app=app, authorizer=AccessTokenAuthorizer("t"))
    with pytest.raises(GlobusSDKUsageError, match="authorizer already"):
        TransferClient(authorizer=AccessTokenAuthorizer("t")).attach_globus_app(app)
    with pytest.raises(GlobusSDKUsageError, match="app already"):
        TransferClient(app=app).attach_globus_app(app)
    with pytest.raises(GlobusSDKUsageError, match="resource_server"):
        BaseClient(base_url="http://x", app=app)
    with pytest.raises(GlobusSDKUsageError, match="preview"):
        TransferClient(environment="preview", app=app)


def test_missing_is_one_false_thing() -> None:
    import copy
    import pickle

    assert not MISSING
    assert repr(MISSING) == "<globus_sdk.MISSING>"
    copies = [copy.copy(MISSING), copy.deepcopy(MISSING), pickle.loads(pickle.dumps(MISSING))]
    assert all(one is MISSING for one in copies)
    with pytest.raises(TypeError):
        type(MISSING)()
