"""Trouble of the database itself: it is gone, or full. What was asked may be asked again later."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError

UNAVAILABLE = (OperationalError, InterfaceError, TimeoutError)
"""What is raised while the database is gone, full, or has no connection to spare. Nothing of the
transaction was done, or nobody can tell whether it was.
"""

_POSTGRESQL_FULL = "53100"  # https://www.postgresql.org/docs/current/errcodes-appendix.html


def is_full(error: BaseException) -> bool:
    """Whether the database's disk has no room left, as far as the driver tells."""
    driver = error.orig if isinstance(error, DBAPIError) else None
    if isinstance(driver, sqlite3.Error):
        return getattr(driver, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return getattr(driver, "sqlstate", None) == _POSTGRESQL_FULL


def sentence(error: BaseException) -> str:
    """What to tell a caller."""
    if is_full(error):
        return (
            "The disk of this service's database is full; nothing was changed. "
            "Those who run it have to make room. Try again later."
        )
    return "The service can't use its database just now. Try again shortly."
