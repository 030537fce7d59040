"""Storages that several processes write to; locks."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import threading
from pathlib import Path
from typing import Any

import pytest

from globus_sdk.token_storage import (
    JSONTokenStorage,
    MemoryTokenStorage,
    SQLiteTokenStorage,
    TokenStorageBusyError,
    lock,
)
from globus_sdk.token_storage.legacy import SimpleJSONFileAdapter, SQLiteAdapter
from globus_sdk.token_storage.lock import FileLock, held, held_async

from ..official import run_ours
from . import writers
from .validation import token

SCRIPT = Path(writers.__file__)
KINDS = [JSONTokenStorage, SQLiteTokenStorage, SimpleJSONFileAdapter, SQLiteAdapter]


def job_of(kind: type, path: Path, **more: Any) -> dict[str, Any]:
    return {"module": kind.__module__, "kind": kind.__name__, "path": str(path), **more}


def names(storage: Any) -> list[str]:
    get = getattr(storage, "get_token_data_by_resource_server", None)
    return sorted(get() if get else storage.get_by_resource_server())


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_lost_when_many_processes_write(kind: Any, tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert run_ours(SCRIPT, job_of(kind, path, processes=12, times=5)) is False
    assert names(kind(path)) == sorted(f"rs-{number}" for number in range(12))


@pytest.mark.parametrize("kind", KINDS)
def test_who_is_killed_while_writing_leaves_a_whole_file(kind: Any, tmp_path: Path) -> None:
    for turn in range(3):
        path = tmp_path / str(turn)
        child = os.fork()
        if child == 0:
            writers.write(job_of(kind, path, times=100_000), "rs")
            os._exit(0)
        _wait_until_written(kind, path)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        storage = kind(path)
        assert names(storage) == ["rs"]
        writers.store(storage, "more", 1)
        assert names(storage) == ["more", "rs"]
        assert not Path(f"{path}.new").exists()


def _wait_until_written(kind: Any, path: Path) -> None:
    while names(kind(path)) != ["rs"]:
        pass


def test_a_storage_serves_many_threads(tmp_path: Path) -> None:
    for storage in (
        SQLiteTokenStorage(tmp_path / "db"),
        JSONTokenStorage(tmp_path / "json"),
        MemoryTokenStorage(),
        SQLiteAdapter(":memory:"),
    ):
        threads = [
            threading.Thread(target=writers.store, args=(storage, f"rs-{n}", n)) for n in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert names(storage) == [f"rs-{n}" for n in range(8)]


def test_a_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "target")
    JSONTokenStorage(link).store_token_data_by_resource_server({"rs": token()})
    assert link.is_symlink()
    assert names(JSONTokenStorage(tmp_path / "target")) == ["rs"]


@pytest.fixture(params=["file", "thread"])
def locks(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Any, Any]:
    """The same lock, as two users of it see it."""
    if request.param == "file":
        return FileLock(str(tmp_path / "lock")), FileLock(str(tmp_path / "lock"))
    one = threading.Lock()
    return one, one


def test_one_holds_it_at_a_time(locks: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "LONGEST_WAIT_S", 0.01)
    busy = pytest.raises(TokenStorageBusyError, match="end it, or try again")
    with held(locks[0]), busy, held(locks[1]):
        pass
    with held(locks[1]):
        pass


def test_tasks_hold_it_in_turn(locks: tuple[Any, Any]) -> None:
    inside: list[int] = []

    async def use(number: int) -> None:
        async with held_async(locks[number % 2]):
            inside.append(number)
            await asyncio.sleep(0)
            assert inside.pop() == number

    async def main() -> None:
        await asyncio.gather(*(use(number) for number in range(6)))

    asyncio.run(main())


def test_a_cancelled_task_leaves_it_free(locks: tuple[Any, Any]) -> None:
    async def main() -> None:
        async with held_async(locks[0]):
            waiting = asyncio.ensure_future(_use(locks[1]))
            await asyncio.sleep(0)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
        await _use(locks[1])

    async def _use(one: Any) -> None:
        async with held_async(one):
            pass

    asyncio.run(main())


def test_a_file_system_without_locks_is_used_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(handle: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_lock", refuse)
    monkeypatch.setattr(lock, "_unlock", refuse)
    storage = JSONTokenStorage(tmp_path / "file")
    storage.store_token_data_by_resource_server({"rs": token()})
    assert names(storage) == ["rs"]


def test_it_ends_with_the_process_that_holds_it(tmp_path: Path) -> None:
    path = str(tmp_path / "lock")
    ready, told = os.pipe()
    child = os.fork()
    if child == 0:
        FileLock(path).acquire(blocking=False)
        os.write(told, b".")
        signal.pause()
    os.read(ready, 1)
    assert not FileLock(path).acquire(blocking=False)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with held(FileLock(path)):
        pass


def test_each_storage_has_one_lock(tmp_path: Path) -> None:
    one = JSONTokenStorage(tmp_path / "a")
    same, other = JSONTokenStorage(tmp_path / "a"), JSONTokenStorage(tmp_path / "b")
    with held(one.renewal_lock()):
        assert not same.renewal_lock().acquire(blocking=False)
        assert other.renewal_lock().acquire(blocking=False)
    memory = MemoryTokenStorage()
    with held(memory.renewal_lock()):
        assert not memory.renewal_lock().acquire(blocking=False)
        assert MemoryTokenStorage().renewal_lock().acquire(blocking=False)
