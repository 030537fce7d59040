"""What version 3 of the public API has is here too, or in the table of what is not."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from . import signatures
from .official import run_official
from .test_public_api import Described, Parameter, ours, without_self
from .three_x import CHANGED

# documents were made of UserDict in version 3, and are of dict now
FROM_DICT = {"fromkeys", "data"}


@pytest.fixture(scope="module")
def official() -> Described:
    found: Described = run_official(3, Path(signatures.__file__), {"modules": None})
    return found


def test_every_name_is_there(official: Described) -> None:
    assert len(official) > 690
    assert {name for name in official if ours(name) is None} == set()


def test_every_call_that_fits_there_fits_here(official: Described) -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for name, described in official.items():
        for member, wanted in described["members"].items():
            found[f"{name.rpartition('.')[2]}.{member}"] |= unfit(ours(name), member, wanted)
    assert {method: names for method, names in found.items() if names} == CHANGED


def unfit(
    described: dict[str, Any] | None, member: str, wanted: list[Parameter] | None
) -> set[str]:
    """The parameters with which a call that is possible there is not here."""
    assert described is not None
    if described["kind"] == "class" and member in FROM_DICT:
        return set()
    if member not in described["members"]:
        # a document's inherited constructor, and a function that is a class now
        assert member in ("__init__", ""), member
        return set()
    offered = described["members"][member]
    if wanted is None or offered is None or any(one[1] == "VAR_KEYWORD" for one in offered):
        return set()
    return misfits(without_self(wanted), without_self(offered))


def misfits(wanted: list[Parameter], offered: list[Parameter]) -> set[str]:
    by_name = {name: (kind, default) for name, kind, default in offered}
    positions = [name for name, kind, _ in offered if kind.startswith("POSITIONAL")]
    found = set()
    for index, (name, kind, default) in enumerate(wanted):
        moved = kind == "POSITIONAL_OR_KEYWORD" and positions[index : index + 1] != [name]
        if kind.startswith("VAR"):
            continue
        if name not in by_name or moved or (default is not None and by_name[name][1] is None):
            found.add(name)
    return found


def test_the_page_for_people_names_them_all() -> None:
    page = (Path(__file__).parents[2] / "docs" / "version-3.md").read_text()
    for method in CHANGED:
        assert method.removesuffix(".__init__").removesuffix(".") in page
