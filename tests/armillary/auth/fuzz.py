"""Random calls of the Auth API, made from its OpenAPI document, in the name of several tenants."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.generation.stateful.state_machine import APIStateMachine
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from armillary.auth.callers import MANAGE_PROJECTS
from armillary.auth.identities.store import create_identity
from tests.armillary.auth.auth_api import Api, new_client, new_project
from tests.armillary.auth.conftest import AuthServer, Person

CHECKS: list[Any] = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
_SETTINGS = settings(
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
    print_blob=False,
)
_OPERATIONS_PER_STORY = 8


@dataclass(frozen=True)
class Belongings:
    """What the first tenant has, by the name of the parameter that holds its id."""

    ids: dict[str, str]
    documents: dict[str, Any]

    def found_in(self, text: str) -> list[str]:
        return [name for name, value in self.ids.items() if value in text]


@dataclass
class Tenant:
    """Somebody who calls.

    :param identity_id: who they are
    :param owner: whether the belongings are theirs
    :param made: the last thing of each kind that a call of theirs made, by parameter
    """

    name: str
    identity_id: str
    headers: dict[str, str]
    owner: bool = False
    made: dict[str, str] = field(default_factory=dict)


@dataclass
class Fuzz:
    """A run, and how many calls it has made by tenant and status."""

    server: AuthServer
    tenants: list[Tenant]
    belongings: Belongings
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    succeeded: set[str] = field(default_factory=set)
    stories: int = 0
    random: Random = field(default_factory=Random)
    http: requests.Session = field(default_factory=requests.Session)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def run(self, *, start: int, cases: int) -> None:
        """Make at least so many calls, all that follow from one seed."""
        self.random.seed(start)
        number = start
        while self.total < cases:
            for tenant in self.tenants:
                self._each_operation(tenant, number)
                self._stories(tenant, number)
            number += 1

    def call(self, case: Case[Any], tenant: Tenant) -> schemathesis.Response:
        if self.random.random() < 0.7:
            _make_sensible(case, tenant)
        if self.random.random() < 0.5 and not self.belongings.found_in(str(case.path_parameters)):
            for name in case.path_parameters.keys() & tenant.made.keys():
                case.path_parameters[name] = tenant.made[name]
        response = case.call(
            self.server.url, self.http, dict(tenant.headers), allow_redirects=False
        )
        key = (tenant.name, response.status_code)
        self.counts[key] = self.counts.get(key, 0) + 1
        if response.status_code < 300:
            self.succeeded.add(case.operation.label)
        if response.status_code == 201:
            for kind, document in response.json().items():
                if "id" in document:
                    tenant.made[f"{kind}_id"] = document["id"]
        return response

    def check(self, case: Case[Any], response: schemathesis.Response, tenant: Tenant) -> None:
        case.validate_response(response, checks=CHECKS)
        if tenant.owner or response.status_code >= 300:
            return
        # Nobody else reads, changes, or refers to what is the first tenant's.
        asked = json.dumps([case.path_parameters, case.query, case.body], default=str)
        assert not self.belongings.found_in(asked + response.text), (tenant.name, asked)

    def _each_operation(self, tenant: Tenant, number: int) -> None:
        for result in self.schema.get_all_operations():
            operation = result.ok()
            modes = [GenerationMode.POSITIVE]
            if operation.body or operation.path_parameters or operation.query:
                modes.append(GenerationMode.NEGATIVE)
            for mode in modes:
                self._examples(operation.as_strategy(generation_mode=mode), tenant, number)

    def _examples(self, cases: st.SearchStrategy[Case[Any]], tenant: Tenant, number: int) -> None:
        @seed(number)
        @settings(_SETTINGS, max_examples=2)
        @given(cases, st.booleans())
        def one(case: Case[Any], theirs: bool) -> None:
            if theirs and not tenant.owner:
                self._point_at_belongings(case)
            self.check(case, self.call(case, tenant), tenant)

        one()

    def _point_at_belongings(self, case: Case[Any]) -> None:
        ids = self.belongings.ids
        for name in case.path_parameters.keys() & ids.keys():
            case.path_parameters[name] = ids[name]
        for document in case.body.values() if isinstance(case.body, dict) else ():
            if isinstance(document, dict):
                for key in document.keys() & {"project", "project_id"}:
                    document[key] = ids["project_id"]

    def _stories(self, tenant: Tenant, number: int) -> None:
        """Sequences of calls in which one uses what another has made."""
        fuzz = self
        machine = self.schema.as_state_machine()

        class Story(machine):  # type: ignore[misc,valid-type]
            def setup(self) -> None:
                fuzz.stories += 1

            def call(self, case: Case[Any], **_: Any) -> schemathesis.Response:
                return fuzz.call(case, tenant)

            def validate_response(
                self, response: schemathesis.Response, case: Case[Any], *_: Any, **__: Any
            ) -> None:
                fuzz.check(case, response, tenant)

        story: type[APIStateMachine] = seed(number)(Story)
        story.run(
            settings=settings(_SETTINGS, max_examples=6, stateful_step_count=_OPERATIONS_PER_STORY)
        )

    @cached_property
    def schema(self) -> Any:
        document = requests.get(f"{self.server.url}/openapi.json").json()
        return schemathesis.openapi.from_dict(document)


def new_fuzz(server: AuthServer, ada: Person) -> Fuzz:
    """Two people with belongings of their own, a service of the second one, and nobody."""
    with server.database.write() as session:
        eve = create_identity(
            session, username="eve", password="x" * 12, name="Eve", email="e@example.org"
        )
    evil = Person(eve.id, "eve", "x" * 12)
    first, second = (_signed_in(server, each) for each in (ada, evil))
    belongings = _belongings(first, ada)
    client = new_client(second, new_project(second, evil), client_type="client_identity")
    path = f"clients/{client['id']}/credentials"
    secret = second("POST", path, {"credential": {"name": "x"}}).json()["credential"]["secret"]
    basic = requests.Request("GET", server.url, auth=(client["id"], secret)).prepare().headers
    tenants = [
        Tenant("ada", ada.id, _bearer(first), owner=True),
        Tenant("eve", eve.id, _bearer(second)),
        Tenant("a service of eve", client["id"], {"Authorization": basic["Authorization"]}),
        Tenant("nobody", eve.id, {}),
    ]
    for tenant in tenants:
        tenant.made["identity_id"] = tenant.identity_id
    return Fuzz(server, tenants, belongings)


def unchanged(fuzz: Fuzz, ada: Person) -> bool:
    """Whether the first tenant still has what it had."""
    api = _signed_in(fuzz.server, ada)
    return _documents(api, fuzz.belongings.ids) == fuzz.belongings.documents


def _signed_in(server: AuthServer, person: Person) -> Api:
    return Api(server, server.log_in(person, scope=f"openid {MANAGE_PROJECTS}")["access_token"])


def _bearer(api: Api) -> dict[str, str]:
    return {"Authorization": str(api.http.headers["Authorization"])}


def _make_sensible(case: Case[Any], tenant: Tenant) -> None:
    """Replace what the document can't tell, so that not every call ends at the first check."""
    body = case.body if isinstance(case.body, dict) else {}
    project, client, scope = (body.get(name) for name in ("project", "client", "scope"))
    if isinstance(project, dict):
        project |= {"admin_ids": [tenant.identity_id], "admin_group_ids": None}
        project |= {"display_name": "A project", "contact_email": "p@example.org"}
    if isinstance(client, dict):
        client |= dict.fromkeys(("public_client", "required_idp", "preselect_idp"))
        client |= {"template_id": None, "client_type": "confidential_client"}
        client["redirect_uris"] = ["https://app.example/cb"]
    if "/oauth2/" in case.path:
        body.pop("client_id", None)
    if isinstance(scope, dict):
        scope["dependent_scopes"] = []


