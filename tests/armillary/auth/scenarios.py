"""Attacks and misuses in a few lines each: what must be refused, and is when all defences are up.

Each fails with an AssertionError where the attack succeeds. The tests of the attacks run them as
they are, the mutation test runs them with one defence off.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import FunctionType
from typing import Any
from unittest import mock
from urllib.parse import parse_qs, urlsplit

import requests
from sqlalchemy import delete, select, update

from armillary.auth import page_state
from armillary.auth.authorize.interaction import Interaction
from armillary.auth.callers import MANAGE_PROJECTS
from armillary.auth.clients.model import Client
from armillary.auth.clients.store import add_credential
from armillary.auth.consents.model import Consent
from armillary.auth.device.model import DeviceCode
from armillary.auth.factors.challenge import Challenge, Purpose
from armillary.auth.identities.store import create_service_identity
from armillary.auth.parts import Parts
from armillary.auth.policies.model import Policy
from armillary.auth.projects.model import Project
from armillary.auth.scopes.model import Scope, ScopeDependency
from armillary.auth.scopes.store import register_resource_server
from armillary.auth.seed import TUTORIAL_CLIENT_ID
from armillary.auth.sessions.half_way import HalfWay
from armillary.auth.sessions.model import Authentication, BrowserSession, FailedLogin
from armillary.auth.sessions.throttle import PASSWORDS
from armillary.auth.tokens.lookup import ActiveRefreshToken, find_refresh_token
from armillary.auth.tokens.model import AccessToken, AuthorizationCode, Grant, RefreshToken
from armillary.core.clock import utcnow
from armillary.core.ids import new_id, new_secret, secret_hash
from armillary.core.signing import sign
from armillary.web.csrf import csrf_token
from tests.armillary.auth.browser import Browser
from tests.armillary.auth.conftest import CHALLENGE, TRANSFER_ALL, VERIFIER, AuthServer, Person
from tests.armillary.auth.factors import account, enrol

COOKIE = "armillary_session"
REDIRECT = "http://localhost:5"
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
DEPENDENT = "urn:globus:auth:grant_type:dependent_token"
Auth = tuple[str, str]


@dataclass
class World:
    """A server with somebody who signs in, an app of each kind, and a service with a scope."""

    server: AuthServer
    parts: Parts
    ada: Person
    app: Auth = field(init=False)
    other: Auth = field(init=False)
    service: Auth = field(init=False)
    view: str = field(init=False)

    def __post_init__(self) -> None:
        self.app = self.client("confidential_client")
        self.other = self.client("confidential_client")
        self.service = self.client("resource_server")
        self.view = f"https://auth.globus.org/scopes/{self.service[0]}/view"
        with self.server.database.write() as session:
            register_resource_server(
                session, client_id=self.service[0], name="Images", scopes={self.view: "See images"}
            )
            ids = {
                name: session.scalars(select(Scope.id).where(Scope.scope_string == name)).one()
                for name in (self.view, TRANSFER_ALL)
            }
            session.add(
                ScopeDependency(
                    scope_id=ids[self.view],
                    dependent_id=ids[TRANSFER_ALL],
                    optional=False,
                    requires_refresh_token=False,
                )
            )

    def client(self, client_type: str, **fields: Any) -> Auth:
        fields = {"redirect_uris": ["http://localhost"], **fields}
        with self.server.database.write() as session:
            client = Client(
                id=new_id(),
                name="An app",
                client_type=client_type,
                **fields,
            )
            session.add(client)
            session.flush()
            create_service_identity(session, client_id=client.id, name="An app")
            return client.id, add_credential(session, client.id, "first")[1]

    def calm(self) -> None:
        """Forget failed attempts, which are all from one address."""
        with self.server.database.write() as session:
            session.execute(delete(FailedLogin))

    # What happens in a browser.

    def signed_in(self) -> Browser:
        browser = self.server.browser()
        self.server.code(self.ada, browser)
        return browser

    def cookie(self, browser: Browser) -> str:
        return next(c.value or "" for c in browser.http.cookies if c.name == COOKIE)

    def asked(self, browser: Browser | None = None, /, **changes: str | None) -> dict[str, str]:
        """What the app is told of an authorization request that it must not get a code for."""
        browser = browser or self.server.browser()
        browser.open(self.server.authorize_url(**{"redirect_uri": REDIRECT, **changes}))
        assert browser.left_for is not None, browser.response.text
        answer = browser.answer()
        assert "code" not in answer
        return answer

    def page(self, browser: Browser | None = None, /, **changes: str | None) -> requests.Response:
        """The page that stands before the code."""
        browser = browser or self.server.browser()
        answer = browser.open(self.server.authorize_url(**{"redirect_uri": REDIRECT, **changes}))
        assert browser.left_for is None, browser.left_for
        return answer

    # What happens at the token endpoint.

    def code(self, client: Auth | None = None, **changes: str | None) -> str:
        client_id = TUTORIAL_CLIENT_ID if client is None else client[0]
        asked = {"client_id": client_id, "redirect_uri": REDIRECT, **changes}
        return self.server.code(self.ada, None, **asked)

    def exchange(
        self, code: str, client: Auth | None = None, **changes: str | None
    ) -> requests.Response:
        form = {
            "grant_type": "authorization_code",
            "client_id": TUTORIAL_CLIENT_ID if client is None else client[0],
            "code": code,
            "code_verifier": VERIFIER,
            "redirect_uri": REDIRECT,
            **changes,
        }
        return self.token(form, client)

    def token(self, form: dict[str, str | None], client: Auth | None = None) -> requests.Response:
        return self.server.token({k: v for k, v in form.items() if v is not None}, client)

    def tokens(self, client: Auth | None = None, **changes: str | None) -> dict[str, Any]:
        answer = self.exchange(self.code(client, **changes), client)
        assert answer.status_code == 200, answer.text
        document: dict[str, Any] = answer.json()
        return document

    def refresh(self, token: str, client: Auth | None = None, **changes: str) -> requests.Response:
        client_id = TUTORIAL_CLIENT_ID if client is None else client[0]
        form = {"grant_type": "refresh_token", "client_id": client_id, "refresh_token": token}
        return self.token({**form, **changes}, client)

    def dependent(self, token: str, client: Auth, **changes: str) -> requests.Response:
        return self.token({"grant_type": DEPENDENT, "token": token, **changes}, client)

    def api(self, token: str, path: str = "v2/api/projects", **kwargs: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"}
        return requests.request(
            kwargs.pop("method", "GET"), f"{self.server.url}/{path}", headers=headers, **kwargs
        )

    def active(self, token: str) -> bool:
        """Whether a token of the service still opens it."""
        found = self.server.post("token/introspect", {"token": token}, self.service)
        return bool(found.json()["active"])

    def post(
        self,
        path: str,
        browser: Browser,
        form: Mapping[str, str],
        headers: dict[str, str] | None = None,
    ) -> requests.Response:
        return browser.http.post(
            f"{self.server.url}/v2/web/{path}", dict(form), headers=headers, allow_redirects=False
        )


def refused(answer: requests.Response, error: str, status: int | None = None) -> None:
    """The answer is an error of OAuth's, in our own words."""
    assert answer.headers["content-type"] == "application/json", answer.text
    assert answer.json().get("error") == error, answer.text
    assert "access_token" not in answer.text
    assert status in (None, answer.status_code)


