"""Lists of scopes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....response import IterableResponse

if TYPE_CHECKING:
    from ....documents import ScopeDocument  # noqa: F401 - in quotes


class GetScopesResponse(IterableResponse["ScopeDocument"]):
    """Scopes."""

    default_iter_key = "scopes"
