"""A login by device code against the real Auth service."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from globus_sdk import AsyncUserApp, GlobusAppConfig, TransferClient, UserApp
from globus_sdk.login_flows import DeviceLoginError, DeviceLoginFlowManager
from tests.armillary.auth.browser import Browser
from tests.e2e.services import CLIENT_ID, Services


def config_of(services: Services, decision: str) -> GlobusAppConfig:
    """An app's configuration, and the demo user, who has a browser at hand."""

    class Device(DeviceLoginFlowManager):
        def print_instructions(
            self, verification_uri: str, user_code: str, verification_uri_complete: str | None
        ) -> None:
            demo = services.state["demo"]
            browser = Browser(services.base_url)
            browser.open(verification_uri)
            browser.submit({"user_code": user_code})
            browser.sign_in(demo["username"], demo["password"])
            browser.submit({"decision": decision})

    maker: Any = Device
    return GlobusAppConfig(
        login_flow_manager=maker, token_storage="memory", request_refresh_tokens=True
    )


@pytest.fixture(autouse=True)
def place(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in services.state["env"].items():
        monkeypatch.setenv(name, value)


def test_an_app_logs_in_by_device_code(services: Services) -> None:
    with UserApp("e2e", client_id=CLIENT_ID, config=config_of(services, "allow")) as app:
        with TransferClient(app=app) as client:
            found = [e["id"] for e in client.endpoint_search(filter_scope="my-endpoints")]
        assert found == [c["id"] for c in services.collections]
        token = app.token_storage.get_token_data("transfer.api.globus.org")
        assert token.refresh_token


def test_an_app_for_asyncio_is_told_of_a_denial(services: Services) -> None:
    async def main() -> None:
        config = config_of(services, "deny")
        async with AsyncUserApp("e2e", client_id=CLIENT_ID, config=config) as app:
            with pytest.raises(DeviceLoginError):
                await app.login()

    asyncio.run(main())
