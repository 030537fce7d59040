"""The filter and ordering grammar of task lists, as conditions of a query.

A filter is clauses ``field:value`` joined by ``/``, all of which must hold; of several filters any
may hold. Source: https://docs.globus.org/api/transfer/task/
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from armillary.transfer.errors import BadRequest
from armillary.transfer.listing import parse_time
from armillary.transfer.model import Task

Column = InstrumentedAttribute[Any]
Condition = ColumnElement[bool]

_ORDERS: Mapping[str, Column] = {
    "task_id": Task.id,
    "type": Task.type,
    "status": Task.status,
    "label": Task.label,
    "request_time": Task.request_time,
    "completion_time": Task.completion_time,
    "deadline": Task.deadline,
    "faults": Task.faults,
    "bytes_transferred": Task.bytes_transferred,
}


def task_filter(filters: Sequence[str]) -> Condition:
    """The condition that any of the filters holds; an empty one is none.

    :raises BadRequest: a filter that is not of the grammar
    """
    alternatives = [_all_of(text) for text in filters if text]
    return or_(*alternatives) if alternatives else true()


def task_order(orderby: str) -> list[ColumnElement[Any]]:
    """The terms of ``FIELD [ASC|DESC],...``; the newest come first where nothing is said.

    :raises BadRequest: an order that is not of the grammar
    """
    return [_order(term.strip()) for term in (orderby or "request_time DESC").split(",")]


def _order(term: str) -> ColumnElement[Any]:
    field, _, direction = term.partition(" ")
    column = _ORDERS.get(field)
    if column is None or direction.strip().upper() not in ("", "ASC", "DESC"):
        raise BadRequest(
            f"Can't order tasks by '{term}'. Use FIELD ASC or FIELD DESC with one of "
            f"{', '.join(_ORDERS)}."
        )
    return column.desc() if direction.strip().upper() == "DESC" else column.asc()


def _all_of(text: str) -> Condition:
    return and_(true(), *(_clause(clause) for clause in text.split("/") if clause))


def _clause(clause: str) -> Condition:
    field, separator, value = clause.partition(":")
    make = _CLAUSES.get(field)
    if make is None or not separator:
        raise BadRequest(
            f"Can't filter tasks by '{clause}'. Use field:value with one of {', '.join(_CLAUSES)}."
        )
    return make(value)


def _listed(column: Column, change: Callable[[str], str]) -> Callable[[str], Condition]:
    return lambda value: column.in_([change(each.strip()) for each in value.split(",")])


def _between(column: Column) -> Callable[[str], Condition]:
    def condition(value: str) -> Condition:
        start, _, end = value.partition(",")
        bounds = [column >= parse_time(start)] if start else []
        return and_(true(), *bounds, *([column <= parse_time(end)] if end else []))

    return condition


def _label(value: str) -> Condition:
    """``=`` or nothing exact, ``~`` glob in any case, ``!`` not, ``!~`` not glob; commas: any."""
    negated = value.startswith("!")
    value = value.removeprefix("!")
    if value.startswith("~"):
        globs = [Task.label.ilike(_like(each), escape="\\") for each in value[1:].split(",")]
        condition: Condition = or_(*globs)
    else:
        condition = Task.label.in_(value.removeprefix("=").split(","))
    # A task without a label has none of the labels: SQL's null would say "unknown".
    return func.coalesce(~condition, True) if negated else condition


def _like(glob: str) -> str:
    """A shell pattern in the form of SQL's LIKE."""
    for special in ("\\", "%", "_"):
        glob = glob.replace(special, f"\\{special}")
    return glob.replace("*", "%").replace("?", "_")


_CLAUSES: Mapping[str, Callable[[str], Condition]] = {
    "task_id": _listed(Task.id, str.lower),
    "status": _listed(Task.status, str.upper),
    "type": _listed(Task.type, str.upper),
    "label": _label,
    "request_time": _between(Task.request_time),
    "completion_time": _between(Task.completion_time),
    "deadline": _between(Task.deadline),
    "source_endpoint": _listed(Task.source_id, str.lower),
    "source_endpoint_id": _listed(Task.source_id, str.lower),
    "destination_endpoint": _listed(Task.destination_id, str.lower),
    "destination_endpoint_id": _listed(Task.destination_id, str.lower),
}