def stays_here(answer: requests.Response, *said: str) -> None:
    """The answer is a page that tells what is wrong."""
    assert answer.status_code == 400, answer.status_code
    assert "location" not in answer.headers
    for each in said:
        assert each in answer.text


# ---------------------------------------------------------------- the authorization endpoint


def unknown_clients_get_a_page(world: World) -> None:
    url = world.server.authorize_url(client_id=new_id())
    stays_here(requests.get(url, allow_redirects=False), "No app is registered")


def services_sign_nobody_in(world: World) -> None:
    url = world.server.authorize_url(client_id=world.service[0], redirect_uri=REDIRECT)
    stays_here(requests.get(url, allow_redirects=False), "registered as a service")


def disabled_clients_sign_nobody_in(world: World) -> None:
    client = world.client("confidential_client", disabled_at=utcnow())[0]
    url = world.server.authorize_url(client_id=client, redirect_uri=REDIRECT)
    stays_here(requests.get(url, allow_redirects=False), "disabled")


def foreign_redirects_get_a_page(world: World) -> None:
    for uri in ("https://evil.example/", "http://localhost.evil.example", None):
        url = world.server.authorize_url(redirect_uri=uri, response_type="token")
        stays_here(requests.get(url, allow_redirects=False), "redirect_uri")
    web = world.client("confidential_client", redirect_uris=["https://app.example/cb"])[0]
    url = world.server.authorize_url(client_id=web, redirect_uri="https://app.example:8443/cb")
    stays_here(requests.get(url, allow_redirects=False), "redirect_uri")


