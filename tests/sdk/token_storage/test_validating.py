"""Checks of tokens, as the official library makes them, and in our own words."""

from __future__ import annotations

import pickle
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from globus_sdk import Scope
from globus_sdk.scopes.consents import ConsentForest
from globus_sdk.token_storage import (
    MemoryTokenStorage,
    ScopeRequirementsValidator,
    TokenValidationContext,
    TokenValidationError,
    UnchangingIdentityIDValidator,
    ValidatingTokenStorage,
)
from globus_sdk.token_storage import validating_token_storage as checks

from ..official import run_official
from . import validation
from .validation import token

ME = TokenValidationContext("me", "me")


def test_every_case_ends_as_with_the_official_library() -> None:
    wanted = run_official(4, Path(validation.__file__), None)
    assert len(wanted) > 100
    assert validation.cases() == wanted


def consent(number: int, path: list[int], name: str) -> dict[str, Any]:
    when = "2026-01-01T00:00:00.000000+00:00"
    return {
        **dict.fromkeys(("client", "scope", "effective_identity", "status"), "x"),
        **dict.fromkeys(("created", "updated", "last_used"), when),
        **dict.fromkeys(("allows_refresh", "auto_approved", "atomically_revocable"), False),
        "id": number,
        "dependency_path": path,
        "scope_name": name,
    }


class Consents:
    """A service that knows more consents each time."""

    def __init__(self, *answers: list[dict[str, Any]]) -> None:
        self.answers = list(answers)

    def get_consents(self, identity_id: str) -> Any:
        forest = ConsentForest(self.answers.pop(0))
        return SimpleNamespace(to_forest=lambda: forest)


def test_consents_are_fetched_again_only_when_they_are_not_enough() -> None:
    first = [consent(1, [1], "a")]
    second = [*first, consent(2, [1, 2], "d")]
    requirements = {"rs": [Scope.parse("a[d]")]}
    consents: Any = Consents(first, second)
    validator = ScopeRequirementsValidator(requirements, consents)
    with pytest.raises(checks.UnmetScopeRequirementsError) as raised:
        validator.after_retrieve({"rs": token()}, ME)
    assert str(raised.value) == "Consent is missing for rs: log in and agree to a[d]"
    assert raised.value.scope_requirements == requirements
    for _ in range(3):
        validator.after_retrieve({"rs": token()}, ME)
    assert consents.answers == []


def test_a_missing_scope_is_named() -> None:
    consents: Any = Consents()
    validator = ScopeRequirementsValidator({"rs": [Scope("a"), Scope("c")]}, consents)
    with pytest.raises(TokenValidationError, match=r"lacks scopes: log in and agree to c$"):
        validator.before_store({"rs": token()}, ME)


def test_somebody_else_is_told_what_to_do() -> None:
    storage = ValidatingTokenStorage(
        MemoryTokenStorage(), validators=[UnchangingIdentityIDValidator()]
    )
    storage.store_token_data_by_resource_server({"rs": token()})
    with pytest.raises(checks.IdentityMismatchError) as raised:
        storage.store_token_data_by_resource_server({"rs": token(identity_id="you")})
    assert str(raised.value) == (
        "You logged in as you, but the stored tokens are of me: log in as that identity, or log"
        " out first."
    )
    assert storage.get_token_data("rs").identity_id == "me"


def test_with_the_last_token_its_owner_is_forgotten() -> None:
    storage = ValidatingTokenStorage(MemoryTokenStorage())
    storage.store_token_data_by_resource_server({"a": token("a"), "b": token("b")})
    assert storage.identity_id == "me"
    storage.remove_token_data("a")
    assert storage.identity_id == "me"
    storage.remove_token_data("b")
    assert storage.identity_id is None


def test_tokens_that_another_process_stored_have_an_owner() -> None:
    shared = MemoryTokenStorage()
    one, other = ValidatingTokenStorage(shared), ValidatingTokenStorage(shared)
    assert one.identity_id is None
    other.store_token_data_by_resource_server({"a": token("a")})
    assert one.identity_id == "me"


@pytest.mark.parametrize(
    "error",
    [
        checks.MissingTokenError("m", "rs"),
        checks.ExpiredTokenError(1234567890),
        checks.IdentityMismatchError("m", "a", "b"),
        checks.MissingIdentityError("m"),
        checks.UnmetScopeRequirementsError("m", {"a": [Scope("x")]}),
    ],
)
def test_errors_survive_pickling(error: TokenValidationError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)


def test_an_expired_token_says_when() -> None:
    error = checks.ExpiredTokenError(int(time.time()))
    assert str(error).endswith(": log in again.")
    assert str(error.expiration) in str(error)


def test_a_token_is_not_shown() -> None:
    shown = repr(token(access_token="secret-1", refresh_token="secret-2"))
    assert "secret" not in shown
    assert "scope='a b'" in shown
