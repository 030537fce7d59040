"""A call with what the metadata tells is given the recorded answer, in every case."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import responses

from globus_sdk import GlobusHTTPResponse, testing
from globus_sdk.testing import RegisteredResponse, ResponseList, registry

from .calls import CALLS, CLIENTS, client, methods
from .test_data import requesting_methods

# metadata that are made of several parts of an answer, and those of what is sent
NOT_TOLD = ("expect_messages", "success", "invalid")
CASES = [
    (service, method, case)
    for service in CALLS
    for method in registry._answers_of(service)
    for case in testing.get_response_set(f"{service}.{method}").cases()
]


@pytest.fixture(params=CASES, ids=" ".join)
def case(request: pytest.FixtureRequest) -> tuple[str, str, str]:
    found: tuple[str, str, str] = request.param
    return found


def registered(service: str, method: str, case: str) -> RegisteredResponse | ResponseList:
    return testing.get_response_set(f"{service}.{method}").lookup(case)


def each(answers: RegisteredResponse | ResponseList) -> list[RegisteredResponse]:
    return answers.responses if isinstance(answers, ResponseList) else [answers]


def bound(service: str, name: str, metadata: dict[str, Any]) -> list[Any]:
    """The method, of each client that has it."""
    clients = [client(kind, metadata) for kind in CLIENTS[service]]
    return [method for one in clients for method in methods(one, name)]


def call(service: str, name: str, case: str) -> Callable[[Any, dict[str, Any]], Any]:
    calls = CALLS[service]
    return calls.get(f"{name} {case}", calls[name])


def test_the_recorded_answers_are_given(case: tuple[str, str, str]) -> None:
    answers = registered(*case)
    for method in bound(case[0], case[1], answers.metadata):
        with responses.RequestsMock() as mock:
            answers.add(requests_mock=mock)
            if each(answers)[0].status >= 400:
                refused(method, case, each(answers)[0])
            else:
                given(method, case, each(answers))


def given(method: Any, case: tuple[str, str, str], answers: list[RegisteredResponse]) -> None:
    result = call(*case)(method, registered(*case).metadata)
    if case[1] == "task_wait":
        assert result == (case[2] != "active")
    elif case[1] == "get_jwk":
        assert result == answers[-1].json
    else:
        results = result if isinstance(result, list) else [result]
        assert [one.http_status for one in results] == [one.status for one in answers]
        documents = [GlobusHTTPResponse(one)._parsed_json for one in results]
        assert documents == [one.json for one in answers]


def refused(method: Any, case: tuple[str, str, str], answer: RegisteredResponse) -> None:
    assert isinstance(answer.json, dict)
    with pytest.raises(method.__self__.error_class) as raised:
        call(*case)(method, answer.metadata)
    assert (raised.value.http_status, raised.value.code) == (answer.status, code_of(answer.json))
    known = {name: answer.metadata.get(name) for name in ("code", "http_status", "message")}
    for name, value in known.items():
        assert value in (None, getattr(raised.value, name))
    assert answer.metadata.get("expect_messages", raised.value.messages) == raised.value.messages


def code_of(document: dict[str, Any]) -> Any:
    """The code of an error, at one of the places where services write it."""
    [place, *_] = document.get("errors", [document])
    error = place.get("error")
    return error["code"] if isinstance(error, dict) else place.get("code")


@pytest.fixture(scope="module")
def everything() -> str:
    """All addresses and documents that are recorded."""
    answers = [answer for case in CASES for answer in each(registered(*case))]
    return " ".join(
        f"{answer.path} {answer.status} {json.dumps(answer.json)}" for answer in answers
    )


def test_metadata_are_of_what_the_answers_tell(case: tuple[str, str, str], everything: str) -> None:
    metadata = {**registered(*case).metadata}
    for name in NOT_TOLD:
        metadata.pop(name, None)
    for value in values(metadata):
        assert json.dumps(value, default=str).strip('"') in everything


def values(metadata: Any) -> list[Any]:
    if isinstance(metadata, dict):
        return [one for value in metadata.values() for one in values(value)]
    if isinstance(metadata, list):
        return [one for value in metadata for one in values(value)]
    return [metadata]


@pytest.mark.parametrize("service", CALLS)
def test_each_method_of_the_client_is_called(service: str) -> None:
    clients = {kind.__name__ for kind in CLIENTS[service]}
    rows = [(name.partition(".")[0], method) for name, method in requesting_methods()]
    methods = {method.__name__ for name, method in rows if name in clients}
    assert {row.partition(" ")[0] for row in CALLS[service]} == methods
    assert {*registry._answers_of(service)} == methods


@pytest.mark.parametrize("service", CALLS)
def test_a_row_of_a_case_is_of_one_that_there_is(service: str) -> None:
    rows = [row.partition(" ") for row in CALLS[service] if " " in row]
    assert [row for row in rows if (service, row[0], row[2]) not in CASES] == []
