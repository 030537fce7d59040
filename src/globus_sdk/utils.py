"""Small helpers that version 3 of the API has in public."""

from __future__ import annotations

import base64
import hashlib
import platform
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar

from ._core.encoding import comma_joined, slash_join
from ._missing import MISSING, MissingType
from ._payload import GlobusPayload as PayloadWrapper

__all__ = (
    "MISSING",
    "MissingType",
    "PayloadWrapper",
    "b64str",
    "classproperty",
    "commajoin",
    "filter_missing",
    "get_nice_hostname",
    "in_sphinx_build",
    "safe_strseq_iter",
    "sha256_string",
    "slash_join",
)

T = TypeVar("T")
R = TypeVar("R")

commajoin = comma_joined


def b64str(s: str) -> str:
    """Text in base 64."""
    return base64.b64encode(s.encode()).decode()


def sha256_string(s: str) -> str:
    """The SHA-256 of text, in hexadecimal."""
    return hashlib.sha256(s.encode()).hexdigest()


def filter_missing(data: dict[str, Any] | None) -> dict[str, Any] | None:
    """A dict without the values that are MISSING."""
    return None if data is None else {k: v for k, v in data.items() if v is not MISSING}


def safe_strseq_iter(value: Iterable[Any] | str | uuid.UUID) -> Iterator[str]:
    """One or several values, each as text."""
    if isinstance(value, (str, uuid.UUID)):
        yield str(value)
    else:
        yield from map(str, value)


def get_nice_hostname() -> str | None:
    """This machine's name without ``.local``, or None if it has none."""
    return platform.node().removesuffix(".local") or None


def in_sphinx_build() -> bool:
    """Whether documentation is being built; never, with this library."""
    return False


class classproperty(Generic[T, R]):
    """A property of a class and of its instances alike.

    :param func: takes whichever of the two was asked.
    """

    def __init__(self, func: Callable[[T], R]) -> None:
        self.func = func

    def __get__(self, instance: Any, owner: Any) -> R:
        return self.func(owner if instance is None else instance)
