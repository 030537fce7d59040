"""A storage that checks tokens on their way in and out."""

from .context import TokenValidationContext
from .errors import (
    ExpiredTokenError,
    IdentityMismatchError,
    IdentityValidationError,
    MissingIdentityError,
    MissingTokenError,
    TokenValidationError,
    UnmetScopeRequirementsError,
)
from .storage import ValidatingTokenStorage
from .validators import (
    HasRefreshTokensValidator,
    NotExpiredValidator,
    ScopeRequirementsValidator,
    TokenDataValidator,
    UnchangingIdentityIDValidator,
)

__all__ = (
    "ExpiredTokenError",
    "HasRefreshTokensValidator",
    "IdentityMismatchError",
    "IdentityValidationError",
    "MissingIdentityError",
    "MissingTokenError",
    "NotExpiredValidator",
    "ScopeRequirementsValidator",
    "TokenDataValidator",
    "TokenValidationContext",
    "TokenValidationError",
    "UnchangingIdentityIDValidator",
    "UnmetScopeRequirementsError",
    "ValidatingTokenStorage",
)
