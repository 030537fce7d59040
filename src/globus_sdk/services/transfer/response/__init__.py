"""Responses of the Transfer service."""

from .activation import ActivationRequirementsResponse
from .iterable import IterableTransferResponse

__all__ = ("ActivationRequirementsResponse", "IterableTransferResponse")
