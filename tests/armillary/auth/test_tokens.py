"""Client credentials, introspection, validation, revocation, userinfo."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import delete, select, update

from armillary.auth.audit import AuditEvent
from armillary.auth.clients.model import Client
from armillary.auth.clients.store import add_credential
from armillary.auth.consents.model import Consent
from armillary.auth.identities.store import create_service_identity
from armillary.auth.introspection import CACHE_SECONDS, caller_of
from armillary.auth.scopes.model import Scope, ScopeDependency
from armillary.auth.scopes.store import register_resource_server
from armillary.auth.seed import TRANSFER_CLIENT_ID, TUTORIAL_CLIENT_ID, console_client
from armillary.auth.tokens.model import AccessToken, RefreshToken
from armillary.core.clock import utcnow
from armillary.db.base import Base
from tests.armillary.auth.conftest import TRANSFER_ALL, AuthServer, Person

WRONG = ("x", "y")
COLLECTION = "6c54cade-bde5-45c1-bdea-f4bd71dba2cc"
DATA_ACCESS = f"https://auth.globus.org/scopes/{COLLECTION}/data_access"


@pytest.fixture
def service(server: AuthServer) -> tuple[str, str]:
    """Id and secret of a client that acts for itself."""
    with server.database.write() as session:
        client = Client(name="robot", client_type="client_identity")
        session.add(client)
        session.flush()
        create_service_identity(session, client_id=client.id, name="robot")
        return client.id, add_credential(session, client.id, "first")[1]


@pytest.fixture
def transfer_service(server: AuthServer) -> tuple[str, str]:
    """Id and secret of the Transfer service."""
    with server.database.write() as session:
        return TRANSFER_CLIENT_ID, add_credential(session, TRANSFER_CLIENT_ID, "first")[1]


def client_credentials(
    server: AuthServer, service: tuple[str, str], scope: str
) -> requests.Response:
    return server.token({"grant_type": "client_credentials", "scope": scope}, auth=service)


def test_changes_are_seen_by_the_next_request_of_a_client(
    server: AuthServer, service: tuple[str, str]
) -> None:
    def consents() -> list[str]:
        with server.database.read() as session:
            query = select(Scope.scope_string).join(Consent, Consent.scope_id == Scope.id)
            return sorted(session.scalars(query.where(Consent.app_id == service[0])))

    for _ in range(2):
        assert client_credentials(server, service, TRANSFER_ALL).status_code == 200
        assert consents() == [TRANSFER_ALL]
    with server.database.write() as session:
        session.execute(delete(Consent).where(Consent.app_id == service[0]))
    assert client_credentials(server, service, TRANSFER_ALL).status_code == 200
    assert consents() == [TRANSFER_ALL]
    with server.database.write() as session:
        needed = session.scalars(select(Scope).where(Scope.scope_string == "openid")).one()
        above = session.scalars(select(Scope).where(Scope.scope_string == TRANSFER_ALL)).one()
        session.add(ScopeDependency(scope_id=above.id, dependent_id=needed.id))
    assert client_credentials(server, service, TRANSFER_ALL).status_code == 200
    assert consents() == ["openid", TRANSFER_ALL]
    with server.database.write() as session:
        above = session.scalars(select(Scope).where(Scope.scope_string == TRANSFER_ALL)).one()
        above.required_domains = ["example.org"]
    assert client_credentials(server, service, TRANSFER_ALL).status_code == 400
    with server.database.write() as session:
        session.execute(update(Client).where(Client.id == service[0]).values(disabled_at=utcnow()))
    assert client_credentials(server, service, TRANSFER_ALL).status_code == 401


def test_client_credentials_give_one_token_for_each_service(
    server: AuthServer, service: tuple[str, str]
) -> None:
    answer = client_credentials(server, service, f"{TRANSFER_ALL} openid").json()
    assert answer["resource_server"] == "auth.globus.org"
    assert [t["resource_server"] for t in answer["other_tokens"]] == ["transfer.api.globus.org"]
    assert "refresh_token" not in answer
    assert "id_token" not in answer


@pytest.mark.parametrize(
    ("form", "auth", "status", "error"),
    [
        ({}, None, 400, "invalid_request"),
        ({"grant_type": "client_credentials", "scope": "openid"}, None, 401, "invalid_client"),
        (
            {"grant_type": "client_credentials", "scope": "openid"},
            ("x", "y"),
            401,
            "invalid_client",
        ),
        ({"grant_type": "client_credentials"}, "service", 400, "invalid_request"),
        ({"grant_type": "client_credentials", "scope": "nope"}, "service", 400, "invalid_scope"),
        ({"grant_type": "client_credentials", "scope": "a[[b"}, "service", 400, "invalid_scope"),
        ({"grant_type": "password"}, "service", 400, "unsupported_grant_type"),
        (
            {"grant_type": "client_credentials", "client_id": TUTORIAL_CLIENT_ID},
            None,
            400,
            "unauthorized_client",
        ),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, "service", 401, "invalid_grant"),
        (
            {"grant_type": "authorization_code", "code": "x", "redirect_uri": "y"},
            "service",
            401,
            "invalid_grant",
        ),
    ],
)
def test_token_errors(
    server: AuthServer,
    service: tuple[str, str],
    form: dict[str, str],
    auth: Any,
    status: int,
    error: str,
) -> None:
    answer = server.token(form, auth=service if auth == "service" else auth)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    (described,) = answer.json()["errors"]
    assert described["status"] == str(status)
    assert described["detail"] == answer.json()["error_description"]
    assert answer.headers["content-type"] == "application/json"
    assert ("www-authenticate" in answer.headers) == (status == 401)


def test_a_repeated_parameter_is_refused(server: AuthServer, service: tuple[str, str]) -> None:
    answer = requests.post(
        f"{server.url}/v2/oauth2/token",
        data=[("grant_type", "client_credentials"), ("scope", "openid"), ("scope", "email")],
        auth=service,
    )
    assert answer.json()["error"] == "invalid_request"


def test_the_service_that_a_token_is_for_may_introspect_it(
    server: AuthServer, person: Person, transfer_service: tuple[str, str]
) -> None:
    transfer = server.log_in(person)["other_tokens"][0]["access_token"]
    include = "session_info,identity_set,identity_set_detail"
    found = server.post(
        "token/introspect", {"token": transfer, "include": include}, transfer_service
    ).json()
    assert found["active"] is True
    assert found["sub"] == person.id
    assert found["username"] == person.username
    assert found["scope"] == TRANSFER_ALL
    assert found["client_id"] == TUTORIAL_CLIENT_ID
    assert found["aud"] == ["transfer.api.globus.org", TUTORIAL_CLIENT_ID]
    assert found["iss"] == server.url
    assert found["exp"] - found["iat"] == 172800
    assert found["identity_set"] == [person.id]
    assert found["identity_set_detail"][0]["username"] == person.username
    authentication = found["session_info"]["authentications"][person.id]
    assert authentication["amr"] == ["pwd"]
    assert abs(authentication["auth_time"] - found["iat"]) < 60


def test_nobody_else_learns_anything(
    server: AuthServer, person: Person, service: tuple[str, str]
) -> None:
    token = server.log_in(person)["access_token"]
    for value in (token, "unknown"):
        answer = server.post("token/introspect", {"token": value}, service)
        assert (answer.status_code, answer.json()) == (200, {"active": False})
    assert server.post("token/introspect", {"token": token}).status_code == 401


def test_revoking_a_refresh_token_takes_its_access_tokens_along(
    server: AuthServer, person: Person, transfer_service: tuple[str, str]
) -> None:
    tokens = server.log_in(person, access_type="offline")
    (transfer,) = tokens["other_tokens"]
    fresh = server.refresh(transfer["refresh_token"]).json()["access_token"]
    mine = {"client_id": TUTORIAL_CLIENT_ID}
    answer = server.post("token/revoke", {"token": transfer["refresh_token"], **mine})
    assert (answer.status_code, answer.json()) == (200, {"active": False})
    for token in (transfer["access_token"], fresh):
        found = server.post("token/introspect", {"token": token}, transfer_service)
        assert found.json() == {"active": False}
    assert server.refresh(transfer["refresh_token"]).status_code == 401
    assert server.refresh(tokens["refresh_token"]).status_code == 200


def test_revoking_an_unknown_token_succeeds(server: AuthServer) -> None:
    answer = server.post("token/revoke", {"token": "x", "client_id": TUTORIAL_CLIENT_ID})
    assert (answer.status_code, answer.json()) == (200, {"active": False})


def test_another_clients_token_is_not_revoked(
    server: AuthServer, person: Person, service: tuple[str, str]
) -> None:
    tokens = server.log_in(person, access_type="offline")
    answer = server.post("token/revoke", {"token": tokens["refresh_token"]}, service)
    assert answer.json()["error"] == "unauthorized_client"
    assert server.refresh(tokens["refresh_token"]).status_code == 200


def test_validate_tells_a_client_about_its_own_tokens(
    server: AuthServer, person: Person, service: tuple[str, str]
) -> None:
    own = client_credentials(server, service, "openid").json()["access_token"]
    other = server.log_in(person, access_type="offline")["refresh_token"]
    assert server.post("token/validate", {"token": own}, service).json() == {"active": True}
    assert server.post("token/validate", {"token": other}, service).json() == {"active": False}
    mine = {"token": other, "client_id": TUTORIAL_CLIENT_ID}
    assert server.post("token/validate", mine).json() == {"active": True}


def test_refreshes_are_in_the_audit_trail(server: AuthServer, person: Person) -> None:
    (transfer,) = server.log_in(person, access_type="offline")["other_tokens"]
    server.refresh(transfer["refresh_token"])
    with server.database.read() as session:
        (event,) = session.scalars(
            select(AuditEvent).where(AuditEvent.event == "token.refreshed")
        ).all()
    assert (event.client, event.target) == (TUTORIAL_CLIENT_ID, "transfer.api.globus.org")
    assert event.actor == person.id


def userinfo(server: AuthServer, token: str | None) -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return requests.get(f"{server.url}/v2/oauth2/userinfo", headers=headers)


def test_userinfo_tells_what_the_scopes_allow(server: AuthServer, person: Person) -> None:
    everything = "openid email profile urn:globus:auth:scope:auth.globus.org:view_identity_set"
    told = userinfo(server, server.log_in(person, scope=everything)["access_token"]).json()
    assert told["preferred_username"] == person.username
    assert told["email"] == "ada@example.org"
    assert told["organization"] == "Analytical Engines"
    assert told["identity_set"][0]["username"] == person.username
    bare = userinfo(server, server.log_in(person, scope="openid")["access_token"])
    assert bare.json() == {"sub": person.id}


def test_userinfo_needs_a_token_with_openid(server: AuthServer, person: Person) -> None:
    nobody = userinfo(server, None)
    assert (nobody.status_code, nobody.json()["errors"][0]["code"]) == (401, "UNAUTHORIZED")
    transfer = userinfo(server, server.log_in(person)["other_tokens"][0]["access_token"])
    assert transfer.status_code == 401
    email = userinfo(server, server.log_in(person, scope="email")["access_token"])
    assert (email.status_code, email.json()["errors"][0]["code"]) == (403, "FORBIDDEN")


def test_other_services_learn_callers_with_dependent_scopes(
    server: AuthServer, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server.database.write() as session:
        register_resource_server(
            session, client_id=COLLECTION, name="Lab disk", scopes={DATA_ACCESS: "Use Lab disk"}
        )
    tokens = server.log_in(person, scope=f"openid {TRANSFER_ALL}[*{DATA_ACCESS}]")
    (transfer,) = tokens["other_tokens"]
    assert transfer["scope"] == TRANSFER_ALL
    introspect = caller_of(server.database)
    caller = introspect(transfer["access_token"])
    assert caller is not None
    assert caller.identity_id == person.id
    assert caller.identity_set == {person.id}
    assert caller.resource_server == "transfer.api.globus.org"
    assert caller.scopes == {TRANSFER_ALL}
    assert caller.dependent_scopes == {TRANSFER_ALL: frozenset({DATA_ACCESS})}
    assert introspect("unknown") is None

    mine = {"client_id": TUTORIAL_CLIENT_ID}
    server.post("token/revoke", {"token": transfer["access_token"], **mine})
    assert CACHE_SECONDS <= 5
    later = 1e9
    monkeypatch.setattr("armillary.auth.introspection.time.monotonic", lambda: later)
    assert introspect(transfer["access_token"]) is None


def test_console_client_is_registered_once_and_its_secret_replaced(server: AuthServer) -> None:
    for secret in ("s" * 43, "t" * 43):
        with server.database.write() as session:
            client_id = console_client(session, server.settings, secret)
    form = {"grant_type": "client_credentials", "scope": "openid"}
    assert server.token(form, auth=(client_id, "t" * 43)).status_code == 200
    assert server.token(form, auth=(client_id, "s" * 43)).status_code == 401


def test_a_refresh_needs_the_consent_still(server: AuthServer, person: Person) -> None:
    tokens = server.log_in(person, access_type="offline")
    (transfer,) = tokens["other_tokens"]
    with server.database.write() as session:
        scope = select(Scope.id).where(Scope.scope_string == TRANSFER_ALL).scalar_subquery()
        session.execute(delete(Consent).where(Consent.scope_id == scope))
    assert server.refresh(transfer["refresh_token"]).json()["error"] == "invalid_grant"
    assert server.refresh(tokens["refresh_token"]).status_code == 200


def test_a_refresh_can_ask_for_less_but_not_for_more(server: AuthServer, person: Person) -> None:
    tokens = server.log_in(person, access_type="offline")
    form = {
        "grant_type": "refresh_token",
        "client_id": TUTORIAL_CLIENT_ID,
        "refresh_token": tokens["refresh_token"],
    }
    assert server.token({**form, "scope": "openid"}).json()["scope"] == "openid"
    assert server.token({**form, "scope": TRANSFER_ALL}).json()["error"] == "invalid_scope"


def test_an_idle_refresh_token_dies(server: AuthServer, person: Person) -> None:
    tokens = server.log_in(person, access_type="offline")
    idle = timedelta(seconds=server.settings.refresh_token_idle_lifetime + 1)
    with server.database.write() as session:
        for token in session.scalars(select(RefreshToken)):
            token.last_used -= idle
    assert server.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"


def test_an_expired_access_token_is_refused(server: AuthServer, person: Person) -> None:
    token = server.log_in(person)["access_token"]
    assert userinfo(server, token).status_code == 200
    with server.database.write() as session:
        for stored in session.scalars(select(AccessToken)):
            stored.expires_at = stored.issued_at
    assert userinfo(server, token).status_code == 401
    assert caller_of(server.database)(token) is None


def test_no_secret_is_stored(server: AuthServer, person: Person, service: tuple[str, str]) -> None:
    browser = server.browser()
    code = server.code(person, browser, access_type="offline")
    tokens = server.exchange(code).json()
    cookie = next(c.value or "" for c in browser.http.cookies if "session" in c.name)
    secrets = [code, cookie, service[1], tokens["access_token"], tokens["refresh_token"]]
    with server.database.read() as session:
        rows = [
            str(tuple(row))
            for table in Base.metadata.sorted_tables
            if table.name.startswith("auth_")
            for row in session.execute(select(table))
        ]
    assert len(rows) > 50
    assert not [row for row in rows for secret in (*secrets, person.password) if secret in row]
