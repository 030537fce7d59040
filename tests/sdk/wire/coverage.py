"""Which parameters of which public methods were used, of whatever ``globus_sdk`` there is.

Every public method of the services' classes is wrapped. Only the outermost calls count: what the
library passes to its own methods is no use by a row.
"""

from __future__ import annotations

import enum
import functools
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import globus_sdk

PACKAGES = ("globus_sdk.services.", "globus_sdk.client", "globus_sdk.experimental.")
NOT_SENT = (Exception, enum.Enum, globus_sdk.GlobusHTTPResponse)


class Coverage:
    """Parameters as ``Class.method.parameter``: those there are, and those used."""

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.used: set[str] = set()
        self._depth = 0

    def watch(self) -> None:
        for cls in classes():
            for name, function in methods(cls):
                setattr(cls, name, self._watched(function))

    def _watched(self, function: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(function)
        prefix = function.__qualname__
        self.known |= {f"{prefix}.{name}" for name in shown_parameters(signature)}

        @functools.wraps(function)
        def watched(*args: Any, **kwargs: Any) -> Any:
            if self._depth == 0:
                self._record(prefix, signature, args, kwargs)
            self._depth += 1
            try:
                return function(*args, **kwargs)
            finally:
                self._depth -= 1

        return watched

    def _record(self, prefix: str, signature: inspect.Signature, args: Any, kwargs: Any) -> None:
        try:
            given = signature.bind(*args, **kwargs).arguments
        except TypeError:
            return  # a row that provokes this very error
        self.used |= {f"{prefix}.{name}" for name in given.keys() & {*shown_parameters(signature)}}


def classes() -> Iterator[type]:
    """The public classes of the services, and their bases."""
    walked = pkgutil.walk_packages(globus_sdk.__path__, "globus_sdk.", onerror=lambda name: None)
    for module in sorted(one.name for one in walked):
        if module.startswith(PACKAGES) and not any(p[0] == "_" for p in module.split(".")):
            for thing in vars(importlib.import_module(module)).values():
                if inspect.isclass(thing) and thing.__module__ == module and is_sender(thing):
                    yield thing


def is_sender(cls: type) -> bool:
    return not cls.__name__.startswith("_") and not issubclass(cls, NOT_SENT)


def methods(cls: type) -> list[tuple[str, Callable[..., Any]]]:
    return [
        (name, function)
        for name, function in vars(cls).items()
        if inspect.isfunction(function) and (name[0] != "_" or name == "__init__")
    ]


def shown_parameters(signature: inspect.Signature) -> list[str]:
    return [
        name
        for name, one in signature.parameters.items()
        if name != "self" and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)
    ]