def only_codes_are_given(world: World) -> None:
    for changes, error in (
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"request": "e30"}, "invalid_request"),
    ):
        assert world.asked(**changes)["error"] == error


def pkce_is_not_weakened(world: World) -> None:
    for changes in (
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": None},
        {"code_challenge": "short"},
        {"client_id": world.app[0], "code_challenge": None},
    ):
        answer = world.asked(**changes)
        assert answer["error"] == "invalid_request", changes


def scopes_are_checked(world: World) -> None:
    for scope in (None, "openid[", "nobody:knows"):
        assert world.asked(scope=scope)["error"] == "invalid_scope"


def prompts_are_checked(world: World) -> None:
    wishes = ({"prompt": "x"}, {"prompt": "none login"}, {"max_age": "x"}, {"max_age": "9" * 10})
    for changes in wishes:
        answer = world.asked(**changes)
        assert answer["error"] == "invalid_request", changes


def prompt_none_shows_no_page(world: World) -> None:
    assert world.asked(prompt="none")["error"] == "login_required"
    browser = world.signed_in()
    fresh = world.client("confidential_client")[0]
    answer = world.asked(browser, client_id=fresh, prompt="none")
    assert answer["error"] == "consent_required"


def nobody_gets_a_code_without_signing_in(world: World) -> None:
    assert "<h1>Sign in</h1>" in world.page().text


def a_fresh_sign_in_is_asked_for(world: World) -> None:
    browser = world.signed_in()
    for changes in ({"prompt": "login"}, {"max_age": "0"}):
        assert "<h1>Sign in</h1>" in world.page(browser, **changes).text


def the_session_is_as_the_app_asks(world: World) -> None:
    browser = world.signed_in()
    for changes in (
        {"session_required_identities": new_id()},
        {"session_required_single_domain": "elsewhere.example"},
    ):
        assert "<h1>Sign in</h1>" in world.page(browser, **changes).text
    page = world.page(browser, session_required_mfa="true")
    assert "<h1>Add a second factor</h1>" in page.text


def policies_are_held(world: World) -> None:
    policy_id = new_id()
    with world.server.database.write() as session:
        project = Project(id=new_id(), display_name="P", contact_email="p@example.org")
        session.add(project)
        session.flush()
        session.add(
            Policy(
                id=policy_id,
                project_id=project.id,
                display_name="Lab rules",
                description="d",
                high_assurance=False,
                required_mfa=False,
                domain_constraints_include=["elsewhere.example"],
            )
        )
    page = world.page(world.signed_in(), session_required_policies=policy_id)
    assert "Lab rules" in page.text


def scopes_of_a_domain_are_for_its_people(world: World) -> None:
    _require_domain(world, ["elsewhere.example"])
    try:
        answer = world.asked(world.signed_in(), scope=world.view)
        assert answer["error"] == "access_denied"
        form: dict[str, str | None] = {"grant_type": "client_credentials", "scope": world.view}
        refused(world.token(form, world.other), "access_denied")
    finally:
        _require_domain(world, [])


def _require_domain(world: World, domains: list[str]) -> None:
    with world.server.database.write() as session:
        scope = session.scalars(select(Scope).where(Scope.scope_string == world.view)).one()
        scope.required_domains = domains


def consent_is_asked_for(world: World) -> None:
    browser = world.signed_in()
    fresh = world.client("confidential_client")[0]
    assert "Allow An app?" in world.page(browser, client_id=fresh).text


def a_decision_is_allow_or_deny(world: World) -> None:
    browser = world.signed_in()
    fresh = world.client("confidential_client")[0]
    world.page(browser, client_id=fresh)
    fields = browser.page().forms[0].fields
    for decision, error in (("deny", "access_denied"), ("perhaps", "invalid_request")):
        answer = world.post("consent", browser, {**fields, "decision": decision})
        query = parse_qs(urlsplit(answer.headers["location"]).query)
        assert query.get("error") == [error]
    assert "Allow An app?" in world.page(browser, client_id=fresh).text


