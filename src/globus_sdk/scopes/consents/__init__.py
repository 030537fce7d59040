"""Consents, and whether they are enough for what is asked."""

from .consent import Consent
from .errors import ConsentParseError, ConsentTreeConstructionError
from .forest import ConsentForest, ConsentTree

__all__ = (
    "Consent",
    "ConsentForest",
    "ConsentParseError",
    "ConsentTree",
    "ConsentTreeConstructionError",
)
