"""Real services for the contracts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.services import Services, start


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """`armillary up` on an empty data directory."""
    running = start(tmp_path_factory.mktemp("contract"))
    yield running
    assert running.stop() == 0
