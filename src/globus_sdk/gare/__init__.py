"""Globus Auth Requirements Errors: services say what a login has to be like."""

from .convert import has_gares, is_gare, to_gare, to_gares
from .document import GARE, GlobusAuthorizationParameters

__all__ = (
    "GARE",
    "GlobusAuthorizationParameters",
    "has_gares",
    "is_gare",
    "to_gare",
    "to_gares",
)
