"""Where version 3 of the API had the consents first."""

from ..scopes.consents import (
    Consent,
    ConsentForest,
    ConsentParseError,
    ConsentTree,
    ConsentTreeConstructionError,
)

__all__ = (
    "Consent",
    "ConsentForest",
    "ConsentParseError",
    "ConsentTree",
    "ConsentTreeConstructionError",
)
