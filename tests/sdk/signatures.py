"""Describe the public API of whatever ``globus_sdk`` this interpreter has.

Reads ``{"modules": [...]}`` from standard input and writes what each public name of each module is:
for a class its bases and its public methods with their parameters.
"""

from __future__ import annotations

import importlib
import inspect
import json
import sys
import typing
from typing import Any


def describe(modules: list[str]) -> dict[str, Any]:
    found = {}
    for name in modules:
        module = importlib.import_module(name)
        for public in getattr(module, "__all__", ()):
            if not public.startswith("_"):
                found[f"{name}.{public}"] = described(getattr(module, public))
    return found


def described(thing: Any) -> dict[str, Any]:
    if inspect.isclass(thing):
        return {"kind": "class", "bases": bases(thing), "members": members(thing)}
    if inspect.isfunction(thing):
        return {"kind": "function", "members": {"": parameters(thing)}}
    return {"kind": "value", "members": {name: None for name in dir(thing) if name[0] != "_"}}


def bases(cls: type) -> list[str]:
    return [base.__name__ for base in cls.__mro__[1:] if base.__name__[0] != "_"]


def members(cls: type) -> dict[str, Any]:
    names = [name for name in dir(cls) if not name.startswith("_")]
    found = {name: parameters(inspect.getattr_static(cls, name)) for name in names}
    makers = [getattr(cls, name) for name in ("__init__", "__new__")]
    made_by = next((one for one in makers if inspect.isfunction(one)), None)
    return {**found, "__init__": parameters(made_by)} if made_by else found


def parameters(thing: Any) -> list[list[Any]] | None:
    """Name, kind and whether there is a default; None for what cannot be called."""
    function = getattr(thing, "__func__", thing)
    overloads = typing.get_overloads(function) if inspect.isfunction(function) else ()
    try:
        signature = inspect.signature(overloads[0] if overloads else function)
    except (TypeError, ValueError):
        return None
    return [
        [one.name, one.kind.name, one.default is not one.empty]
        for one in signature.parameters.values()
    ]


if __name__ == "__main__":
    json.dump(describe(json.load(sys.stdin)["modules"]), sys.stdout)
