"""Auth and the console on one address, people with accounts, and what they have registered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, expect
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from armillary.auth.callers import MANAGE_PROJECTS
from armillary.auth.identities.store import create_identity
from armillary.core.ids import new_id
from tests.armillary.auth.auth_api import Api, new_client, new_project
from tests.armillary.auth.conftest import AuthServer, Person

PASSWORD = "correct horse battery staple"
LAB = "lab"
# Another organization's identity provider, at which nobody answers.
PROVIDERS = f"""
[[provider]]
id = "0b0ce4f6-7c1d-4b4e-9d0a-1b1f4c3a8e55"
name = "The Lab"
short_name = "{LAB}"
issuer = "http://127.0.0.1:9"
client_id = "armillary"
client_secret = "secret"
domains = ["lab.example.org"]
private_network = true
"""
HTTPS = "https://portal.example.org/callback"


@dataclass
class Site:
    """The services of the present module, spoken to over HTTP."""

    auth: AuthServer
    app: Starlette

    @property
    def base(self) -> str:
        return self.auth.settings.base_url

    @property
    def console(self) -> str:
        return f"{self.base}/developers"

    def newcomer(self, name: str) -> Person:
        """Somebody with an account and nothing else."""
        username = f"{name.lower()}-{new_id()[:8]}@example.org"
        with self.auth.database.write() as session:
            identity = create_identity(
                session, username=username, password=PASSWORD, name=name, email=username
            )
        return Person(identity.id, username, PASSWORD)

    def owner(self, name: str) -> Owner:
        """Somebody with a project in which there is one of everything."""
        person = self.newcomer(name)
        return _with_belongings(person, self.api(person), f"{name}'s")

    def api(self, person: Person) -> Api:
        """The Auth API in a person's name."""
        tokens = self.auth.log_in(person, scope=f"openid {MANAGE_PROJECTS}")
        return Api(self.auth, tokens["access_token"])

    def routes(self, prefix: str) -> list[Route]:
        """The routes of the application at a prefix."""
        mounts = [route for route in self.app.routes if isinstance(route, Mount)]
        part = next(mount for mount in mounts if mount.path == prefix)
        return [route for route in part.routes if isinstance(route, Route)]


@dataclass
class Owner:
    """A person with belongings, by the names that their ids have in the console's addresses.

    :param ids: the project, an app of it that can keep a secret, and what these have
    :param native: another app of the project, which can't
    :param empty: a project without anything
    """

    person: Person
    api: Api
    ids: dict[str, str] = field(default_factory=dict)
    native: str = ""
    empty: str = ""


def _with_belongings(person: Person, api: Api, whose: str) -> Owner:
    project = new_project(api, person, f"{whose} project")
    client = new_client(
        api, project, name=f"{whose} portal", public_client=False, redirect_uris=[HTTPS]
    )
    credential = _made(api, f"clients/{client['id']}/credentials", credential={"name": "laptop"})
    scope = _made(
        api,
        f"clients/{client['id']}/scopes",
        scope={"name": "Read", "description": "Read samples", "scope_suffix": "read"},
    )
    policy = _made(
        api,
        "policies",
        policy={
            "project_id": project["id"],
            "display_name": "The lab's people",
            "description": "Signed in with the lab",
        },
    )
    native = new_client(api, project, name=f"{whose} script", public_client=True)
    empty = new_project(api, person, f"{whose} empty project")
    ids = {
        "kind": "native",
        "project_id": project["id"],
        "client_id": client["id"],
        "credential_id": credential["id"],
        "scope_id": scope["id"],
        "policy_id": policy["id"],
        "identity_id": person.id,
    }
    return Owner(person, api, ids, native["id"], empty["id"])


def _made(api: Api, path: str, **body: Any) -> dict[str, Any]:
    answer = api("POST", path, body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = next(iter(answer.json().values()))
    return made


def sign_in(page: Page, person: Person) -> None:
    """Sign in on Auth's page, and allow what is asked."""
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Password").fill(person.password)
    page.get_by_role("button", name="Sign in").click()
    allow = page.get_by_role("button", name="Allow")
    if allow.count():
        allow.click()


def enter(page: Page, site: Site, person: Person) -> None:
    """Open the console, signed in."""
    page.goto(f"{site.console}/apps")
    sign_in(page, person)
    expect(page.get_by_role("heading", name="Your apps")).to_be_visible()
