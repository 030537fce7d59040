"""The shapes that the document has on the wire: the present one, and former ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .._core.json import as_array, as_object
from .._core.serializable import TEXT, TEXTS, Check
from ..exc import ValidationError
from .document import GARE, GlobusAuthorizationParameters

Document = Mapping[str, Any]

CONSENT_REQUIRED = "ConsentRequired"
AUTHORIZATION_REQUIRED = "AuthorizationRequired"
_JOINED = ("session_required_policies", "session_required_single_domain")
_DICTIONARY: Check = (lambda value: isinstance(value, dict), "a dictionary")


def _wanted(document: Document, name: str, check: Check) -> Any:
    accepts, what = check
    if not accepts(document.get(name)):
        raise ValidationError(f"{name!r} must be {what}.")
    return document[name]


def _beside(document: Document, *known: str) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in known}


def present_shape(document: Document) -> GARE:
    """``code`` and ``authorization_parameters``."""
    return GARE.from_dict(document)


def joined_lists(document: Document) -> GARE:
    """The same without a code, or with lists that are text joined by commas.

    This shape knew no ``required_scopes``, and no ``prompt`` but ``login``.
    """
    values = dict(_wanted(document, "authorization_parameters", _DICTIONARY))
    for name in _JOINED:
        if isinstance(values.get(name), str):
            values[name] = values[name].split(",")
    if values.get("prompt") not in (None, "login"):
        raise ValidationError("'prompt' must be 'login'.")
    unknown = {name: values.pop(name) for name in ("required_scopes",) if name in values}
    parameters = GlobusAuthorizationParameters.from_dict(values)
    parameters.extra |= unknown
    code = document.get("code")
    code = AUTHORIZATION_REQUIRED if code is None else code
    return GARE(code, parameters, extra=_beside(document, "code", "authorization_parameters"))


def required_scopes(document: Document) -> GARE:
    """``ConsentRequired`` with the scopes beside it, as Transfer answers."""
    _require_consent(document)
    parameters = GlobusAuthorizationParameters(
        required_scopes=_wanted(document, "required_scopes", TEXTS),
        session_message=document.get("message"),
    )
    return GARE(CONSENT_REQUIRED, parameters, extra=_beside(document, "code", "required_scopes"))


def required_scope(document: Document) -> GARE:
    """``ConsentRequired`` with one scope beside it."""
    _require_consent(document)
    scope = _wanted(document, "required_scope", TEXT)
    strange = as_object(document.get("authorization_parameters"))  # or the first shapes had fitted
    parameters = GlobusAuthorizationParameters(required_scopes=[scope], extra=strange)
    extra = _beside(document, "code", "required_scope", "authorization_parameters")
    return GARE(CONSENT_REQUIRED, parameters, extra=extra)


def _require_consent(document: Document) -> None:
    if document.get("code") != CONSENT_REQUIRED:
        raise ValidationError(f"'code' must be {CONSENT_REQUIRED!r}.")


def dependent_consent(document: Document) -> GARE:
    """What Auth answers a service whose caller has not consented to what it does for them."""
    if document.get("error") != "dependent_consent_required":
        raise ValidationError("'error' must be 'dependent_consent_required'.")
    errors = as_array(document.get("errors")) or [None]
    error = as_object(errors[0])
    if error is None:
        raise ValidationError("'errors' must be a list of dictionaries.")
    first: dict[str, Any] = {"unapproved_scopes": [], **error}
    scopes = _wanted(first, "unapproved_scopes", TEXTS)
    return GARE(CONSENT_REQUIRED, GlobusAuthorizationParameters(required_scopes=scopes))


SHAPES: tuple[Callable[[Document], GARE], ...] = (
    present_shape,
    joined_lists,
    required_scopes,
    required_scope,
    dependent_consent,
)
"""The first that fits counts."""
