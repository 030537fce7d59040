"""The dependent token grant: services that call others in a person's name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
import requests
from sqlalchemy import select

from armillary.auth.audit import AuditEvent
from armillary.auth.introspection import caller_of
from armillary.auth.scopes.store import register_resource_server
from armillary.auth.seed import TUTORIAL_CLIENT_ID
from armillary.auth.tokens.model import AccessToken
from tests.armillary.auth.auth_api import Api, new_client, new_project
from tests.armillary.auth.conftest import TRANSFER_ALL, AuthServer, Person

GRANT = "urn:globus:auth:grant_type:dependent_token"
GROUPS_ALL = "urn:globus:auth:scope:groups.api.globus.org:all"
COLLECTION = "6c54cade-bde5-45c1-bdea-f4bd71dba2cc"
DATA_ACCESS = f"https://auth.globus.org/scopes/{COLLECTION}/data_access"


@dataclass
class Service:
    """A service with a scope of its own, called over HTTP."""

    server: AuthServer
    api: Api
    id: str
    auth: tuple[str, str]
    scope: dict[str, Any]

    @property
    def scope_string(self) -> str:
        found: str = self.scope["scope_string"]
        return found

    def exchange(self, token: str, **form: str) -> requests.Response:
        return self.server.token({"grant_type": GRANT, "token": token, **form}, self.auth)

    def tokens(self, token: str, **form: str) -> list[dict[str, Any]]:
        answer = self.exchange(token, **form)
        assert answer.status_code == 200, answer.text
        documents: list[dict[str, Any]] = answer.json()
        return documents

    def refresh(self, refresh_token: str) -> requests.Response:
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        return self.server.token(form, self.auth)

    def needs(self, *scope_strings: str, **how: bool) -> None:
        """Say of what other scopes the scope depends on."""
        found = self.api("GET", "scopes", scope_strings=",".join(scope_strings)).json()["scopes"]
        dependent = [{"scope": one["id"], **how} for one in found]
        assert len(dependent) == len(scope_strings)
        body = {"scope": {"dependent_scopes": dependent}}
        assert self.api("PUT", f"scopes/{self.scope['id']}", body).status_code == 200


def new_service(server: AuthServer, api: Api, project: dict[str, Any]) -> Service:
    client = new_client(api, project, public_client=False)
    path = f"clients/{client['id']}"
    made = api("POST", f"{path}/credentials", {"credential": {"name": "x"}}).json()["credential"]
    fields = {"name": "View", "description": "See the images", "scope_suffix": "view"}
    scope = api("POST", f"{path}/scopes", {"scope": fields}).json()["scope"]
    return Service(server, api, client["id"], (client["id"], made["secret"]), scope)


@pytest.fixture
def project(person: Person, manager: Api) -> dict[str, Any]:
    return new_project(manager, person)


@pytest.fixture
def service(server: AuthServer, manager: Api, project: dict[str, Any]) -> Service:
    return new_service(server, manager, project)


def log_in(service: Service, person: Person, scope: str | None = None, **changes: str) -> str:
    """An access token for the service."""
    asked = scope or service.scope_string
    token: str = service.server.log_in(person, scope=asked, **changes)["access_token"]
    return token


def introspected(service: Service, token: str) -> dict[str, Any]:
    found: dict[str, Any] = service.server.post(
        "token/introspect", {"token": token}, service.auth
    ).json()
    return found


def test_a_token_becomes_one_for_each_service_that_its_scope_needs(
    person: Person, service: Service
) -> None:
    service.needs(TRANSFER_ALL, GROUPS_ALL)
    documents = service.tokens(log_in(service, person))
    by_server = {document["resource_server"]: document for document in documents}
    assert {name: one["scope"] for name, one in by_server.items()} == {
        "groups.api.globus.org": GROUPS_ALL,
        "transfer.api.globus.org": TRANSFER_ALL,
    }
    for document in documents:
        assert set(document) == {
            "access_token", "scope", "expires_in", "token_type", "resource_server"
        }  # fmt: skip
    found = introspected(service, documents[0]["access_token"])
    assert (found["sub"], found["client_id"]) == (person.id, service.id)


def test_a_scope_that_needs_nothing_gives_nothing(person: Person, service: Service) -> None:
    assert service.tokens(log_in(service, person)) == []


def test_some_of_the_scopes_can_be_asked_for(person: Person, service: Service) -> None:
    service.needs(TRANSFER_ALL, GROUPS_ALL)
    (document,) = service.tokens(log_in(service, person), scope=GROUPS_ALL)
    assert document["scope"] == GROUPS_ALL


def test_what_the_app_added_is_there_too(
    server: AuthServer, person: Person, service: Service
) -> None:
    service.needs(GROUPS_ALL, optional=True)
    assert service.tokens(log_in(service, person)) == []
    token = log_in(service, person, f"{service.scope_string}[{GROUPS_ALL}]")
    (document,) = service.tokens(token)
    assert document["scope"] == GROUPS_ALL


def test_without_consent_the_scopes_are_named(person: Person, service: Service) -> None:
    token = log_in(service, person)
    service.needs(TRANSFER_ALL)
    for answer in (service.exchange(token), service.exchange(token, scope=TRANSFER_ALL)):
        assert answer.status_code == 403
        document = answer.json()
        (error,) = document["errors"]
        assert document["error"] == "dependent_consent_required"
        assert document["error_description"] == error["detail"]
        assert (error["code"], error["status"]) == ("DEPENDENT_CONSENT_REQUIRED", "403")
        assert error["unapproved_scopes"] == [TRANSFER_ALL]
    assert service.exchange(token, scope=GROUPS_ALL).status_code == 403
    assert service.tokens(log_in(service, person))


def test_refresh_tokens_need_consent_to_use_while_away(person: Person, service: Service) -> None:
    service.needs(TRANSFER_ALL)
    brief = log_in(service, person)
    refused = service.exchange(brief, access_type="offline")
    assert refused.status_code == 403
    assert refused.json()["errors"][0]["unapproved_scopes"] == [TRANSFER_ALL]
    lasting = log_in(service, person, access_type="offline")
    (document,) = service.tokens(lasting, access_type="offline")
    renewed = service.refresh(document["refresh_token"])
    assert renewed.status_code == 200, renewed.text
    assert renewed.json()["scope"] == TRANSFER_ALL
    assert introspected(service, renewed.json()["access_token"])["sub"] == person.id


def test_a_service_that_needs_refresh_tokens_gets_them_from_any_app(
    person: Person, service: Service
) -> None:
    service.needs(TRANSFER_ALL, requires_refresh_token=True)
    (document,) = service.tokens(log_in(service, person), access_type="offline")
    assert service.refresh(document["refresh_token"]).status_code == 200


def test_a_service_asks_for_its_own_scopes_tokens_only(
    server: AuthServer, person: Person, manager: Api, project: dict[str, Any], service: Service
) -> None:
    service.needs(TRANSFER_ALL)
    token = log_in(service, person)
    other = new_service(server, manager, project)
    (derived,) = service.tokens(token)
    for asker, value in ((other, token), (service, "unknown"), (service, derived["access_token"])):
        answer = asker.exchange(value)
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_grant")


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"scope": "nobody:knows"}, "invalid_scope"),
        ({"scope": "a[[b"}, "invalid_scope"),
        ({"access_type": "sometimes"}, "invalid_request"),
        ({"token": ""}, "invalid_request"),
    ],
)
def test_requests_that_make_no_sense_are_refused(
    person: Person, service: Service, form: dict[str, str], error: str
) -> None:
    answer = service.exchange(**{"token": log_in(service, person), **form})
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_public_and_ordinary_apps_may_not(
    server: AuthServer, person: Person, manager: Api, project: dict[str, Any], service: Service
) -> None:
    token = log_in(service, person)
    public = {"grant_type": GRANT, "token": token, "client_id": TUTORIAL_CLIENT_ID}
    assert server.token(public).json()["error"] == "unauthorized_client"
    app = new_client(manager, project, client_type="confidential_client")
    path = f"clients/{app['id']}/credentials"
    secret = manager("POST", path, {"credential": {"name": "x"}}).json()["credential"]["secret"]
    form = {"grant_type": GRANT, "token": token}
    assert server.token(form, (app["id"], secret)).json()["error"] == "unauthorized_client"


def test_services_call_services_call_services(
    server: AuthServer, person: Person, manager: Api, project: dict[str, Any], service: Service
) -> None:
    """The second service's tokens live on the consents that the app was given."""
    front = new_service(server, manager, project)
    service.needs(TRANSFER_ALL, requires_refresh_token=True)
    manager("PUT", f"scopes/{service.scope['id']}", {"scope": {"advertised": True}})
    front.needs(service.scope_string)
    (middle,) = front.tokens(log_in(front, person))
    assert middle["scope"] == service.scope_string
    caller = caller_of(server.database)(middle["access_token"])
    assert caller is not None
    assert caller.dependent_scopes == {service.scope_string: frozenset({TRANSFER_ALL})}
    (last,) = service.tokens(middle["access_token"], access_type="offline")
    assert (last["scope"], last["resource_server"]) == (TRANSFER_ALL, "transfer.api.globus.org")
    assert service.refresh(last["refresh_token"]).status_code == 200


