"""What an error document says beyond its message: consent and session requirements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core.json import as_array, as_object


class ErrorInfo:
    """A part of an error document; true if the document has it."""

    _has_data: bool = False

    def __bool__(self) -> bool:
        return self._has_data

    def __str__(self) -> str:
        shown = [f"{k}={v}" for k, v in vars(self).items() if not k.startswith("_")]
        return f"{type(self).__name__}({', '.join(shown)})"


class AuthorizationParameterInfo(ErrorInfo):
    """The session that the service asks for (``authorization_parameters``)."""

    def __init__(self, error_data: dict[str, Any]) -> None:
        data = error_data.get("authorization_parameters")
        self._has_data = isinstance(data, dict)
        wanted = as_object(data) or {}
        self.session_message = _typed(wanted.get("session_message"), str)
        self.session_required_identities = _strings(wanted.get("session_required_identities"))
        self.session_required_single_domain = _strings(wanted.get("session_required_single_domain"))
        self.session_required_policies = _strings(wanted.get("session_required_policies"))
        self.session_required_mfa = _typed(wanted.get("session_required_mfa"), bool)


def _typed(value: object, kind: type[Any]) -> Any:
    return value if isinstance(value, kind) else None


def _strings(value: object) -> list[str] | None:
    """A list of strings; services also write them joined by commas."""
    if isinstance(value, str):
        return value.split(",")
    items = as_array(value)
    if items is not None and all(isinstance(item, str) for item in items):
        return items
    return None


class ConsentRequiredInfo(ErrorInfo):
    """The scopes that the user has yet to consent to."""

    def __init__(self, error_data: dict[str, Any]) -> None:
        self.required_scopes: list[str] = _required_scopes(error_data)
        self._has_data = bool(self.required_scopes)


def _required_scopes(error: Mapping[str, Any]) -> list[str]:
    if error.get("code") != "ConsentRequired":
        return []
    scopes = error.get("required_scopes")
    if isinstance(scopes, list):
        return _strings(scopes) or []  # pyright: ignore[reportUnknownArgumentType]
    scope = error.get("required_scope")  # an older form
    return [scope] if isinstance(scope, str) else []


class ErrorInfoContainer:
    """All that an error document asks for.

    ``authorization_parameters`` and ``consent_required`` are always there, and false unless the
    document has them.
    """

    def __init__(self, error_data: dict[str, Any] | None) -> None:
        self.authorization_parameters = AuthorizationParameterInfo(error_data or {})
        self.consent_required = ConsentRequiredInfo(error_data or {})

    def __str__(self) -> str:
        return "|".join(str(part) for part in vars(self).values() if part)
