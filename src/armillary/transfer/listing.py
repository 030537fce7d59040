"""The filter and ordering grammar of directory listings. Pure.

A filter is clauses ``field:value`` joined by ``/``, all of which must hold; of several filters any
may hold. Source: https://docs.globus.org/api/transfer/file_operations/
"""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from armillary.transfer.errors import BadRequest

Document = dict[str, Any]
Test = Callable[[Document], bool]
T = TypeVar("T")

_ORDERABLE = frozenset({"name", "type", "size", "last_modified", "permissions", "user", "group"})


def select(
    entries: Sequence[Document], *, filters: Sequence[str], orderby: str | None
) -> list[Document]:
    """The file documents that pass any of the filters, in the wanted order.

    :raises BadRequest: a filter or order that is not of the grammar
    """
    alternatives = [_filter_test(text) for text in filters if text]
    chosen = [e for e in entries if not alternatives or any(test(e) for test in alternatives)]
    return _ordered(chosen, orderby or "type ASC,name ASC")


def _filter_test(text: str) -> Test:
    tests = [_clause_test(clause) for clause in text.split("/") if clause]
    return lambda entry: all(test(entry) for test in tests)


def _clause_test(clause: str) -> Test:
    field, separator, value = clause.partition(":")
    make = _CLAUSES.get(field)
    if not separator or make is None:
        raise BadRequest(
            f"Can't filter by '{clause}'. Use field:value with one of {', '.join(_CLAUSES)}."
        )
    return make(value)


def text_matcher(value: str) -> Callable[[str], bool]:
    """A test of text: ``=`` or nothing exact, ``~`` glob, ``!`` not, ``!~`` not glob."""
    if value.startswith("!~"):
        return _negated(_glob_matcher(value[2:]))
    if value.startswith("!"):
        return _negated(_exact_matcher(value[1:]))
    if value.startswith("~"):
        return _glob_matcher(value[1:])
    return _exact_matcher(value.removeprefix("="))


def _negated(test: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda text: not test(text)


def _exact_matcher(value: str) -> Callable[[str], bool]:
    wanted = set(value.split(","))
    return lambda text: text in wanted


def _glob_matcher(value: str) -> Callable[[str], bool]:
    patterns = value.split(",")
    return lambda text: any(fnmatch.fnmatchcase(text, pattern) for pattern in patterns)


def _name_test(value: str) -> Test:
    matches = text_matcher(value)
    return lambda entry: matches(entry["name"])


def _type_test(value: str) -> Test:
    matches = text_matcher(value)
    return lambda entry: matches(entry["type"])


def _size_test(value: str) -> Test:
    low, high = _range(value, _integer)
    return lambda entry: (
        (low is None or entry["size"] >= low) and (high is None or entry["size"] <= high)
    )


def _time_test(value: str) -> Test:
    low, high = _range(value, parse_time)

    def holds(entry: Document) -> bool:
        moment = datetime.fromisoformat(entry["last_modified"])
        return (low is None or moment >= low) and (high is None or moment <= high)

    return holds


_CLAUSES: dict[str, Callable[[str], Test]] = {
    "name": _name_test,
    "type": _type_test,
    "size": _size_test,
    "last_modified": _time_test,
}


def _range(value: str, parse: Callable[[str], T]) -> tuple[T | None, T | None]:
    start, _, end = value.partition(",")
    return (parse(start) if start else None, parse(end) if end else None)


def _integer(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise BadRequest(f"'{text}' is not a whole number.") from None


def parse_time(text: str) -> datetime:
    """A time in a filter, ``YYYY-MM-DD[ HH:MM:SS]``; without a zone it is UTC.

    :raises BadRequest: not a time
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadRequest(f"'{text}' is not a time of the form YYYY-MM-DD HH:MM:SS.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _ordered(entries: list[Document], orderby: str) -> list[Document]:
    # Sorts are stable, so the least important field goes first.
    for term in reversed(orderby.split(",")):
        field, _, direction = term.strip().partition(" ")
        if field not in _ORDERABLE or direction.strip().upper() not in ("", "ASC", "DESC"):
            raise BadRequest(
                f"Can't order by '{term}'. Use FIELD ASC or FIELD DESC with one of "
                f"{', '.join(sorted(_ORDERABLE))}."
            )
        descending = direction.strip().upper() == "DESC"
        entries = sorted(entries, key=lambda entry: entry[field], reverse=descending)
    return entries