def test_data_access_goes_along(
    server: AuthServer, person: Person, manager: Api, service: Service
) -> None:
    """Scopes below the dependent one are told to its service."""
    with server.database.write() as session:
        register_resource_server(
            session, client_id=COLLECTION, name="Lab disk", scopes={DATA_ACCESS: "Use Lab disk"}
        )
    service.needs(TRANSFER_ALL)
    token = log_in(service, person, f"{service.scope_string}[{TRANSFER_ALL}[*{DATA_ACCESS}]]")
    asked = f"{TRANSFER_ALL}[{DATA_ACCESS}]"
    (document,) = service.tokens(token, scope=asked)
    assert document["scope"] == TRANSFER_ALL
    caller = caller_of(server.database)(document["access_token"])
    assert caller is not None
    assert caller.dependent_scopes == {TRANSFER_ALL: frozenset({DATA_ACCESS})}


def test_a_consent_taken_back_voids_what_was_derived_from_it(
    server: AuthServer, person: Person, service: Service
) -> None:
    service.needs(TRANSFER_ALL)
    browser = server.browser()
    asked = {"scope": service.scope_string, "access_type": "offline"}
    token = server.exchange(server.code(person, browser, **asked)).json()["access_token"]
    (document,) = service.tokens(token, access_type="offline")
    assert introspected(service, document["access_token"])["active"] is True
    browser.open(f"{server.url}/v2/web/consents")
    while TUTORIAL_CLIENT_ID in browser.response.text:
        browser.submit({})
    assert introspected(service, document["access_token"]) == {"active": False}
    assert service.refresh(document["refresh_token"]).json()["error"] == "invalid_grant"
    assert service.exchange(token).json()["error"] == "invalid_grant"


