"""Every method of every client has answers; those of the official library keep its names."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest
import responses

import globus_sdk
from globus_sdk import experimental, testing
from globus_sdk.testing import registry

from ..official import run_official
from . import describe
from .shapes import lacks

Described = dict[str, Any]
NOT_REQUESTS = {"close", "request", "get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def official() -> Described:
    found: Described = run_official(4, Path(describe.__file__), None)
    return found


def known_names() -> list[str]:
    return [
        f"{service}.{method}"
        for service in registry._SERVICES.values()
        for method in registry._answers_of(service)
    ]


def clients() -> list[type]:
    things = [
        getattr(package, name) for package in (globus_sdk, experimental) for name in package.__all__
    ]
    return [
        one for one in things if inspect.isclass(one) and issubclass(one, globus_sdk.BaseClient)
    ]


def requesting_methods() -> list[tuple[str, Any]]:
    return [
        (f"{client.__name__}.{name}", method)
        for client in clients()
        for name, method in inspect.getmembers(client)
        if hasattr(method, "__wrapped__") and name not in NOT_REQUESTS
    ]


def test_the_official_sets_cases_and_metadata_are_here(official: Described) -> None:
    assert len(official) >= 150
    ours = describe.describe([name for name in official if name in {*known_names()}])
    assert sorted(official.keys() - ours.keys()) == []
    for name, wanted in official.items():
        found = ours[name]
        assert [*wanted["cases"]] == [*found["cases"]][: len(wanted["cases"])], name
        assert {*wanted["metadata"]} <= {*found["metadata"]}, name
        for case, answers in wanted["cases"].items():
            assert {*answers["metadata"]} <= {*found["cases"][case]["metadata"]}, (name, case)
            assert answers["answers"] == found["cases"][case]["answers"], (name, case)
            assert answers["matched"] == found["cases"][case]["matched"], (name, case)


def test_documents_have_what_the_official_ones_have(official: Described) -> None:
    ours = describe.describe([*official])
    complaints = [
        f"{name} {case} {complaint}"
        for name, wanted in official.items()
        for case, answers in wanted["cases"].items()
        for complaint in lacks(answers["shapes"], ours[name]["cases"][case]["shapes"])
    ]
    assert complaints == []


@pytest.mark.parametrize(("name", "method"), requesting_methods())
def test_every_method_has_answers(name: str, method: Any) -> None:
    assert testing.get_response_set(method)


@pytest.mark.parametrize("name", known_names())
def test_all_cases_can_be_registered(name: str) -> None:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        for case in testing.get_response_set(name).cases():
            testing.load_response(name, case=case, requests_mock=mock)
        assert mock.registered()
