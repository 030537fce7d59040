"""Lists of consents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....response import IterableResponse

if TYPE_CHECKING:
    from ....documents import ConsentDocument  # noqa: F401 - in quotes
    from ....scopes.consents import ConsentForest


class GetConsentsResponse(IterableResponse["ConsentDocument"]):
    """Consents; each names its path from the consent that the user gave."""

    default_iter_key = "consents"

    def to_forest(self) -> ConsentForest:
        """The consents as trees.

        :raises ConsentParseError: one of them cannot be read.
        :raises ConsentTreeConstructionError: the consent above another one is missing.
        """
        from ....scopes.consents import ConsentForest

        return ConsentForest(self)
