"""Locks that hold between threads and between processes."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import AsyncGenerator, Generator, Iterator
from typing import Protocol

from ..exc import GlobusError

LONGEST_WAIT_S = 120.0
_FIRST_PAUSE_S = 0.001
_LONGEST_PAUSE_S = 0.05


class TokenStorageBusyError(GlobusError):
    """Somebody else has held the storage's lock for too long."""


class Lock(Protocol):
    """What can be tried without waiting; ``threading.Lock`` is one."""

    def acquire(self, blocking: bool) -> bool: ...

    def release(self) -> None: ...


_WITHOUT_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
"""How some network file systems say that they have no locks; there, everybody gets them."""


class FileLock:
    """A lock on a file of its own, which is made if need be and stays there.

    It ends with the process that holds it, however that ends.

    :param path: the file.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._handle = -1

    def acquire(self, blocking: bool) -> bool:
        """Try to take the lock.

        :param blocking: ignored: waiting is :func:`held`'s business.
        """
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
        except OSError as error:
            if error.errno not in _WITHOUT_LOCKS:
                os.close(handle)
                return False
        self._handle = handle
        return True

    def release(self) -> None:
        """Give the lock back, also if a fork has copied it."""
        with contextlib.suppress(OSError):  # where there are no locks
            _unlock(self._handle)
        os.close(self._handle)

    def __repr__(self) -> str:
        return f"FileLock({self._path!r})"


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _unlock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


def _pauses(lock: Lock) -> Iterator[float]:
    """How long to wait between attempts, in seconds.

    :raises TokenStorageBusyError: after all of them.
    """
    waited, pause = 0.0, _FIRST_PAUSE_S
    while waited < LONGEST_WAIT_S:
        yield pause
        waited, pause = waited + pause, min(2 * pause, _LONGEST_PAUSE_S)
    raise TokenStorageBusyError(
        f"Another thread or process has held {lock!r} for {LONGEST_WAIT_S:.0f} seconds:"
        " end it, or try again later."
    )


@contextlib.contextmanager
def held(lock: Lock) -> Generator[None, None, None]:
    """Hold a lock during a ``with`` block.

    :raises TokenStorageBusyError: somebody else has it, and keeps it for two minutes.
    """
    pauses = _pauses(lock)
    while not lock.acquire(blocking=False):
        time.sleep(next(pauses))
    try:
        yield
    finally:
        lock.release()


@contextlib.asynccontextmanager
async def held_async(lock: Lock) -> AsyncGenerator[None, None]:
    """:func:`held`, for ``asyncio``."""
    import asyncio  # which only async programs have loaded

    pauses = _pauses(lock)
    while not lock.acquire(blocking=False):  # noqa: ASYNC110 - a file has no event
        await asyncio.sleep(next(pauses))
    try:
        yield
    finally:
        lock.release()
