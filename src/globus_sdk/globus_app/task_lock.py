"""A lock between tasks, which a task may take again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio


class TaskLock:
    """What ``threading.RLock`` is between threads: ``async with lock``."""

    def __init__(self) -> None:
        self._lock: asyncio.Lock | None = None
        self._owner: Any = None
        self._depth = 0

    async def __aenter__(self) -> None:
        import asyncio  # which only async programs have loaded

        self._lock = self._lock or asyncio.Lock()
        task = asyncio.current_task()
        if self._owner is not task:
            await self._lock.acquire()
            self._owner = task
        self._depth += 1

    async def __aexit__(self, *error: object) -> None:
        self._depth -= 1
        if self._depth == 0 and self._lock is not None:
            self._owner = None
            self._lock.release()
