"""Random calls of the Auth API: what the runner in ``tests.fuzz`` can't know of it."""

from __future__ import annotations

from typing import Any, ClassVar

import requests
import schemathesis
from schemathesis import Case
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from armillary.auth.callers import MANAGE_PROJECTS
from armillary.auth.identities.store import create_identity
from tests.armillary.auth.auth_api import Api, new_client, new_project
from tests.armillary.auth.conftest import AuthServer, Person
from tests.fuzz import Belongings, Fuzz, Tenant


class AuthFuzz(Fuzz):
    """Calls of projects, clients and tokens."""

    checks: ClassVar[list[Any]] = [
        *Fuzz.checks,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    ]

    def make_sensible(self, case: Case[Any], tenant: Tenant) -> None:
        """Give projects and clients the fields whose rules are beyond the document."""
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

    def point_at_belongings(self, case: Case[Any]) -> None:
        """Put the first tenant's ids into the path and into references to projects."""
        ids = self.belongings.ids
        for name in case.path_parameters.keys() & ids.keys():
            case.path_parameters[name] = ids[name]
        for document in case.body.values() if isinstance(case.body, dict) else ():
            if isinstance(document, dict):
                for key in document.keys() & {"project", "project_id"}:
                    document[key] = ids["project_id"]

    def remember(self, case: Case[Any], response: schemathesis.Response, tenant: Tenant) -> None:
        """Each document stands below the name of its kind."""
        if response.status_code == 201:
            for kind, document in response.json().items():
                if "id" in document:
                    tenant.made[f"{kind}_id"] = document["id"]


def new_fuzz(server: AuthServer, ada: Person, *, examples: int) -> AuthFuzz:
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
    return AuthFuzz(server.url, tenants, belongings, examples)


def unchanged(server: AuthServer, fuzz: AuthFuzz, ada: Person) -> bool:
    """Whether the first tenant still has what it had."""
    api = _signed_in(server, ada)
    return _documents(api, fuzz.belongings.ids) == fuzz.belongings.documents


def _signed_in(server: AuthServer, person: Person) -> Api:
    return Api(server, server.log_in(person, scope=f"openid {MANAGE_PROJECTS}")["access_token"])


def _bearer(api: Api) -> dict[str, str]:
    return {"Authorization": str(api.http.headers["Authorization"])}


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
