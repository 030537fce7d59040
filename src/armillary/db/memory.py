"""What an event loop has read already, for as long as it stays true."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Hashable
from typing import Any, TypeVar, cast

# A caller chooses some of what is looked up, so it must not be able to fill our memory.
_MAX_ANSWERS = 10_000

_T = TypeVar("_T")


class Memory:
    """What one SQLite connection has found, until somebody changes what it follows from.

    SQLite tells whether another connection has changed the database at a fraction of what a
    look-up costs, and nothing at all need be asked while we hold the lock of writers ourselves.

    :param driver: the connection that all of it is read on
    """

    def __init__(self, driver: sqlite3.Connection) -> None:
        self._driver = driver
        self._version: int | None = None
        self._locked = False
        self._known: dict[Hashable, Any] = {}
        self._tables: set[str] = set()

    def value(self, key: Hashable, tables: Collection[str], find: Callable[[], _T]) -> _T:
        """What follows from some tables as they are now.

        :param key: what is asked
        :param tables: their names
        :param find: how to find it in the database
        """
        if not self._locked:
            self._check()
        if key in self._known:
            return cast(_T, self._known[key])
        if len(self._known) >= _MAX_ANSWERS:
            self.forget()
        found = find()
        self._known[key] = found
        self._tables.update(tables)
        return found

    def lock(self) -> None:
        """The connection has begun to write: until it ends, nobody else changes anything."""
        self._check()
        self._locked = True

    def unlock(self) -> None:
        """The connection's transaction has ended."""
        self._locked = False

    def changed(self, table: str) -> None:
        """The connection itself has written to a table."""
        if table in self._tables:
            self.forget()

    def forget(self) -> None:
        """Find everything again: it has changed, or what was found has been taken back."""
        self._known.clear()
        self._tables.clear()

    def _check(self) -> None:
        (version,) = self._driver.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._version = version
            self.forget()
