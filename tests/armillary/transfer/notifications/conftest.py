from __future__ import annotations

from pathlib import Path

import pytest

from armillary.db.engine import Database
from tests.armillary.transfer.notifications.site import Site


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Site:
    return Site(database, tmp_path / "mail" / "notifications")
