"""The public names, class hierarchies and parameters of the official library are ours, too."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from . import signatures
from .not_yet import METHODS, NAMES
from .official import run_official

MODULES = [
    "globus_sdk",
    "globus_sdk.authorizers",
    "globus_sdk.config",
    "globus_sdk.exc",
    "globus_sdk.experimental",
    "globus_sdk.gare",
    "globus_sdk.globus_app",
    "globus_sdk.login_flows",
    "globus_sdk.paging",
    "globus_sdk.response",
    "globus_sdk.scopes",
    "globus_sdk.services.auth",
    "globus_sdk.services.compute",
    "globus_sdk.services.gcs",
    "globus_sdk.services.groups",
    "globus_sdk.services.transfer",
    "globus_sdk.token_storage",
    "globus_sdk.token_storage.legacy",
    "globus_sdk.token_storage.validating_token_storage",
    "globus_sdk.transport",
]
Api = dict[str, Any]


@pytest.fixture(scope="module")
def official() -> Api:
    api: Api = run_official(4, Path(signatures.__file__), {"modules": MODULES})
    return api


@pytest.fixture(scope="module")
def ours() -> Api:
    return signatures.describe(MODULES)


def test_every_name_is_there_or_known_not_to_be(official: Api, ours: Api) -> None:
    missing = {name.rpartition(".")[2] for name in official if name not in ours}
    assert missing == NAMES


def test_every_member_is_there_or_known_not_to_be(official: Api, ours: Api) -> None:
    missing = {
        f"{name.rpartition('.')[2]}.{member}"
        for name in official.keys() & ours.keys()
        for member in official[name]["members"]
        if member not in ours[name]["members"]
    }
    assert missing == METHODS


def test_classes_derive_from_what_they_should(official: Api, ours: Api) -> None:
    public = {name.rpartition(".")[2] for name in official} | {"ABC", *dir(builtins)}
    for name in official.keys() & ours.keys():
        wanted = public.intersection(official[name].get("bases", []))
        assert [base for base in wanted if base not in ours[name].get("bases", [])] == [], name


def test_every_call_that_fits_there_fits_here(official: Api, ours: Api) -> None:
    complaints = [
        f"{name}.{member}: {complaint}"
        for name in sorted(official.keys() & ours.keys())
        for member, wanted in official[name]["members"].items()
        if wanted is not None and ours[name]["members"].get(member) is not None
        for complaint in misfits(wanted, ours[name]["members"][member])
    ]
    assert complaints == []


def misfits(wanted: list[list[Any]], offered: list[list[Any]]) -> list[str]:
    """What calls, possible with the one signature, are not with the other."""
    by_name = {name: (kind, default) for name, kind, default in offered}
    positions = [name for name, kind, _ in offered if kind.startswith("POSITIONAL")]
    takes_any = "VAR_KEYWORD" in {kind for _, kind, _ in offered}
    found = []
    for index, (name, kind, has_default) in enumerate(wanted):
        if name in ("self", "cls") or kind.startswith("VAR"):
            continue
        if name not in by_name:
            found += [] if takes_any else [f"{name} is missing"]
        elif kind == "POSITIONAL_OR_KEYWORD" and positions[index : index + 1] != [name]:
            found.append(f"{name} is not at position {index}")
        elif has_default and not by_name[name][1]:
            found.append(f"{name} has no default")
    if any(kind.startswith("VAR") for _, kind, _ in wanted):
        return found  # nothing there says what is needed
    known = {name for name, _, _ in wanted}
    for name, kind, has_default in offered:
        if name not in {*known, "self", "cls"} and not has_default and not kind.startswith("VAR"):
            found.append(f"{name} is required")
    return found


def test_a_misfit_is_noticed() -> None:
    wanted = [["self", "POSITIONAL_OR_KEYWORD", False], ["a", "POSITIONAL_OR_KEYWORD", True]]
    assert misfits(wanted, wanted) == []
    assert misfits(wanted, [wanted[0], ["a", "KEYWORD_ONLY", True]]) == ["a is not at position 1"]
    assert misfits(wanted, [wanted[0], ["a", "POSITIONAL_OR_KEYWORD", False]]) == [
        "a has no default"
    ]
    assert misfits(wanted, [wanted[0], ["b", "POSITIONAL_OR_KEYWORD", False]]) == [
        "a is missing",
        "b is required",
    ]
