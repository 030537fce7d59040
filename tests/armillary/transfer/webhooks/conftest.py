"""A place, and a receiver."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from armillary.core.ids import new_id
from armillary.db.engine import Database
from tests.armillary.transfer.webhooks.place import Place
from tests.armillary.transfer.webhooks.receiver import Receiver, receiving


@pytest.fixture
def place(database: Database, tmp_path: Path) -> Place:
    place = Place(database, tmp_path / "keys", new_id(), "")
    place.task = place.new_task()
    return place


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found
