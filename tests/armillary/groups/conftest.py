"""Groups beside Auth, and people with tokens for both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from starlette.applications import Starlette
from starlette.routing import Mount

from armillary.auth.app import create_app as create_auth
from armillary.auth.audit import record
from armillary.auth.callers import MANAGE_PROJECTS
from armillary.auth.identities.store import usernames_of
from armillary.auth.introspection import caller_of
from armillary.auth.projects.store import is_admin_group
from armillary.groups.app import create_app as create_groups
from armillary.groups.scopes import ALL
from armillary.groups.store import KnownGroups
from armillary.groups.surroundings import Surroundings
from tests.armillary.auth.auth_api import Api
from tests.armillary.auth.conftest import (
    AuthServer,
    MakeServer,
    Person,
    Stage,
    keys,
    make_server,
    quick_hashes,
    quick_keys,
    stage,
)
from tests.armillary.auth.test_linking import somebody

__all__ = ["keys", "make_server", "quick_hashes", "quick_keys", "stage"]


@dataclass
class Member:
    """Somebody who calls Groups, and the Auth API."""

    person: Person
    base: str
    token: str
    auth: Api

    @property
    def id(self) -> str:
        return self.person.id

    def __call__(self, method: str, path: str, body: Any = None, **query: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}"}
        url = f"{self.base}/v2/{path}"
        return requests.request(method, url, json=body, params=query, headers=headers)

    def act(self, group: str, **actions: Any) -> dict[str, Any]:
        """Actions, each a person or a dictionary for one."""
        body = {
            name: [{"identity_id": who.id} if isinstance(who, Member) else who]
            for name, who in actions.items()
        }
        answer = self("POST", f"groups/{group}", body)
        assert answer.status_code == 200, answer.text
        document: dict[str, Any] = answer.json()
        return document


@pytest.fixture
def server(make_server: MakeServer, stage: Stage) -> AuthServer:
    """Auth and Groups."""
    server = make_server()
    database = server.database
    around = Surroundings(database, caller_of(database), usernames_of, is_admin_group, record)
    auth = create_auth(server.settings, database, groups=KnownGroups())
    stage.app = Starlette(routes=[Mount("/auth", auth), Mount("/groups", create_groups(around))])
    return server


MakeMember = Callable[..., Member]


@pytest.fixture
def member(server: AuthServer) -> MakeMember:
    """Makes people by name."""

    def make(name: str, scope: str = ALL) -> Member:
        person = somebody(server, f"{name}@example.org")
        tokens = server.log_in(person, scope=f"openid {scope} {MANAGE_PROJECTS}")
        found = {t["resource_server"]: t["access_token"] for t in (tokens, *tokens["other_tokens"])}
        auth = Api(server, found["auth.globus.org"])
        base = f"{server.settings.base_url}/groups"
        return Member(person, base, found["groups.api.globus.org"], auth)

    return make
