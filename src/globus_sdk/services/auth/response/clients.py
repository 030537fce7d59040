"""Lists of clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....response import IterableResponse

if TYPE_CHECKING:
    from ....documents import ClientDocument  # noqa: F401 - in quotes


class GetClientsResponse(IterableResponse["ClientDocument"]):
    """Clients."""

    default_iter_key = "clients"
