"""Runs `armillary up` for real and tells what it printed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from armillary.cli.tutorial.signin import authorization_code
from globus_sdk import AccessTokenAuthorizer, NativeAppAuthClient, TransferClient
from globus_sdk.services.auth import OAuthTokenResponse

START_SECONDS = 60
STOP_SECONDS = 20
CLIENT_ID = "61338d24-54d5-408f-a10d-66c06b59f6d2"


@dataclass
class Services:
    """A running `armillary up`."""

    process: subprocess.Popen[str]
    state: dict[str, Any]
    data_dir: Path

    @property
    def base_url(self) -> str:
        url: str = self.state["base_url"]
        return url

    @property
    def collections(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = self.state["collections"]
        return found

    def client_environment(self) -> dict[str, str]:
        """The environment of a client: nothing of ours but the variables of `armillary env`."""
        return {"PATH": os.environ["PATH"], "HOME": str(self.data_dir), **self.state["env"]}

    def auth_client(self) -> NativeAppAuthClient:
        """The tutorial's app."""
        return NativeAppAuthClient(
            CLIENT_ID, base_url=self.state["env"]["GLOBUS_SDK_SERVICE_URL_AUTH"]
        )

    def log_in(self, auth: NativeAppAuthClient, *, refresh: bool = False) -> OAuthTokenResponse:
        """The demo user's tokens."""
        auth.oauth2_start_flow(refresh_tokens=refresh)
        demo = self.state["demo"]
        url = auth.oauth2_get_authorize_url()
        code = authorization_code(url, demo["username"], demo["password"])
        return auth.oauth2_exchange_code_for_tokens(code)

    def access_token(self) -> str:
        """A token of the demo user for Transfer."""
        with self.auth_client() as auth:
            tokens = self.log_in(auth).by_resource_server["transfer.api.globus.org"]
        token: str = tokens["access_token"]
        return token

    def transfer_client(self, token: str | None = None) -> TransferClient:
        """A client of Transfer with a token, by default a new one of the demo user."""
        authorizer = AccessTokenAuthorizer(token or self.access_token())
        url = self.state["env"]["GLOBUS_SDK_SERVICE_URL_TRANSFER"]
        return TransferClient(authorizer=authorizer, base_url=url)

    def stop(self) -> int:
        """SIGTERM, and the exit code."""
        with self.process:
            self.process.send_signal(signal.SIGTERM)
            return self.process.wait(STOP_SECONDS)


def start(data_dir: Path, *arguments: str, **environment: str) -> Services:
    """Start services on a free port and wait until they are ready."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "armillary.cli", "up", "--json", "--port", "0"),
            *("--data-dir", str(data_dir), *arguments),
        ],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, f"armillary up did not start: exit code {process.wait()}"
    return Services(process, json.loads(line), data_dir)
