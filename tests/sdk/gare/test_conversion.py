"""Documents of all shapes, converted as the official library does."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from globus_sdk.gare import GARE, GlobusAuthorizationParameters, has_gares, is_gare, to_gare

from ..official import run_official
from . import conversion

ABSENT: Any = object()

CODES = [ABSENT, None, 3, "ConsentRequired", "AuthPolicyFailed"]
PARAMETERS = [
    ABSENT,
    None,
    [],
    {},
    {"unknown": None},
    {"session_message": "m", "session_required_mfa": True, "extra": 1},
    {"session_required_policies": "a,b", "session_required_single_domain": ["c"]},
    {"session_required_single_domain": "c", "required_scopes": ["s"]},
    {"session_required_identities": "a"},
    {"required_scopes": "s"},
    {"required_scopes": ["s"], "prompt": "login"},
    {"session_required_policies": "a", "prompt": "consent"},
    {"session_required_mfa": "yes"},
]
BESIDE: list[dict[str, Any]] = [
    {},
    {"required_scopes": ["s"], "message": "m", "request_id": "r"},
    {"required_scopes": "s", "required_scope": "t"},
    {"required_scope": "t", "detail": None},
    {"required_scopes": ["s"], "message": 3},
]
DEPENDENT = [
    ["x"],
    "x",
    [{"unapproved_scopes": ["s"], "code": "DEPENDENT_CONSENT_REQUIRED"}, {"x": 1}],
    [{"unapproved_scopes": "s"}],
    [{"unapproved_scopes": None}],
    [{"code": "x"}],
    [{"code": "x", "authorization_parameters": {"session_message": "m"}}, {"code": "y"}],
]


def documents() -> Iterator[dict[str, Any]]:
    for code, parameters, beside in itertools.product(CODES, PARAMETERS, BESIDE):
        values = {"code": code, "authorization_parameters": parameters, **beside}
        yield {name: value for name, value in values.items() if value is not ABSENT}
    for errors in DEPENDENT:
        yield {"error": "dependent_consent_required", "errors": errors, "error_description": "d"}
        yield {"error": "other", "errors": errors}


def test_every_shape_is_converted_as_the_official_library_does() -> None:
    every = [document for document in documents() if document]
    wanted = run_official(4, Path(conversion.__file__), every)
    converted = [conversion.convert(document) for document in every]
    cases = zip(every, converted, wanted, strict=True)
    assert [document for document, ours, official in cases if ours != official] == []
    assert 100 < sum(case["is"] for case in wanted) < len(every) - 100


def test_a_dependency_without_details_is_no_gare() -> None:
    document = {"error": "dependent_consent_required", "errors": []}
    assert to_gare(document) is None


@pytest.mark.parametrize("thing", ["text", None, [1]])
def test_what_is_no_document_is_no_gare(thing: Any) -> None:
    assert to_gare(thing) is None
    assert not is_gare(thing)
    assert not has_gares([thing])


def test_parameters_are_checked() -> None:
    wrong: list[dict[str, Any]] = [
        {"session_message": 1},
        {"session_required_identities": "a"},
        {"session_required_policies": ("a",)},
        {"session_required_single_domain": ["a", 1]},
        {"session_required_mfa": 1},
        {"required_scopes": "s"},
        {"prompt": ["login"]},
    ]
    for values in wrong:
        with pytest.raises(ValueError, match=next(iter(values))):
            GlobusAuthorizationParameters(**values)
    with pytest.raises(ValueError, match="code"):
        GARE.from_dict({"authorization_parameters": {}})
    with pytest.raises(ValueError, match="authorization_parameters"):
        GARE("x", None)  # type: ignore[arg-type]


def test_further_values_are_kept_beside() -> None:
    parameters = GlobusAuthorizationParameters(session_message="m", extra={"more": 1})
    found = GARE("x", parameters, extra={"request_id": "r"})
    assert found.to_dict() == {"code": "x", "authorization_parameters": {"session_message": "m"}}
    whole = found.to_dict(include_extra=True)
    assert whole["authorization_parameters"] == {"session_message": "m", "more": 1}
    again = GARE.from_dict(whole)
    assert (again.extra, again.authorization_parameters.extra) == ({"request_id": "r"}, {"more": 1})
