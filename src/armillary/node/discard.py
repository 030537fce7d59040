"""Removing what a task that will not go on has left behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from armillary.datalink.ticket import Ticket
from armillary.datalink.units import BatchUnit, FileUnit, Unit
from armillary.node.connectors.base import Storage
from armillary.node.tickets import rooted

_TAG_LENGTH = 8


def tag_of(ticket: Ticket) -> str:
    """What marks the partial files of a ticket's task."""
    return (ticket.task or ticket.id)[:_TAG_LENGTH]


def discard(storage: Storage, ticket: Ticket, units: Iterable[Unit]) -> int:
    """Delete the partial files of some units; how many there were.

    :raises NodeError: ``AUTH``: the ticket does not name a root; or as storages do
    """
    tag = tag_of(ticket)
    paths = (rooted(ticket, unit.root, path) for unit in units for path in _files(unit))
    return sum(storage.forget(path, tag=tag) for path in paths)


def _files(unit: Unit) -> Iterator[str]:
    if isinstance(unit, FileUnit):
        yield unit.path
    elif isinstance(unit, BatchUnit):
        yield from (file.path for file in unit.files)
