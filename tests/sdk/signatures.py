"""Describe the public API of whatever ``globus_sdk`` this interpreter has.

Writes what each public name of each public module is: for a class its bases and its public
members with their parameters, for a function its parameters.
"""

from __future__ import annotations

import enum
import importlib
import inspect
import json
import pkgutil
import sys
import types
import typing
import warnings
from typing import Any

import globus_sdk

# modules of recorded answers: one for each method, compared by what they register instead
_DATA = ("testing.data", "_testing.data")
_TYPING = (typing.TypeVar, typing.ParamSpec, types.ModuleType)
_IMPORTED = ("MISSING", "DEFAULT_RETRY_CHECKS")  # constants of other modules


def describe(modules: list[str] | None = None) -> dict[str, Any]:
    """All modules, or those named; a name that a module lacks is left out."""
    return {
        f"{module}.{name}": described(thing)
        for module in modules or public_modules()
        for name, thing in public_names(importlib.import_module(module)).items()
    }


def public_modules() -> list[str]:
    walked = pkgutil.walk_packages(globus_sdk.__path__, "globus_sdk.", onerror=lambda name: None)
    names = (module.name for module in walked)
    return ["globus_sdk", *(name for name in names if is_public(name))]


def is_public(module: str) -> bool:
    inside = module.partition(".")[2]
    hidden = any(part.startswith("_") for part in inside.split(".")) and inside != "_testing"
    return not hidden and not inside.startswith(_DATA)


def public_names(module: types.ModuleType) -> dict[str, Any]:
    if hasattr(module, "__all__"):
        listed = [name for name in module.__all__ if not name.startswith("_")]
        return {name: getattr(module, name) for name in listed}
    return {name: thing for name, thing in vars(module).items() if belongs(name, thing, module)}


def belongs(name: str, thing: Any, module: types.ModuleType) -> bool:
    """Whether a name is one of the module's own, and not something that it imported."""
    if name.startswith("_") or isinstance(thing, _TYPING) or name in ("log", "annotations"):
        return False
    if inspect.isclass(thing) or inspect.isfunction(thing):
        return bool(thing.__module__ == module.__name__)
    return name.isupper() and name not in ("TYPE_CHECKING", *_IMPORTED)


def described(thing: Any) -> dict[str, Any]:
    if inspect.isclass(thing):
        return {"kind": "class", "bases": bases(thing), "members": members(thing)}
    if inspect.isfunction(thing):
        return {"kind": "function", "members": {"": parameters(thing)}}
    is_type = type(thing).__module__ in ("typing", "collections.abc")
    names = [] if is_type else [name for name in dir(thing) if name[0] != "_"]
    return {"kind": "value", "members": dict.fromkeys(names)}


def bases(cls: type) -> list[str]:
    return [base.__name__ for base in cls.__mro__[1:] if base.__name__[0] != "_"]


def members(cls: type) -> dict[str, Any]:
    names = [name for name in dir(cls) if not name.startswith("_")]
    found = {name: parameters(inspect.getattr_static(cls, name)) for name in names}
    makers = [getattr(cls, name) for name in ("__init__", "__new__")]
    made_by = next((one for one in makers if inspect.isfunction(one)), None)
    return {**found, "__init__": parameters(made_by)} if made_by else found


def parameters(thing: Any) -> list[list[Any]] | None:
    """Name, kind and default (None: there is none); None for what cannot be called."""
    function = getattr(thing, "__func__", thing)
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    overloads = typing.get_overloads(function) if inspect.isfunction(function) else ()
    if overloads and any(one.kind is one.VAR_KEYWORD for one in signature.parameters.values()):
        signature = inspect.signature(overloads[0])
    return [[one.name, one.kind.name, default(one)] for one in signature.parameters.values()]


def default(parameter: inspect.Parameter) -> str | None:
    if parameter.default is parameter.empty:
        return None
    value = parameter.default
    if isinstance(value, enum.Enum):
        return str(value)
    plain = value is Ellipsis or isinstance(value, (str, int, float, tuple, type(None)))
    return repr(value) if plain else f"a {type(value).__name__}"


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    json.dump(describe(json.load(sys.stdin)["modules"]), sys.stdout)