def a_consent_form_is_about_what_was_shown(world: World) -> None:
    """Fields that a script or a neighbour adds to it change neither app, nor place, nor scopes."""
    browser = world.signed_in()
    fresh = world.client("confidential_client")
    world.page(browser, client_id=fresh[0], scope="openid")
    fields = browser.page().forms[0].fields
    wider = {"scope": f"openid {MANAGE_PROJECTS}", "client_id": world.other[0]}
    wider |= {"redirect_uri": "https://evil.example/", "access_type": "offline"}
    answer = world.post("consent", browser, {**fields, **wider, "decision": "allow"})
    sent_to = answer.headers["location"]
    assert sent_to.startswith(f"{REDIRECT}?")
    (code,) = parse_qs(urlsplit(sent_to).query)["code"]
    refused(world.exchange(code, world.other), "invalid_grant")
    tokens = world.exchange(code, fresh).json()
    assert (tokens["scope"], tokens["other_tokens"]) == ("openid", [])
    assert "refresh_token" not in tokens
    # Nor does what was allowed once cover more of the same app.
    assert (
        "Allow An app?"
        in world.page(browser, client_id=fresh[0], scope=f"openid {MANAGE_PROJECTS}").text
    )


def a_code_is_for_one_app_and_one_place(world: World) -> None:
    """Injected into another app's session, or at another of the app's addresses (RFC 9700, 4.5)."""
    code = world.code(world.app)
    refused(world.exchange(code, world.other), "invalid_grant")
    refused(world.exchange(code), "invalid_grant")
    for place in ("http://localhost:6", "http://127.0.0.1:5", "http://localhost:5/", ""):
        answer = world.exchange(code, world.app, redirect_uri=place)
        assert answer.json()["error"] in ("invalid_grant", "invalid_request"), place
    # Another sign-in's verifier is not this one's.
    refused(world.exchange(code, world.app, code_verifier="x" * 43), "invalid_grant")
    assert world.exchange(code, world.app).status_code == 200


def answers_name_the_server(world: World) -> None:
    """RFC 9207, so that a client of several servers can't be mixed up."""
    assert world.asked(response_type="token")["iss"] == world.server.url
    browser = world.server.browser()
    world.server.code(world.ada, browser, redirect_uri=REDIRECT)
    assert browser.answer()["iss"] == world.server.url


def the_code_page_shows_codes_only(world: World) -> None:
    for query, said in (("code=%3Cb%3E", "no code here"), ("error=access_denied", "did not allow")):
        stays_here(requests.get(f"{world.server.code_page}?{query}"), said)


def the_account_needs_a_fresh_sign_in(world: World) -> None:
    page = f"{world.server.url}/v2/web/account"
    assert "<h1>Sign in</h1>" in world.server.browser().open(page).text
    browser = account(world.server, world.ada)
    with world.server.database.write() as session:
        session.execute(update(Authentication).values(auth_time=utcnow() - timedelta(hours=1)))
    assert "<h1>Sign in</h1>" in browser.open(page).text


def the_account_needs_its_second_factor(world: World) -> None:
    browser = account(world.server, world.ada)
    enrol(world.server, world.ada)
    try:
        page = browser.open(f"{world.server.url}/v2/web/account")
        assert "second factor" in page.text
        assert "<h1>Sign in</h1>" in page.text
    finally:
        _without_factors(world)


def _without_factors(world: World) -> None:
    from armillary.auth.factors.model import RecoveryCode, Totp

    with world.server.database.write() as session:
        session.execute(delete(Totp))
        session.execute(delete(RecoveryCode))


def a_wrong_second_factor_signs_nobody_in(world: World) -> None:
    enrol(world.server, world.ada)
    try:
        browser = world.server.browser()
        browser.open(world.server.authorize_url())
        browser.sign_in(world.ada.username, world.ada.password)
        assert browser.submit({"code": "wrong"}).status_code == 400
        assert "<h1>Sign in</h1>" in world.page(browser).text
    finally:
        _without_factors(world)


# ------------------------------------------------------------------------- the token endpoint


def a_replayed_code_voids_everything(world: World) -> None:
    code = world.code(scope=world.view, access_type="offline")
    tokens = world.exchange(code).json()
    (derived,) = world.dependent(tokens["access_token"], world.service).json()
    refused(world.exchange(code), "invalid_grant")
    assert not world.active(tokens["access_token"])
    found = world.server.post("token/introspect", {"token": derived["access_token"]}, world.service)
    assert found.json() == {"active": False}
    refused(world.refresh(tokens["refresh_token"]), "invalid_grant")


def a_code_that_another_request_spends_is_not_given(world: World) -> None:
    code = world.code()
    with mock.patch("armillary.auth.tokens.store.update", _nothing_to_update):
        refused(world.exchange(code), "invalid_grant")


def _nothing_to_update(table: Any) -> Any:
    return update(table).where(table.grant_id.is_(None))


