"""Services that ask for a better sign-in, and sessions that are made what they ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import update
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from armillary.auth.identities.known_providers import register_providers
from armillary.auth.identities.model import Account, Identity
from armillary.auth.identities.providers import IdentityProvider
from armillary.auth.identities.store import create_identity
from armillary.auth.seed import TUTORIAL_CLIENT_ID
from armillary.auth.sessions.model import Authentication
from armillary.auth.tokens.model import AccessToken, Grant
from armillary.core.clock import utcnow
from armillary.core.ids import new_id, secret_hash
from globus_sdk import (
    BaseClient,
    ConfidentialAppAuthClient,
    GlobusAPIError,
    GlobusAppConfig,
    Scope,
    UserApp,
)
from globus_sdk.login_flows import CommandLineLoginFlowManager
from globus_sdk.token_storage import MemoryTokenStorage
from tests.armillary.auth.auth_api import Api, new_client, new_project
from tests.armillary.auth.browser import Browser
from tests.armillary.auth.conftest import AuthServer, Person, listen, serving

LAB = IdentityProvider(new_id(), "The lab", "lab", ("lab.example.org",))


@pytest.fixture
def service(person: Person, manager: Api) -> dict[str, Any]:
    """A client that serves a scope ``view``, with the policy ``policy`` and its ``secret``."""
    project = new_project(manager, person)
    client = new_client(manager, project, public_client=False)
    scope = {"name": "View", "description": "See the images", "scope_suffix": "view"}
    made = manager("POST", f"clients/{client['id']}/scopes", {"scope": scope}).json()
    credential = {"credential": {"name": "step-up"}}
    secret = manager("POST", f"clients/{client['id']}/credentials", credential).json()
    return {
        "id": client["id"],
        "project": project["id"],
        "scope": made["scope"]["scope_string"],
        "secret": secret["credential"]["secret"],
    }


def new_policy(manager: Api, service: dict[str, Any], **fields: Any) -> str:
    body = {"display_name": "Lab rules", "description": "d", "project_id": service["project"]}
    answer = manager("POST", "policies", {"policy": {**body, **fields}})
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["policy"]["id"]
    return found


def age(server: AuthServer, *, seconds: int) -> None:
    """Let every sign-in so far have happened earlier."""
    with server.database.write() as session:
        earlier = utcnow() - timedelta(seconds=seconds)
        session.execute(update(Authentication).values(auth_time=earlier))


def introspect(server: AuthServer, service: dict[str, Any], token: str, **form: str) -> Any:
    auth = (service["id"], service["secret"])
    return server.post("token/introspect", {"token": token, **form}, auth)


@pytest.fixture
def colleague(server: AuthServer, person: Person) -> Person:
    """An identity of the lab's, linked to the person's account."""
    with server.database.write() as session:
        made = create_identity(
            session,
            username="ada@lab.example.org",
            password="in the laboratory",
            name="Ada",
            email="ada@lab.example.org",
        )
        own = made.account_id
        made.account_id = session.get_one(Identity, person.id).account_id
        made.identity_provider, made.is_primary = LAB.id, False
        session.flush()
        session.delete(session.get_one(Account, own))
        register_providers(session, [LAB])
        return Person(made.id, "ada@lab.example.org", "in the laboratory")


def test_an_old_sign_in_is_renewed_for_a_policy(
    server: AuthServer, person: Person, manager: Api, service: dict[str, Any]
) -> None:
    policy = new_policy(manager, service, authentication_assurance_timeout=600)
    browser = server.browser()
    server.code(person, browser)
    wish = server.authorize_url(session_required_policies=policy.upper())
    browser.open(wish)
    assert browser.answer()["code"]
    age(server, seconds=601)
    browser.open(server.authorize_url(session_required_policies=policy, prompt="none"))
    assert browser.answer()["error"] == "login_required"
    assert "Lab rules" in browser.answer()["error_description"]
    browser.open(wish)
    assert "Lab rules" in browser.text_of("wanted")
    browser.sign_in(person.username, person.password)
    assert browser.answer()["code"]


def test_a_token_lives_no_longer_than_the_policy_it_was_given_under(
    server: AuthServer, person: Person, manager: Api, service: dict[str, Any]
) -> None:
    policy = new_policy(manager, service, authentication_assurance_timeout=600)
    laxer = new_policy(manager, service, authentication_assurance_timeout=6000)
    both = f"{laxer},{policy}"
    answer = server.log_in(person, session_required_policies=both, access_type="offline")
    documents = [answer, *answer["other_tokens"]]
    assert all(590 <= document["expires_in"] <= 600 for document in documents)
    renewed = server.refresh(answer["refresh_token"]).json()
    assert 590 <= renewed["expires_in"] <= 600
    with server.database.write() as session:
        session.execute(update(Grant).values(assured_until=utcnow()))
    refused = server.refresh(answer["refresh_token"])
    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_grant")


def test_a_derived_token_lives_no_longer_either(
    server: AuthServer, person: Person, manager: Api, service: dict[str, Any]
) -> None:
    policy = new_policy(manager, service, authentication_assurance_timeout=600)
    nested = f"{service['scope']}[openid]"
    answer = server.log_in(person, scope=nested, session_required_policies=policy)
    derived = server.token(
        {
            "grant_type": "urn:globus:auth:grant_type:dependent_token",
            "token": answer["access_token"],
            "scope": "openid",
        },
        (service["id"], service["secret"]),
    )
    (document,) = derived.json()
    assert 590 <= document["expires_in"] <= 600


@pytest.mark.parametrize(
    "policies",
    ["no-such", new_id(), ",".join(new_id() for _ in range(51))],
    ids=["no id", "unknown", "too many"],
)
def test_a_policy_that_does_not_exist_is_an_error(
    server: AuthServer, person: Person, service: dict[str, Any], policies: str
) -> None:
    browser = server.browser()
    server.code(person, browser)
    browser.open(server.authorize_url(session_required_policies=policies))
    assert browser.answer()["error"] == "invalid_request"
    token = server.log_in(person, scope=service["scope"])["access_token"]
    refused = introspect(server, service, token, authentication_policies=policies)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_request")


def test_an_identity_of_the_domain_has_to_sign_in(
    server: AuthServer, person: Person, colleague: Person, manager: Api, service: dict[str, Any]
) -> None:
    linked = new_policy(manager, service, domain_constraints_include=["lab.example.org"])
    fresh = new_policy(
        manager, service, domain_constraints_include=["lab.example.org"], high_assurance=True
    )
    browser = server.browser()
    server.code(person, browser)
    browser.open(server.authorize_url(session_required_policies=linked))
    assert browser.answer()["code"]
    for wish in (
        {"session_required_policies": f"{linked},{fresh}"},
        {"session_required_single_domain": "lab.example.org"},
        {"session_required_identities": colleague.id},
    ):
        own = server.browser()
        server.code(person, own)
        own.open(server.authorize_url(**wish))
        assert "lab.example.org" in own.text_of("wanted")
        own.sign_in(person.username, person.password)
        assert "lab.example.org" in own.text_of("wanted")
        own.sign_in(colleague.username, colleague.password)
        assert own.answer()["code"]


def test_introspection_says_which_policies_are_met(
    server: AuthServer, person: Person, manager: Api, service: dict[str, Any]
) -> None:
    met = new_policy(manager, service, authentication_assurance_timeout=600)
    unmet = new_policy(manager, service, domain_constraints_include=["lab.example.org"])
    token = server.log_in(person, scope=service["scope"])["access_token"]
    policies = f"{met},{unmet}"
    document = introspect(server, service, token, authentication_policies=policies).json()
    assert document["policy_evaluations"] == {
        met: {"evaluation": True},
        unmet: {"evaluation": False},
    }
    assert "policy_evaluations" not in introspect(server, service, token).json()
    # The session behind the token is what counts, and it grows old with the token.
    with server.database.write() as session:
        grant_id = session.get_one(AccessToken, secret_hash(token)).grant_id
        grant = session.get_one(Grant, grant_id)
        (only,) = grant.authentications.items()
        grant.authentications = {only[0]: {**only[1], "auth_time": only[1]["auth_time"] - 601}}
    document = introspect(server, service, token, authentication_policies=met).json()
    assert document["policy_evaluations"] == {met: {"evaluation": False}}


class Pictures:
    """A service that lets nobody see its pictures whose session doesn't meet its policy."""

    def __init__(self, auth: ConfidentialAppAuthClient, policy: str) -> None:
        self.auth, self.policy = auth, policy
        self.app = Starlette(routes=[Route("/pictures", self.pictures)])

    def pictures(self, request: Request) -> Response:
        token = request.headers["authorization"].removeprefix("Bearer ")
        form = {"token": token, "authentication_policies": self.policy}
        document = self.auth.post("/v2/oauth2/token/introspect", data=form, encoding="form")
        if not document["policy_evaluations"][self.policy]["evaluation"]:
            wanted = {
                "session_required_policies": self.policy,
                "session_message": "The pictures need a recent sign-in.",
            }
            gare = {"code": "AuthorizationRequired", "authorization_parameters": wanted}
            return JSONResponse(gare, status_code=403)
        return JSONResponse({"of": document["username"]})


