"""Describe the recorded answers of whatever ``globus_sdk`` this interpreter has.

Reads nothing and writes, by name of the set and case, the names of the metadata and what is
answered: method, status and path, in which ids are left out, and the shapes of documents.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import sys
from typing import Any

import globus_sdk.testing as testing

DATA = "globus_sdk.testing.data"
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|MDM[A-Za-z0-9]+")


def names_of_modules() -> list[str]:
    """The sets of a library that has a module for each."""
    package = importlib.import_module(DATA)
    walked = pkgutil.walk_packages(package.__path__, f"{DATA}.")
    names = [one.name.removeprefix(f"{DATA}.") for one in walked if not one.ispkg]
    return [name for name in names if not name.rpartition(".")[2].startswith("_")]


def describe(names: list[str]) -> dict[str, Any]:
    return {name: described(testing.get_response_set(name)) for name in names}


def described(answers: Any) -> dict[str, Any]:
    return {
        "metadata": sorted(answers.metadata),
        "cases": {case: case_of(answers.lookup(case)) for case in answers.cases()},
    }


def case_of(answers: Any) -> dict[str, Any]:
    several = getattr(answers, "responses", [answers])
    return {
        "metadata": sorted(answers.metadata or {}),
        "answers": [
            [one.method, one.service, _ID.sub("ID", one.path), one.status] for one in several
        ],
        "matched": [len(one.match or ()) for one in several],
        "shapes": [shape(one.json) for one in several],
    }


def shape(value: Any) -> Any:
    """The names and types of a document; lists are told by their first element."""
    if isinstance(value, dict):
        return {_ID.sub("ID", name): shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value[:1]]
    return type(value).__name__


if __name__ == "__main__":
    json.dump(describe(names_of_modules()), sys.stdout)
