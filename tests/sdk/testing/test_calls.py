"""A call with what the metadata tells is given the recorded answer, in every case."""

from __future__ import annotations

import json
from typing import Any

import pytest
import responses

from globus_sdk import GlobusHTTPResponse, testing
from globus_sdk.testing import RegisteredResponse, registry

from .calls import CALLS, CLIENTS, client
from .test_data import requesting_methods

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


def registered(service: str, method: str, case: str) -> RegisteredResponse:
    answer = testing.get_response_set(f"{service}.{method}").lookup(case)
    assert isinstance(answer, RegisteredResponse)
    return answer


def call(service: str, method: str, case: str, metadata: dict[str, Any]) -> Any:
    calls = CALLS[service]
    perform = calls.get(f"{method} {case}", calls[method])
    return perform(getattr(client(service), method), metadata)


def test_the_recorded_answer_is_given(case: tuple[str, str, str]) -> None:
    answer = registered(*case)
    with responses.RequestsMock() as mock:
        answer.add(requests_mock=mock)
        if answer.status >= 400:
            refused(case, answer)
        else:
            given(case, answer)


def given(case: tuple[str, str, str], answer: RegisteredResponse) -> None:
    result = call(*case, answer.metadata)
    if case[1] == "task_wait":
        assert result == (case[2] != "active")
    else:
        assert result.http_status == answer.status
        assert GlobusHTTPResponse(result)._parsed_json == answer.json


def refused(case: tuple[str, str, str], answer: RegisteredResponse) -> None:
    assert isinstance(answer.json, dict)
    document = answer.json.get("errors", [answer.json])[0]
    with pytest.raises(CLIENTS[case[0]].error_class) as raised:
        call(*case, answer.metadata)
    assert (raised.value.http_status, raised.value.code) == (answer.status, document["code"])
    known = {name: answer.metadata.get(name) for name in ("code", "http_status", "message")}
    for name, value in known.items():
        assert value in (None, getattr(raised.value, name))


@pytest.fixture(scope="module")
def everything() -> str:
    """All addresses and documents that are recorded."""
    answers = [registered(*case) for case in CASES]
    return " ".join(
        f"{answer.path} {answer.status} {json.dumps(answer.json)}" for answer in answers
    )


def test_metadata_are_of_what_the_answers_tell(case: tuple[str, str, str], everything: str) -> None:
    for value in values(registered(*case).metadata):
        assert json.dumps(value).strip('"') in everything


def values(metadata: Any) -> list[Any]:
    if isinstance(metadata, dict):
        return [one for value in metadata.values() for one in values(value)]
    if isinstance(metadata, list):
        return [one for value in metadata for one in values(value)]
    return [metadata]


@pytest.mark.parametrize("service", CALLS)
def test_each_method_of_the_client_is_called(service: str) -> None:
    name = CLIENTS[service].__name__
    ours = [(m, method) for m, method in requesting_methods() if m.startswith(f"{name}.")]
    methods = {method.__name__ for _, method in ours}  # some have a former name, too
    assert {row.partition(" ")[0] for row in CALLS[service]} == methods
    assert {*registry._answers_of(service)} == methods


@pytest.mark.parametrize("service", CALLS)
def test_a_row_of_a_case_is_of_one_that_there_is(service: str) -> None:
    rows = [row.partition(" ") for row in CALLS[service] if " " in row]
    assert [row for row in rows if (service, row[0], row[2]) not in CASES] == []