class Pasted(CommandLineLoginFlowManager):
    """Somebody who signs in wherever they are sent."""

    browser: Browser
    person: Person
    messages: list[str]

    def print_authorize_url(self, authorize_url: str) -> None:
        self.browser.open(authorize_url)
        if "session_message" in authorize_url:
            self.messages.append(self.browser.response.text)

    def prompt_for_code(self) -> str:
        if "password" in self.browser.response.text:
            self.browser.sign_in(self.person.username, self.person.password)
        if self.browser.left_for is None:
            self.browser.submit({"decision": "allow"})
        return self.browser.answer()["code"]


@pytest.fixture
def pictures(
    server: AuthServer,
    manager: Api,
    service: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[str]:
    """The address of a running service of pictures."""
    monkeypatch.setenv("GLOBUS_SDK_SERVICE_URL_AUTH", f"{server.url}/")
    policy = new_policy(manager, service, authentication_assurance_timeout=600)
    auth = ConfidentialAppAuthClient(service["id"], service["secret"])
    listener = listen()
    with serving(Pictures(auth, policy).app, listener):
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    auth.close()


def _app(server: AuthServer, person: Person, *, redrive: bool) -> UserApp:
    settings = {"browser": server.browser(), "person": person, "messages": []}
    manager: Any = type("Somebody", (Pasted,), settings)
    config = GlobusAppConfig(
        login_flow_manager=manager,
        token_storage=MemoryTokenStorage(),
        auto_redrive_gares=redrive,
    )
    return UserApp("step-up", client_id=TUTORIAL_CLIENT_ID, config=config)


def _make_old(server: AuthServer) -> None:
    """Let the sessions behind all tokens be of an hour ago."""
    age(server, seconds=3600)
    with server.database.write() as session:
        for grant in session.query(Grant):
            grant.authentications = {
                name: {**a, "auth_time": a["auth_time"] - 3600}
                for name, a in grant.authentications.items()
            }


@pytest.mark.parametrize("redrive", [True, False])
def test_an_app_signs_in_again_when_a_service_asks_for_it(
    server: AuthServer, person: Person, service: dict[str, Any], pictures: str, redrive: bool
) -> None:
    app = _app(server, person, redrive=redrive)
    somebody: Any = app.config.login_flow_manager
    scopes = [Scope(service["scope"])]

    class PicturesClient(BaseClient):
        service_name = "pictures"
        resource_server = service["id"]
        default_scope_requirements = scopes

    with app, PicturesClient(app=app, app_scopes=scopes, base_url=pictures) as client:
        assert client.get("/pictures")["of"] == person.username
        _make_old(server)
        if not redrive:
            with pytest.raises(GlobusAPIError) as caught:
                client.get("/pictures")
            assert caught.value.info.authorization_parameters
            return
        assert client.get("/pictures")["of"] == person.username
        (page,) = somebody.messages
        assert "<h1>Sign in</h1>" in page
        assert "The pictures need a recent sign-in." in page


def test_a_project_is_managed_after_signing_in_again(
    server: AuthServer, person: Person, manager: Api
) -> None:
    _make_old(server)
    answer: requests.Response = manager("POST", "projects", {"project": {}})
    assert answer.status_code in (400, 403)
    body = {"display_name": "Late", "contact_email": "a@example.org", "admin_ids": [person.id]}
    refused = manager("POST", "projects", {"project": body})
    assert refused.status_code == 403
    assert refused.json()["code"] == "AuthorizationRequired"
    parameters = refused.json()["authorization_parameters"]
    assert parameters["prompt"] == "login"
    scope = " ".join(["openid", *parameters["required_scopes"]])
    again = server.log_in(person, scope=scope, prompt=parameters["prompt"])
    made = Api(server, again["access_token"])("POST", "projects", {"project": body})
    assert made.status_code == 201
