"""When a request is sent again; the waits are recorded instead of spent."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

import globus_sdk
from globus_sdk import GlobusConnectionError, TransferClient
from globus_sdk.authorizers import GlobusAuthorizer
from globus_sdk.transport import (
    RequestCallerInfo,
    RetryCheckFlags,
    RetryCheckResult,
    RetryConfig,
    RetryContext,
    set_retry_check_flags,
)

from ..recording import Answer, RecordingServer


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    spent: list[float] = []
    really_sleep, here = time.sleep, threading.get_ident()

    def sleep(seconds: float) -> None:
        if threading.get_ident() == here:
            spent.append(seconds)
        else:  # a server in another thread, which must not spin
            really_sleep(seconds)

    monkeypatch.setattr(time, "sleep", sleep)
    return spent


def answers(server: RecordingServer, *planned: Answer) -> None:
    """Answer these in turn, the last one for ever."""
    left = list(planned)
    server.respond = lambda request: left.pop(0) if len(left) > 1 else left[0]


def error(status: int, code: str = "Oops", **headers: str) -> Answer:
    body = {"code": code, "message": "no", "request_id": "r"}
    return Answer(body, status, {k.replace("_", "-"): v for k, v in headers.items()})


class Renewable(GlobusAuthorizer):
    """Counts its renewals."""

    def __init__(self, can_renew: bool = True) -> None:
        self.renewals = 0
        self.can_renew = can_renew

    def get_authorization_header(self) -> str:
        return f"Bearer {self.renewals}"

    def handle_missing_authorization(self) -> bool:
        self.renewals += 1
        return self.can_renew


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_transient_errors_are_tried_again_and_again(
    server: RecordingServer, waits: list[float], status: int
) -> None:
    answers(server, error(status), error(status), Answer({"ok": True}))
    with TransferClient(base_url=server.url) as client:
        assert client.get_task("t")["ok"]
    assert len(server.requests) == 3
    assert 0.25 <= waits[0] <= 0.75
    assert 0.5 <= waits[1] <= 1.5


def test_the_budget_is_five_retries_and_the_last_error_is_raised(
    server: RecordingServer, waits: list[float]
) -> None:
    answers(server, error(503))
    with (
        TransferClient(base_url=server.url) as client,
        pytest.raises(globus_sdk.TransferAPIError),
    ):
        client.get_task("t")
    assert len(server.requests) == 6
    assert len(waits) == 5
    assert max(waits) <= 10


@pytest.mark.parametrize("status", [400, 403, 404, 409, 501])
def test_other_errors_are_raised_at_once(
    server: RecordingServer, waits: list[float], status: int
) -> None:
    answers(server, error(status))
    with (
        TransferClient(base_url=server.url) as client,
        pytest.raises(globus_sdk.TransferAPIError) as caught,
    ):
        client.get_task("t")
    assert (caught.value.http_status, len(server.requests), waits) == (status, 1, [])


@pytest.mark.parametrize("code", ["ExternalError.DirListingFailed.GCDisconnected", "EndpointError"])
def test_errors_of_the_storage_are_not_tried_again(
    server: RecordingServer, waits: list[float], code: str
) -> None:
    answers(server, error(502, code))
    with (
        TransferClient(base_url=server.url) as client,
        pytest.raises(globus_sdk.TransferAPIError, match=code),
    ):
        client.operation_ls("ep")
    assert len(server.requests) == 1


@pytest.mark.parametrize(("header", "wait"), [("3", [3.0]), ("60", [10]), ("0", [0.0])])
def test_retry_after_in_seconds_counts(
    server: RecordingServer, waits: list[float], header: str, wait: list[float]
) -> None:
    answers(server, error(429, Retry_After=header), Answer())
    with TransferClient(base_url=server.url) as client:
        client.get_task("t")
    assert waits == wait


def test_retry_after_with_a_date_is_left_to_the_backoff(
    server: RecordingServer, waits: list[float]
) -> None:
    answers(server, error(503, Retry_After="Wed, 21 Oct 2026 07:28:00 GMT"), Answer())
    with TransferClient(base_url=server.url) as client:
        client.get_task("t")
    assert 0.25 <= waits[0] <= 0.75


def test_a_refused_token_is_renewed_once_and_without_a_wait(
    server: RecordingServer, waits: list[float]
) -> None:
    answers(server, error(401), Answer())
    authorizer = Renewable()
    with TransferClient(base_url=server.url, authorizer=authorizer) as client:
        client.get_task("t")
    assert [r.headers["Authorization"] for r in server.requests] == ["Bearer 0", "Bearer 1"]
    assert waits == [0]


@pytest.mark.parametrize("can_renew", [True, False])
def test_a_token_that_stays_refused_is_an_error(
    server: RecordingServer, waits: list[float], can_renew: bool
) -> None:
    answers(server, error(401, "ClientError.AuthenticationFailed"))
    authorizer = Renewable(can_renew)
    with (
        TransferClient(base_url=server.url, authorizer=authorizer) as client,
        pytest.raises(globus_sdk.TransferAPIError),
    ):
        client.get_task("t")
    assert authorizer.renewals == 1
    assert len(server.requests) == (2 if can_renew else 1)


def test_a_network_failure_is_tried_again_and_raised_in_the_end(waits: list[float]) -> None:
    config = RetryConfig(max_retries=2)
    with (
        TransferClient(base_url="http://127.0.0.1:9/", retry_config=config) as client,
        pytest.raises(GlobusConnectionError) as caught,
    ):
        client.get_task("t")
    assert len(waits) == 2
    assert caught.value.underlying_exception is caught.value.__cause__


def test_checks_of_ones_own_come_after_the_standard_ones(
    server: RecordingServer, waits: list[float]
) -> None:
    answers(server, Answer({"status": "pending"}, 202), Answer({"status": "done"}))
    seen: list[RetryContext] = []
    config = RetryConfig(backoff=lambda ctx: 7)

    @config.checks.register_check
    def while_pending(ctx: RetryContext) -> RetryCheckResult:
        seen.append(ctx)
        assert ctx.response is not None
        pending = ctx.response.status_code == 202
        return RetryCheckResult.do_retry if pending else RetryCheckResult.no_decision

    with TransferClient(base_url=server.url, retry_config=config) as client:
        assert client.get_task("t")["status"] == "done"
    assert [ctx.attempt for ctx in seen] == [0, 1]
    assert seen[0].caller_info.resource_server == "transfer.api.globus.org"
    assert waits == [7]


def test_a_check_that_runs_once_is_asked_once(server: RecordingServer, waits: list[float]) -> None:
    answers(server, error(500))
    asked = []
    config = RetryConfig(max_retries=3)

    @config.checks.register_check
    @set_retry_check_flags(RetryCheckFlags.RUN_ONCE)
    def never(ctx: RetryContext) -> RetryCheckResult:
        asked.append(ctx.attempt)
        return RetryCheckResult.no_decision

    # registered before the client's, so that it is asked first
    with (
        TransferClient(base_url=server.url, retry_config=config) as client,
        pytest.raises(globus_sdk.TransferAPIError),
    ):
        client.get_task("t")
    assert asked == [0]
    assert len(server.requests) == 4


def test_a_check_can_forbid_to_try_again(server: RecordingServer, waits: list[float]) -> None:
    answers(server, error(500))
    config = RetryConfig()
    config.checks.register_check(lambda ctx: RetryCheckResult.do_not_retry)
    with (
        TransferClient(base_url=server.url, retry_config=config) as client,
        pytest.raises(globus_sdk.TransferAPIError),
    ):
        client.get_task("t")
    assert len(server.requests) == 1


def test_tuning_lasts_for_the_block(server: RecordingServer, waits: list[float]) -> None:
    answers(server, error(500))
    with TransferClient(base_url=server.url) as client:
        with client.retry_config.tune(max_retries=0), pytest.raises(globus_sdk.TransferAPIError):
            client.get_task("t")
        assert client.retry_config.max_retries == 5
    assert len(server.requests) == 1


def test_a_configuration_shared_by_clients_gets_each_standard_check_once() -> None:
    config = RetryConfig()
    TransferClient(retry_config=config)
    TransferClient(retry_config=config)
    assert len(config.checks) == 4
    globus_sdk.AsyncTransferClient(retry_config=config)
    assert len(config.checks) == 4


def test_contexts_carry_who_asks() -> None:
    info: Any = RequestCallerInfo(retry_config=RetryConfig(), authorizer=Renewable())
    assert RetryContext(3, caller_info=info).authorizer is info.authorizer
