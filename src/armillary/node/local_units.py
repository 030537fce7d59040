"""Units that need no source: directories, links and removals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from armillary.datalink.units import DirectoryUnit, RemoveUnit, SymlinkUnit
from armillary.node import walk
from armillary.node.connectors.base import Storage
from armillary.node.errors import NodeError
from armillary.node.jobs import Assignment


def make_directories(unit: DirectoryUnit, assignment: Assignment, storage: Storage) -> None:
    """Make a unit's directories, those that are not there."""

    def make(path: str) -> None:
        storage.ensure_directory(assignment.path(unit.root, path))

    _tell(assignment, storage, unit.unit, _faults(unit.paths, make))


def make_links(unit: SymlinkUnit, assignment: Assignment, storage: Storage) -> None:
    """Make a unit's links; a link that has the name gives way."""
    targets = dict(unit.links)

    def make(path: str) -> None:
        _replace_link(storage, assignment.path(unit.root, path), targets[path])

    _tell(assignment, storage, unit.unit, _faults(targets, make))


def _replace_link(storage: Storage, path: str, target: str) -> None:
    try:
        storage.make_symlink(path, target)
    except NodeError as error:
        if error.code != "EXISTS" or storage.stat(path).link_target is None:
            raise
        storage.remove(path)
        storage.make_symlink(path, target)


def remove_extra(unit: RemoveUnit, assignment: Assignment, storage: Storage) -> None:
    """Remove what a unit names, with all that is below it."""

    def remove(path: str) -> None:
        # the rest of a tree goes even where something stays; what stays first is told
        faults = list(walk.remove_tree(storage, assignment.path(unit.root, path)))
        if faults:
            raise faults[0]

    _tell(assignment, storage, unit.unit, _faults(unit.paths, remove))


def _faults(paths: Iterable[str], make: Callable[[str], None]) -> list[dict[str, Any]]:
    faults = []
    for path in paths:
        try:
            make(path)
        except NodeError as error:
            faults.append(error.document(path))
    return faults


def _tell(
    assignment: Assignment, storage: Storage, unit: int, faults: list[dict[str, Any]]
) -> None:
    line: dict[str, Any] = {"finished": True, "files": 0, "bytes": 0, "faults": faults}
    try:
        storage.flush()
    except NodeError as error:
        line = {"fault": error.document()}
    assignment.post({"unit": unit, **line})
