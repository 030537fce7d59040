"""Calling the Auth API, and what most tests of it begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import requests

if TYPE_CHECKING:
    from tests.armillary.auth.conftest import AuthServer, Person


class Api:
    """The Auth API, called with a token or with a client's secret."""

    def __init__(
        self, server: AuthServer, token: str | None = None, auth: tuple[str, str] | None = None
    ) -> None:
        self.base = f"{server.url}/v2/api"
        self.http = requests.Session()
        self.http.auth = auth
        if token:
            self.http.headers["Authorization"] = f"Bearer {token}"

    def __call__(self, method: str, path: str, body: Any = None, **query: Any) -> requests.Response:
        return self.http.request(method, f"{self.base}/{path}", json=body, params=query)


def new_project(api: Api, person: Person, name: str = "Physics") -> dict[str, Any]:
    fields = {"display_name": name, "contact_email": "p@example.org", "admin_ids": [person.id]}
    answer = api("POST", "projects", {"project": fields})
    assert answer.status_code == 201, answer.text
    project: dict[str, Any] = answer.json()["project"]
    return project


def new_client(api: Api, project: dict[str, Any], **fields: Any) -> dict[str, Any]:
    body = {"client": {"name": "My app", "project": project["id"], **fields}}
    answer = api("POST", "clients", body)
    assert answer.status_code == 201, answer.text
    client: dict[str, Any] = answer.json()["client"]
    return client
