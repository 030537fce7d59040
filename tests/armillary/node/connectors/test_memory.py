"""The node's memory as storage."""

from __future__ import annotations

import pytest

from armillary.node.connectors.memory import MemoryStorage, MemoryTree
from tests.conformance.storage import StorageConformance, content, names, place, refused


@pytest.fixture
def storage() -> MemoryStorage:
    return MemoryStorage(MemoryTree())


class TestMemory(StorageConformance):
    pass


def test_storages_of_a_collection_share_its_files() -> None:
    place(MemoryStorage.of_collection("one", "/"), "d/a", b"1")
    assert content(MemoryStorage.of_collection("one", "/d"), "a") == b"1"
    assert names(MemoryStorage.of_collection("other", "/")) == set()
    place(MemoryStorage.of_collection("one", "/"), "d/e/b", b"2")
    assert content(MemoryStorage.of_collection("one", "/d", "/e"), "b") == b"2"
    refused("FILE_NOT_FOUND", lambda: MemoryStorage.of_collection("one", "/d", "/absent"))
    refused("FILE_NOT_FOUND", lambda: MemoryStorage.of_collection("one", "/absent"))
    refused("NOT_A_DIRECTORY", lambda: MemoryStorage.of_collection("one", "/d/a"))
    refused("INVALID_PATH_NAME", lambda: MemoryStorage.of_collection("one", "/../other"))


def test_a_directory_does_not_move_below_itself() -> None:
    storage = MemoryStorage(MemoryTree())
    storage.ensure_directory("d/e")
    refused("INVALID_PATH_NAME", lambda: storage.rename("d", "d/e/f"))
