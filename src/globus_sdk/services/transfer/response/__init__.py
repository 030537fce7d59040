"""Responses of the Transfer service."""

from .iterable import IterableTransferResponse

__all__ = ("IterableTransferResponse",)
