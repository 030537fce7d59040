"""The storages of version 3, whose files other versions share."""

from __future__ import annotations

import itertools
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest

from globus_sdk import tokenstorage
from globus_sdk.token_storage.legacy import (
    FileAdapter,
    MemoryAdapter,
    SimpleJSONFileAdapter,
    SQLiteAdapter,
    StorageAdapter,
)

from ..official import run_official
from . import legacy_exchange
from .legacy_exchange import response

KINDS = [SimpleJSONFileAdapter, SQLiteAdapter]


def users(version: int) -> list[Any]:
    def official(job: Any) -> Any:
        return run_official(version, Path(legacy_exchange.__file__), job)

    return [legacy_exchange.run, official]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("version", [3, 4])
def test_files_are_shared_with_the_official_library(
    kind: type, version: int, tmp_path: Path
) -> None:
    shown: list[Any] = []
    for order in itertools.permutations(users(version)):
        path = tmp_path / str(len(shown))
        job = {"kind": kind.__name__, "path": str(path)}
        order[0]({**job, "store": ["a", "b"]})
        shown.append(order[1]({**job, "store": ["b", "c"]}))
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert shown[0] == shown[1]
    assert sorted(shown[0]["held"]) == ["a", "b", "c"]


def test_a_storage_in_memory() -> None:
    for storage in (MemoryAdapter(), SQLiteAdapter(":memory:")):
        assert storage.get_token_data("a") is None
        storage.store(response("a"))
        assert storage.get_token_data("a") == response("a").by_resource_server["a"]


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"format_version": "2.0", "data": {}}', '{"format_version": "1.0"}'],
)
def test_other_files_are_refused_and_left_alone(tmp_path: Path, content: str) -> None:
    path = tmp_path / "file"
    path.write_text(content)
    storage = SimpleJSONFileAdapter(path)
    with pytest.raises(ValueError, match=r"\S"):
        storage.get_token_data("a")
    with pytest.raises(ValueError, match=r"\S"):
        storage.store(response("a"))
    assert path.read_text() == content


def test_what_is_closed_stays_closed(tmp_path: Path) -> None:
    storage = SQLiteAdapter(tmp_path / "file")
    storage.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        storage.get_token_data("a")


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        SimpleJSONFileAdapter(tmp_path / "no" / "file").store(response("a"))
    with pytest.raises(sqlite3.OperationalError):
        SQLiteAdapter(tmp_path / "no" / "file")


def test_subclasses_can_keep_files_for_the_owner(tmp_path: Path) -> None:
    class Mine(FileAdapter):
        filename = str(tmp_path / "file")

        def store(self, token_response: Any) -> None:
            with self.user_only_umask():
                Path(self.filename).touch()

        def get_token_data(self, resource_server: str) -> None: ...

    mine: StorageAdapter = Mine()
    assert not Mine().file_exists()
    mine.on_refresh(response())
    assert Mine().file_exists()
    assert stat.S_IMODE(Path(Mine.filename).stat().st_mode) == 0o600


def test_the_former_names_are_there() -> None:
    assert tokenstorage.SimpleJSONFileAdapter is SimpleJSONFileAdapter
    assert {"SQLiteAdapter", "JSONTokenStorage"} <= set(tokenstorage.__all__)
