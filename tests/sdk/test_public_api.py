"""Every public module, name and signature of the official library is ours, too.

Compared with version 4; only an added name, an added optional parameter and what
``three_x.OVERLOADS`` documents may differ.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

from . import signatures
from .official import run_official
from .three_x import OVERLOADS

Described = dict[str, Any]
Parameter = list[Any]
ACCEPTS_ANYTHING: list[Parameter] = [
    ["args", "VAR_POSITIONAL", None],
    ["kwargs", "VAR_KEYWORD", None],
]


@pytest.fixture(scope="module")
def official() -> Described:
    found: Described = run_official(4, Path(signatures.__file__), {"modules": None})
    return found


def ours(name: str) -> Described | None:
    """What is at the same place here, or None."""
    module, _, public = name.rpartition(".")
    try:
        thing = getattr(importlib.import_module(module), public)
    except (ModuleNotFoundError, AttributeError):
        return None
    return signatures.described(thing)


def test_every_name_is_at_the_same_place(official: Described) -> None:
    assert len(official) > 650
    assert [name for name in official if ours(name) is None] == []


def test_every_member_is_there_with_the_same_parameters(official: Described) -> None:
    complaints = [
        f"{name}.{member}: {complaint}"
        for name, wanted in official.items()
        for member, parameters in wanted["members"].items()
        for complaint in differences(name, member, parameters)
    ]
    assert complaints == []


def test_classes_derive_from_what_they_should(official: Described) -> None:
    public = {name.rpartition(".")[2] for name in official} | {"ABC", "dict", "str", "list"}
    for name, wanted in official.items():
        bases = [base for base in wanted.get("bases", ()) if base in public]
        found = ours(name) or {}
        assert [base for base in bases if base not in found.get("bases", ())] == [], name


def differences(name: str, member: str, wanted: list[Parameter] | None) -> list[str]:
    found = (ours(name) or {"members": {}})["members"]
    if member not in found:
        return ["is missing"]
    if wanted is None or found[member] is None:
        return [] if wanted is None else ["cannot be called"]
    known = OVERLOADS.get(f"{name.rpartition('.')[2]}.{member}", ())
    return [one for one in misfits(wanted, found[member]) if one.partition(":")[0] not in known]


def misfits(wanted: list[Parameter], offered: list[Parameter]) -> list[str]:
    """How the parameters offered differ from those wanted, but for more optional ones."""
    if wanted[1:] == ACCEPTS_ANYTHING or wanted == ACCEPTS_ANYTHING:
        return []
    wanted, offered = without_self(wanted), without_self(offered)
    by_name = {one[0]: one for one in offered}
    differing = [
        f"{one[0]}: wanted {one[1:]}, found {by_name.get(one[0], ['nothing'])[1:]}"
        for one in wanted
        if not is_same(one, by_name.get(one[0]))
    ]
    order = [one[0] for one in offered if one[1].startswith("POSITIONAL")]
    positions = [one[0] for one in wanted if one[1].startswith("POSITIONAL")]
    moved = [] if order[: len(positions)] == positions else [f"order: {positions}, found {order}"]
    names = {one[0] for one in wanted}
    required = [
        f"{one[0]}: required" for one in offered if one[0] not in names and is_required(one)
    ]
    return differing + moved + required


def is_same(wanted: Parameter, found: Parameter | None) -> bool:
    """Overloads do not repeat what the default is."""
    if found is None or wanted[:2] != found[:2]:
        return False
    return wanted[2] == found[2] or (wanted[2] is not None and found[2] == "Ellipsis")


def without_self(parameters: list[Parameter]) -> list[Parameter]:
    return parameters[1:] if parameters and parameters[0][0] in ("self", "cls") else parameters


def is_required(parameter: Parameter) -> bool:
    return parameter[2] is None and not parameter[1].startswith("VAR")


ONE: list[Parameter] = [
    ["self", "POSITIONAL_OR_KEYWORD", None],
    ["a", "POSITIONAL_OR_KEYWORD", "1"],
]


@pytest.mark.parametrize(
    ("offered", "complaint"),
    [
        ([["a", "POSITIONAL_OR_KEYWORD", "1"]], None),
        ([["a", "POSITIONAL_OR_KEYWORD", "1"], ["b", "KEYWORD_ONLY", "2"]], None),
        ([["a", "KEYWORD_ONLY", "1"]], "a: wanted"),
        ([["a", "POSITIONAL_OR_KEYWORD", "2"]], "a: wanted"),
        ([["a", "POSITIONAL_OR_KEYWORD", None]], "a: wanted"),
        ([["b", "POSITIONAL_OR_KEYWORD", "2"], ["a", "POSITIONAL_OR_KEYWORD", "1"]], "order: "),
        ([["a", "POSITIONAL_OR_KEYWORD", "1"], ["b", "KEYWORD_ONLY", None]], "b: required"),
    ],
)
def test_a_misfit_is_noticed(offered: list[Parameter], complaint: str | None) -> None:
    found = misfits([*ONE], [ONE[0], *offered])
    assert found == [] if complaint is None else found[0].startswith(complaint)