def test_a_replayed_code_voids_what_was_derived_from_it(
    server: AuthServer, person: Person, service: Service
) -> None:
    service.needs(TRANSFER_ALL)
    code = server.code(person, scope=service.scope_string)
    (document,) = service.tokens(server.exchange(code).json()["access_token"])
    assert server.exchange(code).status_code == 401
    assert introspected(service, document["access_token"]) == {"active": False}


def test_a_refresh_of_a_derived_token_needs_the_apps_consent(
    server: AuthServer, person: Person, manager: Api, service: Service
) -> None:
    service.needs(TRANSFER_ALL)
    token = log_in(service, person, access_type="offline")
    (document,) = service.tokens(token, access_type="offline")
    manager("DELETE", f"scopes/{service.scope['id']}")
    assert service.refresh(document["refresh_token"]).json()["error"] == "invalid_grant"


def test_an_app_that_goes_leaves_nothing_to_renew(
    server: AuthServer, person: Person, manager: Api, project: dict[str, Any], service: Service
) -> None:
    service.needs(TRANSFER_ALL)
    app = new_client(manager, project, public_client=True)
    code = server.code(
        person, client_id=app["id"], scope=service.scope_string, access_type="offline"
    )
    token = server.exchange(code, client_id=app["id"]).json()["access_token"]
    (document,) = service.tokens(token, access_type="offline")
    manager("DELETE", f"clients/{app['id']}")
    assert service.refresh(document["refresh_token"]).json()["error"] == "invalid_grant"
    assert introspected(service, document["access_token"]) == {"active": False}


def test_an_expired_token_is_not_exchanged(
    server: AuthServer, person: Person, service: Service
) -> None:
    service.needs(TRANSFER_ALL)
    token = log_in(service, person)
    with server.database.write() as session:
        for stored in session.scalars(select(AccessToken)):
            stored.expires_at = stored.issued_at
    assert service.exchange(token).json()["error"] == "invalid_grant"


def test_the_exchange_is_in_the_audit_trail(
    server: AuthServer, person: Person, service: Service
) -> None:
    service.needs(TRANSFER_ALL)
    service.tokens(log_in(service, person))
    with server.database.read() as session:
        query = select(AuditEvent).where(AuditEvent.event == "token.issued")
        event = session.scalars(query.order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert (event.actor, event.client) == (person.id, service.id)
    assert (event.target, event.detail["scopes"]) == ("transfer.api.globus.org", [TRANSFER_ALL])


def test_one_optional_consent_is_taken_back_alone(
    server: AuthServer, person: Person, service: Service
) -> None:
    browser = server.browser()
    asked = f"{service.scope_string}[*{TRANSFER_ALL} *openid]"
    tokens = server.exchange(server.code(person, browser, scope=asked)).json()
    token = tokens["access_token"]
    (transfer,) = service.tokens(token, scope=TRANSFER_ALL)
    (openid,) = service.tokens(token, scope="openid")
    page = f"{server.url}/v2/web/consents"
    browser.open(page)
    numbers = [form.fields.get("consent") for form in browser.page().forms]
    assert numbers.count(None) == 1, "the app as a whole, and two things by themselves"
    number = next(n for n, form in enumerate(browser.page().forms) if "consent" in form.fields)
    browser.submit({}, form=number)
    assert introspected(service, transfer["access_token"]) == {"active": False}
    assert introspected(service, token)["active"] is True
    bearer = {"Authorization": f"Bearer {openid['access_token']}"}
    assert requests.get(f"{server.url}/v2/oauth2/userinfo", headers=bearer).status_code == 200
    refused = service.exchange(token, scope=TRANSFER_ALL)
    assert refused.json()["error"] == "dependent_consent_required"


@pytest.mark.parametrize("consent", ["1", "0", "x", "²", "9" * 40, "-1"])
def test_consents_of_others_and_of_no_option_stay(
    server: AuthServer, person: Person, service: Service, consent: str
) -> None:
    browser = server.browser()
    tokens = server.exchange(server.code(person, browser, scope=service.scope_string)).json()
    browser.open(f"{server.url}/v2/web/consents")
    browser.submit({"consent": consent})
    assert browser.response.status_code == 404
    assert introspected(service, tokens["access_token"])["active"] is True
