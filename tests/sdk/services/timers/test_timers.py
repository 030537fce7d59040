from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from typing import Any

import pytest

from globus_sdk import (
    GlobusSDKUsageError,
    OnceTimerSchedule,
    RecurringTimerSchedule,
    TimerJob,
    TimersAPIError,
    TimersClient,
    TransferData,
    TransferTimer,
    ValidationError,
)

from ...fakes import FakeApp
from ...recording import Answer, RecordingServer

NAIVE = datetime.datetime(2020, 1, 2, 3, 4, 5, 678900)  # noqa: DTZ001


@pytest.fixture
def in_new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_new_york")
def test_times_without_a_zone_are_local_in_schedules() -> None:
    assert OnceTimerSchedule(NAIVE)["datetime"] == "2020-01-02T08:04:05+00:00"
    end = {"condition": "time", "datetime": NAIVE}
    schedule = RecurringTimerSchedule(60, start=NAIVE, end=end)
    assert schedule["start"] == schedule["end"]["datetime"] == "2020-01-02T08:04:05+00:00"
    assert end["datetime"] is NAIVE
    assert TimerJob("u", {}, NAIVE, None)["start"] == "2020-01-02T03:04:05.678900"


def test_a_timer_leaves_the_transfer_as_it_is() -> None:
    data = TransferData("a", "b", submission_id="s")
    timer = TransferTimer(schedule=OnceTimerSchedule(), body=data)
    assert "submission_id" not in timer["body"]
    assert data["submission_id"] == "s"


def test_consents_are_asked_of_the_app() -> None:
    app = FakeApp()
    client = TimersClient(app=app)
    collection, flow = "00000000-0000-0000-0000-000000000001", "f" * 32
    assert client.add_app_transfer_data_access_scope(collection) is client
    assert client.add_app_flow_user_scope([flow]) is client
    scopes = [str(scope) for asked in app.requirements for (scope,) in asked.values()]
    assert scopes[1].endswith(
        f"/timer[urn:globus:auth:scope:transfer.api.globus.org:all"
        f"[*https://auth.globus.org/scopes/{collection}/data_access]]"
    )
    assert scopes[2].endswith("_ffff_ffff_ffff_ffffffffffff_user]")  # in the usual form
    with pytest.raises(ValidationError, match="collection is a UUID, not 'x'"):
        client.add_app_transfer_data_access_scope([collection, "x"])
    with pytest.raises(ValidationError, match="flow is a UUID, not 'x'"):
        client.add_app_flow_user_scope("x")


def test_without_an_app_there_is_nobody_to_ask() -> None:
    with pytest.raises(GlobusSDKUsageError, match="app"):
        TimersClient().add_app_flow_user_scope("f" * 32)


@pytest.mark.parametrize(
    ("document", "code", "messages"),
    [
        ({"error": {"code": "ERROR", "detail": "d", "status": 404}}, "ERROR", ["d"]),
        ({"error": {"code": "ERROR", "message": "m"}}, "ERROR", ["m"]),
        (
            {"detail": [{"loc": ["body", 0], "msg": "m", "type": "t"}, {"msg": "n"}]},
            None,
            ["m: body.0", "n"],
        ),
        ({"detail": [{"loc": ["body"]}]}, None, []),
        ({"detail": "Not Found"}, None, ["Not Found"]),
        ({"detail": ["odd"]}, None, []),
        ({"error": "odd"}, None, []),
        ({"code": "c", "message": "m", "error": {"code": "d"}}, "c", ["m"]),
    ],
)
def test_errors(
    server: RecordingServer, document: Any, code: str | None, messages: list[str]
) -> None:
    server.respond = lambda request: Answer(document, status=422)
    with pytest.raises(TimersAPIError) as caught:
        TimersClient(base_url=server.url).list_jobs()
    assert (caught.value.code, caught.value.messages) == (code, messages)
