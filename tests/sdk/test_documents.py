"""The types of documents fit the recorded answers, and every operation says which it answers."""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Iterator
from typing import Any, ForwardRef, Literal, TypedDict, TypeVar, Union, get_args, get_origin

import pytest

from globus_sdk import (
    AuthClient,
    ConfidentialAppAuthClient,
    FlowsClient,
    GroupsClient,
    NativeAppAuthClient,
    SearchClient,
    SpecificFlowClient,
    TimersClient,
    TransferClient,
    documents,
    response,
)
from globus_sdk.services import auth, transfer
from globus_sdk.services.auth import response as auth_responses
from globus_sdk.services.flows import response as flows
from globus_sdk.services.search import response as search
from globus_sdk.testing import ResponseList, get_response_set

CLIENTS = (
    AuthClient,
    ConfidentialAppAuthClient,
    NativeAppAuthClient,
    TransferClient,
    GroupsClient,
    SearchClient,
    TimersClient,
    FlowsClient,
    SpecificFlowClient,
)
NAMES = {
    **vars(documents),
    **vars(response),
    **vars(transfer),
    **vars(auth),
    **vars(auth_responses),
    **vars(flows),
    **vars(search),
}


def answered(method: Any) -> Any:
    """What a method says that it answers."""
    return eval(inspect.signature(method).return_annotation, NAMES)


def document_of(kind: Any) -> Any:
    """The document of a response, or of a listing's items; None if neither is told."""
    arguments = get_args(kind) or get_args(getattr(kind, "__orig_bases__", (kind,))[0])
    document = arguments[0] if arguments else None
    if isinstance(document, ForwardRef):
        return NAMES[document.__forward_arg__]
    return None if isinstance(document, TypeVar) else document


def recorded_answers() -> Iterator[Any]:
    """Method, type of the document, and the answer."""
    for client in CLIENTS:
        for name, method in inspect.getmembers(client, inspect.isfunction):
            if "Response" in str(inspect.signature(method).return_annotation):
                kind = answered(method)
                document = document_of(kind)
                if document is not None and (answer := recorded(method)) is not None:
                    yield pytest.param(kind, document, answer, id=f"{client.__name__}.{name}")


def recorded(method: Any) -> Any:
    """The answer that is recorded for a method, or None."""
    try:
        default = get_response_set(method).lookup("default")
    except (ValueError, LookupError):
        return None
    return (default.responses[0] if isinstance(default, ResponseList) else default).json


def problems(value: Any, kind: Any, where: str = "") -> list[str]:
    """Where a document does not fit its type."""
    origin, arguments = get_origin(kind), get_args(kind)
    if kind is Any:
        return []
    if origin is typing.NotRequired:
        return problems(value, arguments[0], where)
    if typing.is_typeddict(kind) and isinstance(value, dict):
        return document_problems(value, kind, where)
    if origin is Literal:
        return [] if value in arguments else [f"{where} is {value!r}"]
    if origin in (Union, types.UnionType):
        found = [problems(value, one, where) for one in arguments]
        return [] if [] in found else found[0]
    if origin is list and isinstance(value, list):
        return [
            p for i, one in enumerate(value) for p in problems(one, arguments[0], f"{where}[{i}]")
        ]
    if origin is dict and isinstance(value, dict):
        return [p for k, one in value.items() for p in problems(one, arguments[1], f"{where}.{k}")]
    plain = dict if typing.is_typeddict(kind) else origin or kind
    return [] if isinstance(value, plain) else [f"{where} is no {kind}"]


def document_problems(value: Any, kind: Any, where: str) -> list[str]:
    fields = typing.get_type_hints(kind, include_extras=True)
    missing = [f"{where} lacks {key}" for key in kind.__required_keys__ - value.keys()]
    unknown = [f"{where} has {key}" for key in value.keys() - fields.keys()]
    known = [(key, one) for key, one in value.items() if key in fields]
    return missing + unknown + [p for k, v in known for p in problems(v, fields[k], f"{where}.{k}")]


@pytest.mark.parametrize(("kind", "document", "answer"), [*recorded_answers()])
def test_the_recorded_answer_fits(kind: Any, document: Any, answer: Any) -> None:
    shape = get_origin(kind) or kind
    if issubclass(shape, response.IterableResponse):
        answer = answer.get(shape.default_iter_key) or answer["shared_endpoints"]
    several = [answer] if isinstance(answer, dict) else answer
    assert several
    assert [p for one in several for p in problems(one, document)] == []


class Inner(TypedDict):
    a: Literal["x"] | None


class Outer(TypedDict):
    inner: list[Inner]
    given: int


def test_a_document_that_does_not_fit_is_found() -> None:
    found = problems({"inner": [{"a": None}, {"a": "y", "b": 1}], "more": 1}, Outer)
    assert [*map(str, found)] == [
        " lacks given",
        " has more",
        ".inner[1] has b",
        ".inner[1].a is 'y'",
    ]
    assert problems({"inner": [], "given": 1}, Outer) == []


def test_most_of_what_transfer_and_groups_answer_is_typed() -> None:
    untyped = {
        name
        for client in (TransferClient, GroupsClient)
        for name, method in inspect.getmembers(client, inspect.isfunction)
        if re.fullmatch(r"\w*Response", str(inspect.signature(method).return_annotation))
    }
    assert {
        name for name in untyped if not re.search("^_|tunnel|stream|activat|server|symlink", name)
    } == {
        *("get", "post", "put", "patch", "delete", "request"),
        *("get_membership_fields", "set_membership_fields", "create_endpoint"),
    }


def test_every_document_is_exported_and_says_what_it_is() -> None:
    exported = [getattr(documents, name) for name in documents.__all__]
    assert all(typing.is_typeddict(one) and one.__doc__ for one in exported)
    assert all(typing.get_type_hints(one) for one in exported)