def a_stolen_code_is_worthless(world: World) -> None:
    code = world.code()
    for verifier in ("w" * 43, "v" * 42, None):
        refused(world.exchange(code, code_verifier=verifier), "invalid_grant")
    refused(world.exchange(code, redirect_uri="http://localhost:6"), "invalid_grant")
    refused(world.exchange(new_secret()), "invalid_grant")
    refused(world.exchange(code, world.other), "invalid_grant")
    assert world.exchange(code).status_code == 200


def a_verifier_without_a_challenge_is_refused(world: World) -> None:
    code = world.code(world.app, code_challenge=None, code_challenge_method=None)
    refused(world.exchange(code, world.app), "invalid_grant")
    assert world.exchange(code, world.app, code_verifier=None).status_code == 200


def an_old_code_is_refused(world: World) -> None:
    code = world.code()
    with world.server.database.write() as session:
        session.execute(update(AuthorizationCode).values(expires_at=utcnow()))
    refused(world.exchange(code), "invalid_grant")


def refresh_tokens_are_bound(world: World) -> None:
    token = world.tokens(access_type="offline")["refresh_token"]
    refused(world.refresh(token, world.app), "invalid_grant")
    refused(world.refresh(new_secret()), "invalid_grant")
    assert world.refresh(token).status_code == 200


def refreshing_widens_nothing(world: World) -> None:
    token = world.tokens(scope="openid", access_type="offline")["refresh_token"]
    for scope in ("openid email", TRANSFER_ALL, MANAGE_PROJECTS, " "):
        refused(world.refresh(token, scope=scope), "invalid_scope")


def a_refresh_needs_the_consent(world: World) -> None:
    token = world.tokens(world.app, scope="openid", access_type="offline")["refresh_token"]
    with world.server.database.write() as session:
        session.execute(delete(Consent).where(Consent.client_id == world.app[0]))
    refused(world.refresh(token, world.app), "invalid_grant")


def a_refresh_token_revoked_meanwhile_is_refused(world: World) -> None:
    token = world.tokens(access_type="offline")["refresh_token"]
    with _read_before(world, token):
        with world.server.database.write() as session:
            session.execute(update(Grant).values(revoked_at=utcnow()))
        refused(world.refresh(token), "invalid_grant")


def a_refresh_token_replaced_meanwhile_is_not_replaced_again(world: World) -> None:
    token = world.tokens(access_type="offline")["refresh_token"]
    with _rotation(world), _read_before(world, token):
        with world.server.database.write() as session:
            session.execute(update(RefreshToken).values(rotated_at=utcnow()))
        # Who was faster has not stored its successor here, so there is none to hand out.
        refused(world.refresh(token), "invalid_grant")


def a_copied_refresh_token_voids_the_login(world: World) -> None:
    """RFC 9700 section 4.14.2, where rotation is set."""
    with _rotation(world):
        first = world.tokens(scope="openid", access_type="offline")["refresh_token"]
        second = world.refresh(first).json()["refresh_token"]
        assert second != first
        with world.server.database.write() as session:
            replaced = update(RefreshToken).where(RefreshToken.rotated_at.is_not(None))
            session.execute(replaced.values(rotated_at=utcnow() - timedelta(days=1)))
        refused(world.refresh(first), "invalid_grant")
        refused(world.refresh(second), "invalid_grant")


def _rotation(world: World) -> AbstractContextManager[Any]:
    return mock.patch.dict(vars(world.server.settings), refresh_rotation=True)


def _read_before(world: World, token: str) -> AbstractContextManager[Any]:
    """The request has looked the token up before what happens now; later it looks again."""
    idle = world.server.settings.refresh_token_idle_lifetime
    reads = [find_refresh_token(world.server.database, token, idle_lifetime=idle)]

    def look_up(*args: Any, **kwargs: Any) -> ActiveRefreshToken | None:
        return reads.pop() if reads else find_refresh_token(*args, **kwargs)

    return mock.patch("armillary.auth.grants.rotation.find_refresh_token", look_up)


def an_idle_refresh_token_is_refused(world: World) -> None:
    token = world.tokens(access_type="offline")["refresh_token"]
    with world.server.database.write() as session:
        session.execute(update(RefreshToken).values(last_used=utcnow() - timedelta(days=400)))
    refused(world.refresh(token), "invalid_grant")


def an_old_access_token_is_refused(world: World) -> None:
    token = world.tokens(scope="openid")["access_token"]
    assert world.api(token, "v2/oauth2/userinfo").status_code == 200
    with world.server.database.write() as session:
        session.execute(update(AccessToken).values(expires_at=utcnow()))
    assert world.api(token, "v2/oauth2/userinfo").status_code == 401


