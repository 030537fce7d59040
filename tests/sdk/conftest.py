from __future__ import annotations

from collections.abc import Iterator

import pytest

from .recording import RecordingServer, recording_server


@pytest.fixture
def server() -> Iterator[RecordingServer]:
    with recording_server() as running:
        yield running


@pytest.fixture
def service_urls(server: RecordingServer, monkeypatch: pytest.MonkeyPatch) -> RecordingServer:
    """The recording server in the place of Auth and Transfer."""
    monkeypatch.setenv("GLOBUS_SDK_SERVICE_URL_AUTH", f"{server.url}auth/")
    monkeypatch.setenv("GLOBUS_SDK_SERVICE_URL_TRANSFER", f"{server.url}transfer/")
    return server
