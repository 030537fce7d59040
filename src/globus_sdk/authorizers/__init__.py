"""Where requests get their ``Authorization`` header from."""

from .access_token import AccessTokenAuthorizer
from .awaiting import (
    AsyncClientCredentialsAuthorizer,
    AsyncGlobusAuthorizer,
    AsyncRefreshTokenAuthorizer,
    AsyncRenewingAuthorizer,
)
from .base import GlobusAuthorizer, NullAuthorizer, StaticGlobusAuthorizer
from .basic import BasicAuthorizer
from .client_credentials import ClientCredentialsAuthorizer
from .refresh_token import RefreshTokenAuthorizer
from .renewing import RenewingAuthorizer

__all__ = (
    "AccessTokenAuthorizer",
    "AsyncClientCredentialsAuthorizer",
    "AsyncGlobusAuthorizer",
    "AsyncRefreshTokenAuthorizer",
    "AsyncRenewingAuthorizer",
    "BasicAuthorizer",
    "ClientCredentialsAuthorizer",
    "GlobusAuthorizer",
    "NullAuthorizer",
    "RefreshTokenAuthorizer",
    "RenewingAuthorizer",
    "StaticGlobusAuthorizer",
)