def tokens_end_with_the_policy(world: World) -> None:
    tokens = world.tokens(scope="openid", access_type="offline")
    with world.server.database.write() as session:
        session.execute(update(Grant).values(assured_until=utcnow()))
    try:
        refused(world.refresh(tokens["refresh_token"]), "invalid_grant")
    finally:
        with world.server.database.write() as session:
            session.execute(update(Grant).values(assured_until=None))


def clients_prove_who_they_are(world: World) -> None:
    client_id, secret = world.app
    form: dict[str, str | None] = {"grant_type": "client_credentials", "scope": "openid"}
    for auth in ((client_id, "wrong"), (client_id, world.other[1]), (new_id(), secret)):
        refused(world.token(form, auth), "invalid_client", 401)
    for named in (client_id, new_id(), None):
        refused(world.token({**form, "client_id": named}), "invalid_client", 401)
    mixed: dict[str, str | None] = {**form, "client_id": world.other[0]}
    refused(world.token(mixed, world.app), "invalid_request", 400)
    for header in ("Basic !", f"Basic {b64encode(client_id.encode()).decode()}"):
        answer = requests.post(
            f"{world.server.url}/v2/oauth2/token", form, headers={"Authorization": header}
        )
        refused(answer, "invalid_client", 401)
    introspected = world.server.post("token/introspect", {"token": "x", "client_id": client_id})
    refused(introspected, "invalid_client", 401)


def grants_are_for_those_who_may(world: World) -> None:
    token = world.tokens(scope=world.view)["access_token"]
    refused(world.dependent(token, world.other), "unauthorized_client")
    mine = {"client_id": TUTORIAL_CLIENT_ID, "scope": "openid"}
    refused(world.token({"grant_type": "client_credentials", **mine}), "unauthorized_client")
    refused(world.token({"grant_type": "password", **mine}), "unsupported_grant_type")


def others_tokens_tell_nothing(world: World) -> None:
    tokens = world.tokens(scope=world.view, access_type="offline")
    token = tokens["access_token"]
    for path in ("introspect", "validate"):
        answer = world.server.post(f"token/{path}", {"token": token}, world.other)
        assert answer.json() == {"active": False}, path
    refused(world.server.post("token/revoke", {"token": token}, world.other), "unauthorized_client")
    refresh = {"token": tokens["refresh_token"]}
    refused(world.server.post("token/revoke", refresh, world.other), "unauthorized_client")
    assert world.active(token)


def a_service_exchanges_its_own_tokens_only(world: World) -> None:
    other = world.client("resource_server")
    token = world.tokens(scope=world.view)["access_token"]
    refused(world.dependent(token, other), "invalid_grant")
    refused(world.dependent(new_secret(), world.service), "invalid_grant")
    assert world.dependent(token, world.service).status_code == 200


def a_service_gets_what_was_allowed_only(world: World) -> None:
    token = world.tokens(scope=world.view)["access_token"]
    for changes in ({"scope": MANAGE_PROJECTS}, {"access_type": "offline"}):
        refused(world.dependent(token, world.service, **changes), "dependent_consent_required")
    refused(world.dependent(token, world.service, access_type="sometimes"), "invalid_request")


def device_codes_are_bound(world: World) -> None:
    device = _allowed_device(world)
    refused(_poll(world, device, client_id=world.other[0]), "invalid_client")
    refused(_poll(world, device, world.other), "invalid_grant")
    refused(_poll(world, {"device_code": new_secret()}), "invalid_grant")
    for verifier in ("w" * 43, None):
        refused(_poll(world, device, code_verifier=verifier), "invalid_grant")
    tokens = _poll(world, device).json()
    assert world.api(tokens["access_token"], "v2/oauth2/userinfo").status_code == 200
    refused(_poll(world, device), "invalid_grant")
    assert world.api(tokens["access_token"], "v2/oauth2/userinfo").status_code == 401


def a_device_code_that_another_request_spends_is_not_given(world: World) -> None:
    device = _allowed_device(world)
    with mock.patch("armillary.auth.device.store.update", _nothing_to_update):
        refused(_poll(world, device), "invalid_grant")


def devices_wait_for_the_person(world: World) -> None:
    device = _device(world)
    refused(_poll(world, device), "authorization_pending")
    refused(_poll(world, device, at_once=True), "slow_down")
    with world.server.database.write() as session:
        session.execute(update(DeviceCode).values(expires_at=utcnow()))
    refused(_poll(world, device), "expired_token")
    refused(_poll(world, _allowed_device(world, "deny")), "access_denied")


