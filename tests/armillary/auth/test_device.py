"""Logging in on a device by a code (RFC 8628)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import jwt
import pytest
import requests
from sqlalchemy import select, update

from armillary.auth.audit import AuditEvent
from armillary.auth.clients.store import add_credential
from armillary.auth.device.model import DeviceCode
from armillary.auth.device.rules import normalized, shown
from armillary.auth.seed import TRANSFER_CLIENT_ID, TUTORIAL_CLIENT_ID
from armillary.core.clock import utcnow
from tests.armillary.auth.auth_api import Api, new_client, new_project
from tests.armillary.auth.browser import Browser
from tests.armillary.auth.conftest import (
    CHALLENGE,
    DEFAULT_SCOPES,
    VERIFIER,
    AuthServer,
    Person,
)

GRANT = "urn:ietf:params:oauth:grant-type:device_code"


def begin(server: AuthServer, **changes: str) -> dict[str, Any]:
    """What the device is told at the start."""
    form = {"client_id": TUTORIAL_CLIENT_ID, "scope": DEFAULT_SCOPES, **changes}
    answer = server.post("device_authorization", form)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def poll(server: AuthServer, device: dict[str, Any], **changes: str) -> requests.Response:
    """Ask for the tokens, as if the interval had passed."""
    with server.database.write() as session:
        session.execute(update(DeviceCode).values(polled_at=None))
    return poll_at_once(server, device, **changes)


def poll_at_once(server: AuthServer, device: dict[str, Any], **changes: str) -> requests.Response:
    form = {"grant_type": GRANT, "client_id": TUTORIAL_CLIENT_ID, **changes}
    return server.token({**form, "device_code": device["device_code"]})


def error_of(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def type_code(server: AuthServer, code: str, browser: Browser | None = None) -> Browser:
    browser = browser or server.browser()
    browser.open(f"{server.url}/v2/web/device")
    browser.submit({"user_code": code})
    return browser


def decide(
    server: AuthServer, person: Person, device: dict[str, Any], decision: str = "allow"
) -> Browser:
    browser = type_code(server, device["user_code"])
    browser.sign_in(person.username, person.password)
    browser.submit({"decision": decision})
    return browser


def events(server: AuthServer) -> list[str]:
    with server.database.read() as session:
        return list(session.scalars(select(AuditEvent.event).order_by(AuditEvent.id)))


def test_a_device_logs_somebody_in(server: AuthServer, person: Person) -> None:
    device = begin(server, access_type="offline", nonce="n")
    assert device["verification_uri"] == f"{server.url}/v2/web/device"
    assert device["expires_in"] == 900
    assert error_of(poll(server, device)) == (400, "authorization_pending")

    browser = type_code(server, device["user_code"].lower().replace("-", " "))
    assert "Tutorial app" in browser.response.text
    browser.sign_in(person.username, person.password)
    assert browser.text_of("user-code") == device["user_code"]
    browser.submit({"decision": "allow"})
    assert "Your device is connected" in browser.response.text

    tokens = poll(server, device).json()
    assert tokens["resource_server"] == "auth.globus.org"
    assert [t["resource_server"] for t in tokens["other_tokens"]] == ["transfer.api.globus.org"]
    assert server.refresh(tokens["refresh_token"]).status_code == 200
    claims = jwt.decode(tokens["id_token"], options={"verify_signature": False})
    assert (claims["sub"], claims["nonce"]) == (person.id, "n")
    assert {"device.started", "device.allowed", "consent.granted"} <= set(events(server))


def test_who_is_signed_in_and_has_consented_is_asked_again(
    server: AuthServer, person: Person
) -> None:
    browser = server.browser()
    server.code(person, browser)
    device = begin(server)
    # A stranger's link to the page behind the form leads no further than to the question.
    stranger = type_code(server, device["user_code"])
    interaction = stranger.page().forms[0].fields["interaction"]
    browser.open(f"{server.url}/v2/web/continue?interaction={interaction}")
    assert browser.text_of("user-code") == device["user_code"]
    assert error_of(poll(server, device)) == (400, "authorization_pending")


def test_a_link_with_the_code_only_fills_it_in(server: AuthServer, person: Person) -> None:
    browser = server.browser()
    server.code(person, browser)
    device = begin(server)
    browser.open(device["verification_uri_complete"])
    assert browser.page().forms[0].fields["user_code"] == device["user_code"]
    assert error_of(poll(server, device)) == (400, "authorization_pending")
    browser.submit({})
    assert "Allow" in browser.response.text
    browser.submit({"decision": "allow"})
    assert poll(server, device).status_code == 200


def test_a_denial_is_told_to_the_device(server: AuthServer, person: Person) -> None:
    device = begin(server)
    browser = decide(server, person, device, "deny")
    assert "not connected" in browser.response.text
    assert error_of(poll(server, device)) == (400, "access_denied")
    assert "device.denied" in events(server)
    assert "problem" in type_code(server, device["user_code"]).page().texts


def test_a_device_that_hurries_is_slowed_down(server: AuthServer) -> None:
    device = begin(server)
    assert error_of(poll_at_once(server, device)) == (400, "authorization_pending")
    assert error_of(poll_at_once(server, device)) == (400, "slow_down")
    with server.database.write() as session:
        assert session.scalars(select(DeviceCode.interval)).one() == device["interval"] + 5
        six_seconds_ago = utcnow() - timedelta(seconds=6)
        session.execute(update(DeviceCode).values(polled_at=six_seconds_ago))
    assert error_of(poll_at_once(server, device)) == (400, "slow_down")


def test_a_code_that_nobody_typed_expires(server: AuthServer, person: Person) -> None:
    device = begin(server)
    browser = type_code(server, device["user_code"])
    browser.sign_in(person.username, person.password)
    with server.database.write() as session:
        session.execute(update(DeviceCode).values(expires_at=utcnow() - timedelta(seconds=1)))
    assert error_of(poll(server, device)) == (400, "expired_token")
    answer = browser.submit({"decision": "allow"})
    assert answer.status_code == 400
    assert "Start again on the device" in answer.text
    assert "consent.granted" not in events(server)
    assert "problem" in type_code(server, device["user_code"]).page().texts


def test_a_code_works_once_and_a_replay_voids_its_tokens(
    server: AuthServer, person: Person
) -> None:
    device = begin(server, access_type="offline")
    decide(server, person, device)
    tokens = poll(server, device).json()
    assert error_of(poll(server, device)) == (401, "invalid_grant")
    assert server.refresh(tokens["refresh_token"]).status_code == 401
    assert "code.replayed" in events(server)


def test_codes_are_stored_as_hashes(server: AuthServer) -> None:
    device = begin(server)
    with server.database.read() as session:
        row = session.scalars(select(DeviceCode)).one()
    stored = str({c.name: getattr(row, c.name) for c in DeviceCode.__table__.columns})
    code = device["user_code"]
    assert not any(s in stored for s in (device["device_code"], code, code.replace("-", "")))


def test_pkce_holds_when_it_is_used(server: AuthServer, person: Person) -> None:
    device = begin(server, code_challenge=CHALLENGE, code_challenge_method="S256")
    decide(server, person, device)
    assert error_of(poll(server, device)) == (401, "invalid_grant")
    assert error_of(poll(server, device, code_verifier="w" * 43)) == (401, "invalid_grant")
    assert poll(server, device, code_verifier=VERIFIER).status_code == 200


def test_confidential_clients_prove_who_they_are(
    server: AuthServer, person: Person, manager: Api
) -> None:
    client = new_client(manager, new_project(manager, person), client_type="confidential_client")
    # The documented list stays what Globus Auth's clients know.
    assert client["grant_types"] == ["authorization_code", "client_credentials", "refresh_token"]
    with server.database.write() as session:
        secret = add_credential(session, client["id"], "first")[1]
    form = {"client_id": client["id"], "scope": "openid"}
    refused = server.post("device_authorization", form)
    assert error_of(refused) == (401, "invalid_client")
    assert refused.headers["www-authenticate"].startswith("Basic")
    auth = (client["id"], secret)
    device = server.post("device_authorization", {"scope": "openid"}, auth).json()
    decide(server, person, device)
    # Another client's polls learn nothing.
    assert error_of(poll(server, device)) == (401, "invalid_grant")
    form = {"grant_type": GRANT, "device_code": device["device_code"]}
    assert server.token(form, auth).json()["scope"] == "openid"


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"scope": ""}, 400, "invalid_scope"),
        ({"scope": "nope"}, 400, "invalid_scope"),
        ({"scope": "a[[b"}, 400, "invalid_scope"),
        ({"prompt": "none"}, 400, "invalid_request"),
        ({"prompt": "dance"}, 400, "invalid_request"),
        ({"code_challenge": CHALLENGE}, 400, "invalid_request"),
        ({"code_challenge": "x", "code_challenge_method": "S256"}, 400, "invalid_request"),
    ],
)
def test_bad_requests(server: AuthServer, changes: dict[str, str], status: int, error: str) -> None:
    form = {"client_id": TUTORIAL_CLIENT_ID, "scope": "openid", **changes}
    assert error_of(server.post("device_authorization", form)) == (status, error)


def test_services_do_not_sign_people_in(server: AuthServer) -> None:
    with server.database.write() as session:
        auth = (TRANSFER_CLIENT_ID, add_credential(session, TRANSFER_CLIENT_ID, "first")[1])
    answer = server.post("device_authorization", {"scope": "openid"}, auth)
    assert error_of(answer) == (400, "unauthorized_client")
    answer = server.token({"grant_type": GRANT, "device_code": "x"}, auth)
    assert error_of(answer) == (400, "unauthorized_client")


@pytest.mark.parametrize("form", [{"device_code": "x"}, {"device_code": "\x00"}])
def test_unknown_device_codes(server: AuthServer, form: dict[str, str]) -> None:
    form = {"grant_type": GRANT, "client_id": TUTORIAL_CLIENT_ID, **form}
    assert error_of(server.token(form)) == (401, "invalid_grant")


def test_a_browser_can_not_pass_for_a_device(server: AuthServer) -> None:
    """Only our own form makes a request a device's: parameters of the query do not."""
    answer = server.browser().open(
        server.authorize_url(user_code="BCDFGHJK", redirect_uri="https://evil.example/")
    )
    assert answer.status_code == 400
    assert "redirect_uri" in answer.text


