"""Which answers belong to which method."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import responses

from .models import RegisteredResponse, ResponseList, ResponseSet

# module of a method's definition, below ``globus_sdk`` -> the services' names in ids
_SERVICES = {
    "services.auth": "auth",
    "services.compute.version_2": "compute.v2",
    "services.compute.version_3": "compute.v3",
    "services.flows": "flows",
    "services.gcs": "globus_connect_server",
    "services.groups": "groups",
    "services.search": "search",
    "services.timers": "timer",
    "services.transfer": "transfer",
    "experimental.transfer_v2": "transfer.v2",
}

_registered: dict[str, ResponseSet] = {}


def register_response_set(
    set_id: Any,
    rset: ResponseSet | Mapping[str, dict[str, Any] | list[dict[str, Any]]],
    metadata: dict[str, Any] | None = None,
) -> ResponseSet:
    """Add answers of one's own.

    :param set_id: a method of a client, or a name such as ``transfer.get_task``.
    :param rset: the answers, perhaps as plain data (:meth:`ResponseSet.from_dict`).
    :param metadata: what a test needs to know, where the answers are plain data.
    """
    made = rset if isinstance(rset, ResponseSet) else ResponseSet.from_dict(rset, metadata)
    _registered[_name(set_id)] = made
    return made


def get_response_set(set_id: Any) -> ResponseSet:
    """The answers of a method.

    :param set_id: a method of a client, or a name such as ``transfer.get_task``.
    :raises ValueError: there are none.
    """
    name = _name(set_id)
    if name not in _registered:
        service, _, method = name.rpartition(".")
        answers = _answers_of(service).get(method)
        if answers is None:
            raise ValueError(f"No answers are registered for {name!r}.")
        _registered[name] = answers
    return _registered[name]


def load_response_set(
    set_id: Any, *, requests_mock: responses.RequestsMock | None = None
) -> ResponseSet:
    """Give all answers of a method, in every case, from now on.

    :param set_id: a method of a client, or a name such as ``transfer.get_task``.
    :param requests_mock: where; by default the one that ``responses.activate`` uses.
    :raises ValueError: there are none.
    """
    return get_response_set(set_id).activate_all(requests_mock=requests_mock)


def load_response(
    set_id: Any,
    *,
    case: str = "default",
    requests_mock: responses.RequestsMock | None = None,
) -> RegisteredResponse | ResponseList:
    """Give the answers of a method, in one case, from now on.

    :param set_id: a method of a client, a name such as ``transfer.get_task``, or an answer.
    :param case: the case.
    :param requests_mock: where; by default the one that ``responses.activate`` uses.
    :raises ValueError: there are none.
    :raises LookupError: there is no such case.
    """
    if isinstance(set_id, RegisteredResponse):
        return set_id.add(requests_mock=requests_mock)
    return get_response_set(set_id).activate(case, requests_mock=requests_mock)


def _answers_of(service: str) -> dict[str, ResponseSet]:
    if service not in _SERVICES.values():
        return {}
    module = import_module(f".data.{service.replace('.', '_')}", __package__)
    answers: dict[str, ResponseSet] = module.ANSWERS
    return answers


def _name(set_id: Any) -> str:
    if isinstance(set_id, str):
        return set_id
    if not hasattr(set_id, "__name__"):
        raise TypeError(f"Answers belong to methods and names, not to {type(set_id).__name__}.")
    module = str(set_id.__module__).removeprefix("globus_sdk.") + "."
    for prefix, service in _SERVICES.items():
        if module.startswith(f"{prefix}."):
            return f"{service}.{set_id.__name__}"
    return str(set_id.__qualname__)
