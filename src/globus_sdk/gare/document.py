"""The document with which a service asks for another login or for consent."""

from __future__ import annotations

from typing import Any

from .._core.json import as_object
from .._core.serializable import BOOLEAN, TEXT, TEXTS, Serializable, optional
from ..exc import ValidationError


class GlobusAuthorizationParameters(Serializable):
    """What a login has to be like.

    :param session_message: what to tell the user.
    :param session_required_identities: the identities that have to be in the session.
    :param session_required_policies: the policies that the session has to meet.
    :param session_required_single_domain: the domains, one of which the user has to log in with.
    :param session_required_mfa: whether a second factor is needed.
    :param required_scopes: the scopes that need the user's consent.
    :param prompt: ``login`` asks even a user who is logged in.
    :param extra: further values.
    :raises ValidationError: a value of another type.
    """

    _checks = {
        "session_message": optional(TEXT),
        "session_required_identities": optional(TEXTS),
        "session_required_policies": optional(TEXTS),
        "session_required_single_domain": optional(TEXTS),
        "session_required_mfa": optional(BOOLEAN),
        "required_scopes": optional(TEXTS),
        "prompt": optional(TEXT),
    }

    session_message: str | None
    session_required_identities: list[str] | None
    session_required_policies: list[str] | None
    session_required_single_domain: list[str] | None
    session_required_mfa: bool | None
    required_scopes: list[str] | None
    prompt: str | None

    def __init__(
        self,
        *,
        session_message: str | None = None,
        session_required_identities: list[str] | None = None,
        session_required_policies: list[str] | None = None,
        session_required_single_domain: list[str] | None = None,
        session_required_mfa: bool | None = None,
        required_scopes: list[str] | None = None,
        prompt: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self._set(
            {
                "session_message": session_message,
                "session_required_identities": session_required_identities,
                "session_required_policies": session_required_policies,
                "session_required_single_domain": session_required_single_domain,
                "session_required_mfa": session_required_mfa,
                "required_scopes": required_scopes,
                "prompt": prompt,
            },
            extra,
        )

    def __repr__(self) -> str:
        shown = [f"{name}={getattr(self, name)!r}" for name in self._checks]
        return f"{type(self).__name__}({', '.join([*shown, *_hint_of(self)])})"


class GARE(Serializable):
    """A Globus Auth Requirements Error: a code, and what a login has to be like.

    :param code: such as ``ConsentRequired`` or ``AuthorizationRequired``.
    :param authorization_parameters: what the login has to be like; a dictionary is converted.
    :param extra: further values of the document.
    :raises ValidationError: a value of another type.
    """

    _checks = {"code": TEXT}

    code: str
    authorization_parameters: GlobusAuthorizationParameters

    def __init__(
        self,
        code: str,
        authorization_parameters: dict[str, Any] | GlobusAuthorizationParameters,
        *,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self._set({"code": code}, extra)
        self.authorization_parameters = _parameters(authorization_parameters)

    def __repr__(self) -> str:
        shown = [f"code={self.code!r}", f"authorization_parameters={self.authorization_parameters}"]
        return f"{type(self).__name__}({', '.join([*shown, *_hint_of(self)])})"


def _parameters(value: object) -> GlobusAuthorizationParameters:
    if isinstance(value, GlobusAuthorizationParameters):
        return value
    document = as_object(value)
    if document is not None:
        return GlobusAuthorizationParameters.from_dict(document)
    raise ValidationError(
        "'authorization_parameters' must be GlobusAuthorizationParameters or a dictionary."
    )


def _hint_of(document: Serializable) -> list[str]:
    """Further values are not shown: they may be long."""
    return ["extra=..."] if document.extra else []
