"""Listings of the Transfer service."""

from ....response import IterableResponse


class IterableTransferResponse(IterableResponse):
    """A listing; iterating gives its documents."""

    default_iter_key = "DATA"
