"""Signatures, as users write them: names from ``typing``, no private aliases."""

from __future__ import annotations

import inspect
import re
import sys
import types
import typing
from collections.abc import Iterable
from inspect import Parameter
from typing import Any

from globus_sdk import MISSING

_WIDTH = 88
_MODULES_SHOWN = ("uuid", "datetime", "pathlib", "requests", "responses", "threading")
# what clients take: apps by their role, which users make as one of these
_ROLES = {"App": "GlobusApp", "AsyncApp": "AsyncGlobusApp", "dt": "datetime", "C": "Self"}
_STARS: dict[Any, str] = {Parameter.VAR_POSITIONAL: "*", Parameter.VAR_KEYWORD: "**"}
_ALIASES = (types.UnionType, types.GenericAlias, type(Any | None), type(typing.Literal[1]))


def function_text(name: str, function: Any) -> str:
    """The signatures of a function: its overloads, if it has some."""
    plain = inspect.unwrap(getattr(function, "__func__", function))
    found = typing.get_overloads(plain) or [plain]
    return "\n".join(_text(name, one, inspect.signature(one)) for one in found)


def constructor_text(cls: type) -> str | None:
    """The signatures of a class, unless nobody is to make it."""
    if inspect.isabstract(cls) or not _has_constructor(cls):
        return None
    made_by: Any = cls.__init__  # type: ignore[misc]
    found = typing.get_overloads(made_by) or [cls]
    signatures = [inspect.signature(one) for one in found]
    return "\n".join(_text(cls.__name__, made_by, one, result=False) for one in signatures)


def fields_text(document: type) -> str:
    """The fields of a ``TypedDict``."""
    optional: frozenset[str] = getattr(document, "__optional_keys__", frozenset())
    return "\n".join(
        f"{name}: {type_text(hint, document)}" + ("  # may be missing" if name in optional else "")
        for name, hint in typing.get_type_hints(document).items()
    )


def type_text(annotation: Any, where: Any) -> str:
    """An annotation.

    :param where: the function or class that has it.
    """
    text = annotation if isinstance(annotation, str) else _plain(annotation)
    names = vars(sys.modules[where.__module__])

    def expanded(found: re.Match[str]) -> str:
        value = names.get(found[0])
        if isinstance(value, _ALIASES):
            return type_text(_plain(value), where)
        return _ROLES.get(found[0], found[0])

    return re.sub(r"(?<![\w.\"'])[A-Za-z_]\w*\b", expanded, text)


def _has_constructor(cls: type) -> bool:
    made_by = next(one for one in cls.__mro__ if "__init__" in vars(one))
    ours = made_by.__module__.startswith("globus_sdk")
    return ours and not issubclass(cls, BaseException) and not getattr(cls, "_is_protocol", False)


def _text(name: str, where: Any, signature: inspect.Signature, *, result: bool = True) -> str:
    parts = [*_parts(signature.parameters.values(), where)]
    annotation = signature.return_annotation
    shown = result and annotation is not signature.empty
    tail = f" -> {type_text(annotation, where)}" if shown else ""
    line = f"{name}({', '.join(parts)}){tail}"
    if len(line) <= _WIDTH:
        return line
    return "\n".join([f"{name}(", *(f"    {part}," for part in parts), f"){tail}"])


def _parts(parameters: Iterable[Parameter], where: Any) -> Iterable[str]:
    starred = False
    for one in parameters:
        if one.name in ("self", "cls"):
            continue
        if one.kind is one.KEYWORD_ONLY and not starred:
            starred = True
            yield "*"
        starred = starred or one.kind is one.VAR_POSITIONAL
        yield _part(one, where)


def _part(one: Parameter, where: Any) -> str:
    text = f"{_STARS.get(one.kind, '')}{one.name}"
    if one.annotation is not one.empty:
        text += f": {type_text(one.annotation, where)}"
    return text if one.default is one.empty else f"{text} = {_default(one.default, where)}"


def _default(value: Any, where: Any) -> str:
    if value is MISSING:
        return "MISSING"
    if value is ...:
        return "..."
    if isinstance(value, (str, int, float, tuple, type(None))):
        return repr(value)
    known = vars(sys.modules[where.__module__]).items()
    return next((name for name, one in known if one is value), "...")


def _plain(annotation: Any) -> str:
    text = annotation.__name__ if isinstance(annotation, type) else repr(annotation)

    def shortened(found: re.Match[str]) -> str:
        shown = found[1].split(".")[0] in _MODULES_SHOWN
        return found[0] if shown else found[2]

    return re.sub(r"((?:\w+\.)+)(\w+)", shortened, text)