def devices_ask_as_they_may(world: World) -> None:
    for changes in ({"code_challenge": "short"}, {"scope": "nobody:knows"}, {"prompt": "none"}):
        form = {"client_id": TUTORIAL_CLIENT_ID, "scope": "openid", **changes}
        answer = world.server.post("device_authorization", form)
        assert answer.status_code == 400, changes


def _device(world: World) -> dict[str, Any]:
    form = {"client_id": TUTORIAL_CLIENT_ID, "scope": "openid"}
    form |= {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    answer = world.server.post("device_authorization", form)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def _allowed_device(world: World, decision: str = "allow") -> dict[str, Any]:
    device = _device(world)
    browser = world.server.browser()
    browser.open(f"{world.server.url}/v2/web/device")
    browser.submit({"user_code": device["user_code"]})
    browser.sign_in(world.ada.username, world.ada.password)
    browser.submit({"decision": decision})
    return device


def _poll(
    world: World,
    device: dict[str, Any],
    client: Auth | None = None,
    *,
    at_once: bool = False,
    **changes: str | None,
) -> requests.Response:
    if not at_once:
        with world.server.database.write() as session:
            session.execute(update(DeviceCode).values(polled_at=None))
    form = {
        "grant_type": DEVICE_CODE,
        "client_id": TUTORIAL_CLIENT_ID if client is None else client[0],
        "device_code": device["device_code"],
        "code_verifier": VERIFIER,
        **changes,
    }
    return world.token(form, client)


# ------------------------------------------------------------------------------------ the API


def tokens_open_what_they_are_for(world: World) -> None:
    plain = world.tokens(scope=f"openid {TRANSFER_ALL}")
    assert world.api(plain["access_token"]).status_code == 403
    (transfer,) = plain["other_tokens"]
    assert world.api(transfer["access_token"]).status_code == 401
    assert world.api(new_secret()).status_code == 401
    assert world.api(world.tokens(scope=MANAGE_PROJECTS)["access_token"]).status_code == 200


def managing_needs_a_fresh_sign_in(world: World) -> None:
    token = world.tokens(scope=MANAGE_PROJECTS)["access_token"]
    with world.server.database.write() as session:
        for grant in session.scalars(select(Grant)):
            grant.authentications = {
                key: {**value, "auth_time": value["auth_time"] - 3600}
                for key, value in grant.authentications.items()
            }
    body = {"project": {"display_name": "P", "contact_email": "p@e.org", "admin_ids": [new_id()]}}
    answer = world.api(token, method="POST", json=body)
    assert answer.status_code == 403, answer.text
    assert answer.json()["code"] == "AuthorizationRequired"


def bad_redirects_are_not_registered(world: World) -> None:
    for uri in ("http://app.example/cb", "javascript:alert(1)", "https://a.example/#x", "x" * 3000):
        body = {"client": {"name": "x", "client_type": "confidential_client"}}
        body["client"]["redirect_uris"] = [uri]  # type: ignore[assignment]
        answer = requests.post(f"{world.server.url}/v2/api/clients", json=body, auth=world.app)
        assert answer.status_code == 400, uri


# ------------------------------------------------------------------------- forms and pages


def repeated_and_missing_parameters_are_refused(world: World) -> None:
    url = f"{world.server.authorize_url()}&client_id={new_id()}"
    stays_here(requests.get(url, allow_redirects=False), "more than once")
    refused(world.token({"client_id": TUTORIAL_CLIENT_ID}), "invalid_request", 400)
    again = [("token", "a"), ("token", "b"), ("client_id", TUTORIAL_CLIENT_ID)]
    answer = requests.post(f"{world.server.url}/v2/oauth2/token/revoke", again)
    refused(answer, "invalid_request", 400)


def forged_forms_do_not_count(world: World) -> None:
    browser = world.signed_in()
    right = csrf_token(world.cookie(browser))
    for token in ("", "0" * 64, csrf_token("another")):
        assert world.post("logout", browser, {"csrf": token}).status_code == 403
    for header in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert world.post("logout", browser, {"csrf": right}, header).status_code == 403
    # Without a cookie there is no token that counts, whatever it would be computed from.
    for nothing in ("", "None"):
        answer = world.post("logout", world.server.browser(), {"csrf": csrf_token(nothing)})
        assert answer.status_code == 403
    assert "Allow" in world.page(browser, prompt="consent").text


def pages_are_for_one_browser_and_one_use(world: World) -> None:
    cookie = new_secret()
    text = page_state.to_text(world.parts, cookie, kind="half-way+jwt", sub="x")
    interaction = Interaction({}, utcnow()).to_text(world.parts)
    other = replace(world.parts, settings=replace(world.parts.settings, base_url="http://else"))
    for owner, value, kind, parts in (
        (new_secret(), text, "half-way+jwt", world.parts),
        (None, text, "half-way+jwt", world.parts),
        (cookie, text, "other+jwt", world.parts),
        (cookie, interaction, "half-way+jwt", world.parts),
        (cookie, text, "half-way+jwt", other),
        (cookie, None, "half-way+jwt", world.parts),
    ):
        try:
            page_state.from_text(parts, owner, value, kind=kind)
        except page_state.PageTooOld:
            continue
        raise AssertionError(f"{value} counts as {kind}")


def old_pages_do_not_count(world: World) -> None:
    now = utcnow()
    claims = {"aud": world.server.url, "iat": now, "exp": now - timedelta(seconds=1)}
    text = sign(
        {**claims, "parameters": {}, "requested_at": 0},
        world.parts.interaction_key,
        kind="authorize-interaction+jwt",
    )
    url = f"{world.server.url}/v2/web/continue?interaction={text}"
    stays_here(requests.get(url), "waited too long")


def half_way_ends_with_the_password(world: World) -> None:
    with world.server.database.read() as session:
        half_way = HalfWay.of(session, world.ada.id, ("pwd",))
        half_way.identity(session)
        try:
            replace(half_way, password=secret_hash("another")).identity(session)
        except page_state.PageTooOld:
            return
    raise AssertionError("it goes on after a change of the password")


def challenges_are_for_one_purpose(world: World) -> None:
    cookie = new_secret()
    text = Challenge.new(Purpose.ENROL, world.ada.id).to_text(world.parts, cookie)
    Challenge.from_text(world.parts, cookie, text, Purpose.ENROL)
    try:
        Challenge.from_text(world.parts, cookie, text, Purpose.SIGN_IN)
    except page_state.PageTooOld:
        return
    raise AssertionError("a challenge for one purpose serves another")


def challenges_are_answered_once(world: World) -> None:
    challenge = Challenge.new(Purpose.SIGN_IN, None)
    with world.server.database.write() as session:
        challenge.spend(session)
    try:
        with world.server.database.write() as session:
            challenge.spend(session)
    except page_state.PageTooOld:
        return
    raise AssertionError("a challenge is answered twice")


# ------------------------------------------------------------------------------- sessions


def a_wrong_password_signs_nobody_in(world: World) -> None:
    browser = world.server.browser()
    for username, password in ((world.ada.username, "wrong"), ("nobody", world.ada.password)):
        browser.open(world.server.authorize_url())
        assert browser.sign_in(username, password).status_code == 400
    assert "<h1>Sign in</h1>" in world.page(browser).text


def guessing_is_slowed_down(world: World) -> None:
    browser = world.server.browser()
    browser.open(world.server.authorize_url())
    for _ in range(PASSWORDS.per_subject_and_address):
        assert browser.sign_in("nobody", "x").status_code == 400
    answer = browser.sign_in("nobody", "x")
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "900"


def a_planted_cookie_is_worthless(world: World) -> None:
    browser = world.server.browser()
    planted = new_secret()
    browser.http.cookies.set(COOKIE, planted, domain="127.0.0.1", path="/")
    world.server.code(world.ada, browser)
    assert (
        "<h1>Sign in</h1>"
        in requests.get(world.server.authorize_url(), cookies={COOKIE: planted}).text
    )


def a_session_ends(world: World) -> None:
    for end in (_sign_out, _expire):
        browser = world.signed_in()
        cookie = world.cookie(browser)
        end(world, browser)
        page = requests.get(world.server.authorize_url(), cookies={COOKIE: cookie})
        assert "<h1>Sign in</h1>" in page.text, end.__name__


def _sign_out(world: World, browser: Browser) -> None:
    world.post("logout", browser, {"csrf": csrf_token(world.cookie(browser))})


def _expire(world: World, browser: Browser) -> None:
    with world.server.database.write() as session:
        session.execute(update(BrowserSession).values(expires_at=utcnow()))


Scenario = Callable[[World], None]
SCENARIOS: dict[str, Scenario] = {
    name: each
    for name, each in globals().items()
    if isinstance(each, FunctionType)
    and each.__module__ == __name__
    and list(each.__annotations__) == ["world", "return"]
    and not name.startswith("_")
}
