"""What GCS Manager answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

from ..._core.json import as_array, as_object
from ...response import GlobusHTTPResponse, IterableResponse

Match = Callable[[dict[str, Any]], bool]


class IterableGCSResponse(IterableResponse):
    """A listing; iterating gives its documents."""

    default_iter_key = "data"


class UnpackingGCSResponse(GlobusHTTPResponse):
    """A response in whose envelope lies the document that was asked for.

    Where there is no such document, :attr:`data` is the whole answer.

    :param response: the response.
    :param match: the name of the document's type, without its version, such as ``collection``; or
        a function that knows the document.
    :raises ValueError: the name is no name.
    """

    def __init__(self, response: GlobusHTTPResponse, match: str | Match) -> None:
        super().__init__(response)
        self._match = partial(_is_of_type, _checked(match)) if isinstance(match, str) else match

    @property
    def full_data(self) -> Any:
        """The whole answer, with the envelope."""
        return self._parsed_json

    @property
    def data(self) -> Any:
        """The document that was asked for."""
        return self._unpacked

    @cached_property
    def _unpacked(self) -> Any:
        envelope = as_object(self.full_data) or {}
        documents = map(as_object, as_array(envelope.get("data")) or [])
        found = (one for one in documents if one is not None and self._match(one))
        return next(found, self.full_data)


def _checked(name: str) -> str:
    if re.fullmatch(r"\w+", name) is None:
        raise ValueError(f"The name of a type has letters, digits and _ only, unlike {name!r}.")
    return name


def _is_of_type(name: str, document: dict[str, Any]) -> bool:
    kind = document.get("DATA_TYPE")
    return isinstance(kind, str) and kind.startswith(f"{name}#")
