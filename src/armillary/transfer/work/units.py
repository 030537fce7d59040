"""Units of work in the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from armillary.transfer.model import Unit
from armillary.transfer.planner import Work

EXTRAS_FROM = 1_000_000_000
"""Number of the first unit that removes what the source does not have: they come last."""


def pending(
    session: Session, task_id: str, limit: int, numbers: Sequence[int] | None = None
) -> list[Unit]:
    """The first units of a task that are still to be done.

    :param numbers: only of these
    """
    query = select(Unit).where(Unit.task_id == task_id, Unit.finished.is_(False))
    if numbers is not None:
        query = query.where(Unit.number.in_(numbers))
    return list(session.scalars(query.order_by(Unit.number).limit(limit)))


def write_unit(session: Session, unit: Unit) -> None:
    """Write down how far a unit has come, and what is left of it."""
    session.execute(
        update(Unit)
        .where(Unit.task_id == unit.task_id, Unit.number == unit.number)
        .values(work=unit.work, done=unit.done, finished=unit.finished)
    )


def add_units(session: Session, task_id: str, works: Iterable[Work]) -> None:
    """Add units to a task's, before those that remove what the source does not have."""
    last = select(func.max(Unit.number)).where(Unit.task_id == task_id, Unit.number < EXTRAS_FROM)
    first = (session.scalar(last) or 0) + 1
    rows = [
        {"task_id": task_id, "number": number, "work": work, "done": []}
        for number, work in enumerate(works, first)
    ]
    if rows:
        session.execute(insert(Unit), rows)
