"""The clients of the Auth service."""

from .confidential import ConfidentialAppAuthClient
from .login import AuthLoginClient
from .native import NativeAppAuthClient
from .service import AuthClient

__all__ = ("AuthClient", "AuthLoginClient", "ConfidentialAppAuthClient", "NativeAppAuthClient")
