"""What version 3 of the API called GAREs first."""

from ..gare import (
    GARE as GlobusAuthRequirementsError,
)
from ..gare import (
    GlobusAuthorizationParameters,
)
from ..gare import (
    has_gares as has_auth_requirements_errors,
)
from ..gare import (
    is_gare as is_auth_requirements_error,
)
from ..gare import (
    to_gare as to_auth_requirements_error,
)
from ..gare import (
    to_gares as to_auth_requirements_errors,
)

__all__ = (
    "GlobusAuthRequirementsError",
    "GlobusAuthorizationParameters",
    "has_auth_requirements_errors",
    "is_auth_requirements_error",
    "to_auth_requirements_error",
    "to_auth_requirements_errors",
)
