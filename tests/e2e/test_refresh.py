"""A client with a refresh token keeps going, and asks for a new token exactly when it must."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from globus_sdk import NativeAppAuthClient, RefreshTokenAuthorizer, TransferClient
from tests.e2e.services import CLIENT_ID, Services, start

LIFETIME = 65
# Authorizers take a token for expired this long before it is.
EARLY = 60


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Services whose access tokens live 65 seconds."""
    folder = tmp_path_factory.mktemp("brief")
    running = start(folder, ARMILLARY_ACCESS_TOKEN_LIFETIME=str(LIFETIME))
    yield running
    assert running.stop() == 0


@pytest.fixture
def auth(brief: Services) -> Iterator[NativeAppAuthClient]:
    with brief.auth_client() as client:
        yield client


@pytest.fixture
def transfer(brief: Services, auth: NativeAppAuthClient) -> Iterator[TransferClient]:
    """A transfer client that logged in just now, with a refresh token."""
    tokens = brief.log_in(auth, refresh=True).by_resource_server["transfer.api.globus.org"]
    authorizer = RefreshTokenAuthorizer(
        tokens["refresh_token"],
        auth,
        access_token=tokens["access_token"],
        expires_at=tokens["expires_at_seconds"],
    )
    url = brief.state["env"]["GLOBUS_SDK_SERVICE_URL_TRANSFER"]
    with TransferClient(authorizer=authorizer, base_url=url) as client:
        yield client


@pytest.fixture
def refreshes(brief: Services) -> Callable[[], int]:
    """How many tokens of the transfer service were refreshed so far, from the audit table."""

    def count() -> int:
        with closing(sqlite3.connect(brief.data_dir / "armillary.db")) as database:
            (number,) = database.execute(
                "SELECT count(*) FROM auth_audit_event WHERE event = 'token.refreshed' "
                "AND client = ? AND target = 'transfer.api.globus.org'",
                (CLIENT_ID,),
            ).fetchone()
        return int(number)

    return count


def test_tokens_are_refreshed_once_each_time_they_run_out(
    transfer: TransferClient, refreshes: Callable[[], int]
) -> None:
    authorizer = transfer.authorizer
    assert isinstance(authorizer, RefreshTokenAuthorizer)
    before = refreshes()
    transfer.task_list()
    assert refreshes() == before
    assert authorizer.expires_at is not None
    due = authorizer.expires_at - EARLY
    while time.time() <= due:
        time.sleep(0.1)
    for _ in range(20):
        transfer.task_list()
    assert time.time() < due + LIFETIME - EARLY, "the calls took too long to mean anything"
    assert refreshes() == before + 1


def test_a_revoked_token_costs_one_refusal_and_one_refresh(
    transfer: TransferClient, auth: NativeAppAuthClient, refreshes: Callable[[], int]
) -> None:
    authorizer = transfer.authorizer
    assert isinstance(authorizer, RefreshTokenAuthorizer)
    refused = count_refusals(transfer)
    before = refreshes()
    first = authorizer.access_token
    assert first is not None
    auth.oauth2_revoke_token(first)
    assert transfer.task_list().http_status == 200
    assert refreshes() == before + 1
    assert refused == [401]
    assert authorizer.access_token != first


def count_refusals(client: TransferClient) -> list[int]:
    """Collects the statuses of refused answers as they come from the network."""
    statuses: list[int] = []
    session = client.transport.session

    def note(response: object, *_: object, **__: object) -> None:
        status = response.status_code  # type: ignore[attr-defined]
        if status >= 400:
            statuses.append(status)

    session.hooks["response"].append(note)
    return statuses
