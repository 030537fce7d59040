"""Where version 3 of the API had scopes and their errors first."""

from ..scopes import (
    Scope,
    ScopeCycleError,
    ScopeParseError,
)

__all__ = (
    "Scope",
    "ScopeCycleError",
    "ScopeParseError",
)
