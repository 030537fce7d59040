"""Listings of the Transfer service."""

from ....response import ItemT, IterableResponse


class IterableTransferResponse(IterableResponse[ItemT]):
    """A listing; iterating gives its documents."""

    default_iter_key = "DATA"
