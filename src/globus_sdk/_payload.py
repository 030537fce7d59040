"""The bases of request documents."""

from __future__ import annotations

import abc
from typing import Any, Self


class GlobusPayload(dict[str, Any]):
    """A request document: a dictionary whose :data:`~globus_sdk.MISSING` values are not sent."""

    @property
    def data(self) -> dict[str, Any]:
        """The document itself, where version 3 of the API has it."""
        return self


class AbstractGlobusPayload(GlobusPayload, abc.ABC):
    """A request document of which there are several kinds, each a class.

    :raises TypeError: the class is not one of those kinds, but what they have in common.
    """

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:
        lacking = ", ".join(sorted(cls.__abstractmethods__))  # which dict.__new__ does not check
        if lacking:
            raise TypeError(f"{cls.__name__} is abstract: it has no {lacking}")
        return super().__new__(cls, *args, **kwargs)
