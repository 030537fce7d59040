"""Which services a command talks to, and as whom."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from armillary.cli.deployment import Deployment, default_data_dir
from armillary.core.well_known import COMMAND_LINE_CLIENT_ID

if TYPE_CHECKING:
    from globus_sdk import ClientApp, TransferClient, UserApp

_TRANSFER_URL = "GLOBUS_SDK_SERVICE_URL_TRANSFER"
_NAME = "armillary"


def find_services() -> None:
    """Have this process use the services that the environment names, or else those running here.

    What is set already stays: ``armillary env``, or nothing for the hosted services.
    """
    if _TRANSFER_URL in os.environ or "GLOBUS_SDK_ENVIRONMENT" in os.environ:
        return
    state = Deployment(default_data_dir()).running()
    if state is not None:
        os.environ.update(state["env"])


def token_file() -> Path:
    """Where the tokens for these services are kept, for this user only."""
    services = os.environ.get(_TRANSFER_URL) or os.environ.get("GLOBUS_SDK_ENVIRONMENT", "hosted")
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", services).strip("-")
    return Path(click.get_app_dir(_NAME)) / f"tokens-{name}.json"


def app(*, may_ask: bool) -> UserApp | ClientApp:
    """The app as which commands log in.

    A client's own account with ``ARMILLARY_CLIENT_ID`` and ``ARMILLARY_CLIENT_SECRET``; else the
    person at the terminal, through this command's client or the one of ``ARMILLARY_CLIENT_ID``.

    :param may_ask: whether the person may be asked to log in
    """
    from globus_sdk import ClientApp, GlobusAppConfig, UserApp
    from globus_sdk.token_storage import MemoryTokenStorage

    client_id = os.environ.get("ARMILLARY_CLIENT_ID", COMMAND_LINE_CLIENT_ID)
    secret = os.environ.get("ARMILLARY_CLIENT_SECRET")
    if secret is not None:
        config = GlobusAppConfig(token_storage=MemoryTokenStorage())
        return ClientApp(_NAME, client_id=client_id, client_secret=secret, config=config)
    without_asking: dict[str, Any] = {} if may_ask else {"token_validation_error_handler": None}
    config = GlobusAppConfig(
        login_flow_manager="auto",
        token_storage=_storage(),
        request_refresh_tokens=True,
        auto_redrive_gares=may_ask,
        **without_asking,
    )
    return UserApp(_NAME, client_id=client_id, config=config)


def _storage() -> Any:
    from globus_sdk.token_storage import JSONTokenStorage

    path = token_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return JSONTokenStorage(path)


def transfer_client() -> TransferClient:
    """A client of Transfer; somebody at a terminal is asked to log in where that is needed."""
    from globus_sdk import TransferClient

    find_services()
    return TransferClient(app=app(may_ask=sys.stdin.isatty() and sys.stderr.isatty()))