def _belongings(api: Api, person: Person) -> Belongings:
    project = new_project(api, person)
    client = new_client(api, project, client_type="confidential_client")
    clients = f"clients/{client['id']}"
    credential = api("POST", f"{clients}/credentials", {"credential": {"name": "x"}}).json()
    scope = {"name": "Read", "description": "Reads", "scope_suffix": "read"}
    policy = {"project_id": project["id"], "display_name": "P", "description": "D"}
    ids = {
        "project_id": project["id"],
        "client_id": client["id"],
        "credential_id": credential["credential"]["id"],
        "scope_id": api("POST", f"{clients}/scopes", {"scope": scope}).json()["scope"]["id"],
        "policy_id": api("POST", "policies", {"policy": policy}).json()["policy"]["id"],
    }
    return Belongings(ids, _documents(api, ids))


def _documents(api: Api, ids: dict[str, str]) -> dict[str, Any]:
    paths = (
        "projects/{project_id}",
        "clients/{client_id}",
        "clients/{client_id}/credentials",
        "scopes/{scope_id}",
        "policies/{policy_id}",
    )
    return {path: api("GET", path.format(**ids)).json() for path in paths}


def lines(fuzz: Fuzz) -> Iterator[str]:
    """The numbers of a run."""
    for (tenant, status), count in sorted(fuzz.counts.items()):
        yield f"{tenant}: {count} answers {status}"
    yield "succeeded: " + ", ".join(sorted(fuzz.succeeded))
    yield f"{fuzz.total} calls, {fuzz.stories} stories"
