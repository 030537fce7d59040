from __future__ import annotations

import pytest

from ...recording import RecordingServer
from .service import Auth


@pytest.fixture
def auth(service_urls: RecordingServer) -> Auth:
    service_urls.respond = answering = Auth(service_urls)
    return answering