def test_guessing_codes_is_slowed_down(server: AuthServer) -> None:
    browser = server.browser()
    for _ in range(10):
        assert type_code(server, "BBBB-BBBB", browser).response.status_code == 400
    device = begin(server)
    answer = type_code(server, device["user_code"], browser).response
    assert answer.status_code == 429
    assert "Too many wrong codes" in answer.text
    assert events(server).count("device.wrong_code") == 10


def test_a_forged_form_is_refused(server: AuthServer) -> None:
    device = begin(server)
    browser = server.browser()
    browser.open(f"{server.url}/v2/web/device")
    answer = browser.submit({"user_code": device["user_code"], "csrf": "wrong"})
    assert answer.status_code == 403


def test_what_is_typed_is_shown_again_as_text(server: AuthServer) -> None:
    answer = type_code(server, '"><script>alert(1)</script>').response
    assert "<script>alert" not in answer.text
    assert "aria-invalid" in answer.text


def test_discovery_tells_of_it(server: AuthServer) -> None:
    document = requests.get(f"{server.url}/.well-known/openid-configuration").json()
    assert (
        document["device_authorization_endpoint"] == f"{server.url}/v2/oauth2/device_authorization"
    )
    assert GRANT in document["grant_types_supported"]


@pytest.mark.parametrize("typed", ["WDJBMJHT", "wdjb-mjht", " wdjb mjht ", "W D J B.M_J H T"])
def test_codes_may_be_typed_in_many_ways(typed: str) -> None:
    assert shown(normalized(typed) or "") == "WDJB-MJHT"


@pytest.mark.parametrize("typed", ["", "WDJB", "WDJBMJHA", "WDJBMJH1", "WDJBMJHTT", "ÄDJBMJHT"])
def test_what_can_be_no_code(typed: str) -> None:
    assert normalized(typed) is None
