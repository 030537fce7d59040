"""Authentication policies."""

from __future__ import annotations

import uuid
from typing import Any

from ...models import RegisteredResponse, ResponseSet
from .._people import PROJECT_ID, made_id
from .shapes import Document, answer, as_text, echo, of_cases

POLICY_ID = made_id("policy")
_PATH = "/v2/api/policies"
_ONE = f"{_PATH}/{POLICY_ID}"
_DOMAINS = ["lab.example.org", "*.example.com"]
_BEGINNING: Document = {
    "project_id": PROJECT_ID,
    "display_name": "People of the lab",
    "description": "Signed in with the lab within the hour",
}
_ASSURED: Document = {
    "high_assurance": True,
    "authentication_assurance_timeout": 3600,
    "required_mfa": False,
}

# case -> what the method is called with beyond the case's beginning
_CREATED: dict[str, Document] = {
    "default": {},
    "project_id_str": {"project_id": PROJECT_ID},
    "project_id_uuid": {"project_id": uuid.UUID(PROJECT_ID)},
    "high_assurance": _ASSURED,
    "not_high_assurance": {"high_assurance": False, "required_mfa": False},
    "required_mfa": {**_ASSURED, "required_mfa": True},
    "authentication_assurance_timeout": {"authentication_assurance_timeout": 7200},
    "display_name": {"display_name": "People"},
    "description": {"description": "Signed in with the lab"},
    "domain_constraints_include": {"domain_constraints_include": _DOMAINS},
    "empty_domain_constraints_include": {"domain_constraints_include": []},
    "no_domain_constraints_include": {"domain_constraints_include": None},
    "domain_constraints_exclude": {"domain_constraints_exclude": _DOMAINS},
    "empty_domain_constraints_exclude": {"domain_constraints_exclude": []},
    "no_domain_constraints_exclude": {"domain_constraints_exclude": None},
}
# some of the names are spelt as the official library spells them
_UPDATED: dict[str, Document] = {
    "default": {},
    "project_id_str": {"project_id": PROJECT_ID},
    "project_id_uuid": {"project_id": uuid.UUID(PROJECT_ID)},
    "authentication_assurance_timeout": {"authentication_assurance_timeout": 7200},
    "required_mfa": {"required_mfa": True},
    "not_required_mfa": {"required_mfa": False},
    "display_name": {"display_name": "People"},
    "description": {"description": "Signed in with the lab"},
    "no_domain_constrants_include": {"domain_constraints_include": None},
    "empty_domain_constrants_include": {"domain_constraints_include": []},
    "domain_constrants_include": {"domain_constraints_include": _DOMAINS},
    "no_domain_constrants_exclude": {"domain_constraints_exclude": None},
    "empty_domain_constrants_exclude": {"domain_constraints_exclude": []},
    "domain_constrants_exclude": {"domain_constraints_exclude": _DOMAINS},
}


def policy(policy_id: str = POLICY_ID, **changes: Any) -> Document:
    """Who may come in, and how they have to have signed in."""
    return {
        "id": policy_id,
        **_BEGINNING,
        **_ASSURED,
        "domain_constraints_include": None,
        "domain_constraints_exclude": None,
        **changes,
    }


POLICIES = [
    policy(domain_constraints_include=_DOMAINS),
    policy(
        made_id("other policy"),
        display_name="Without strangers",
        domain_constraints_exclude=["example.net"],
    ),
]


def _created(case: str, args: Document) -> RegisteredResponse:
    body = as_text({**_BEGINNING, **args}, "project_id")
    return echo(
        "policy",
        _PATH,
        method="POST",
        args={**_BEGINNING, **args},
        sent=None if case == "default" else body,
        response=policy(**body),
    )


def _updated(args: Document) -> RegisteredResponse:
    body = as_text(args, "project_id")
    return echo(
        "policy",
        _ONE,
        method="PUT",
        args={"policy_id": POLICY_ID, **args},
        sent=body,
        response=policy(**body),
    )


ANSWERS: dict[str, ResponseSet] = {
    "create_policy": of_cases({case: _created(case, args) for case, args in _CREATED.items()}),
    "get_policy": ResponseSet(
        metadata={"policy_id": POLICY_ID}, default=answer(path=_ONE, json={"policy": POLICIES[0]})
    ),
    "get_policies": ResponseSet(
        metadata={"policy_ids": [one["id"] for one in POLICIES]},
        default=answer(path=_PATH, json={"policies": POLICIES}),
    ),
    "update_policy": of_cases({case: _updated(args) for case, args in _UPDATED.items()}),
    "delete_policy": ResponseSet(
        metadata={"policy_id": POLICY_ID},
        default=answer(path=_ONE, method="DELETE", json={"policy": POLICIES[0]}),
    ),
}
