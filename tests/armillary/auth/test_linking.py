"""Linking identities, parting them, and choosing the primary one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from sqlalchemy import select, update

from armillary.auth import page_state
from armillary.auth.audit import AuditEvent
from armillary.auth.callers import MANAGE_PROJECTS
from armillary.auth.clients.model import Client
from armillary.auth.clients.store import add_credential
from armillary.auth.identities.model import Account, Identity, Password
from armillary.auth.identities.store import create_identity, create_service_identity
from armillary.auth.operator.accounts import disable_account
from armillary.auth.sessions.model import Authentication, BrowserSession
from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from tests.armillary.auth.browser import Browser
from tests.armillary.auth.conftest import AuthServer, Person, Stage, listen, serving
from tests.armillary.auth.factors import account, code_of, enrol
from tests.armillary.auth.mails import link_in, mails
from tests.armillary.auth.test_federation import configuration, served
from tests.armillary.auth.upstream import Upstream

PAGE = "/v2/web/account/identities"
VIEW_SET = "urn:globus:auth:scope:auth.globus.org:view_identity_set"


def somebody(server: AuthServer, username: str) -> Person:
    password = f"the password of {username}"
    with server.database.write() as session:
        identity = create_identity(
            session, username=username, password=password, name=username, email=username
        )
    return Person(identity.id, username, password)


@pytest.fixture
def other(server: AuthServer) -> Person:
    return somebody(server, "grace@lab.example")


def identities(server: AuthServer, person: Person) -> Browser:
    """A browser on the person's page of identities."""
    browser = account(server, person)
    browser.open(server.url + PAGE)
    return browser


def press(browser: Browser, ending: str, **values: str) -> None:
    browser.submit(values, form=browser.form(ending))


def ask(server: AuthServer, person: Person) -> Browser:
    """The same on the sign-in page of the identity to be linked."""
    browser = identities(server, person)
    press(browser, "/identities/link")
    assert "<h1>Sign in</h1>" in browser.response.text
    return browser


def asked(server: AuthServer, person: Person, other: Person) -> Browser:
    """The same once the other identity is proven."""
    browser = ask(server, person)
    browser.sign_in(other.username, other.password)
    assert "<h1>Link these identities?</h1>" in browser.response.text, browser.response.text
    return browser


def link(server: AuthServer, person: Person, other: Person) -> Browser:
    browser = asked(server, person, other)
    press(browser, "/link/confirm")
    assert browser.text_of("notice") == "The identities are linked.", browser.response.text
    return browser


def unlink(server: AuthServer, browser: Browser) -> None:
    """Press the button beside the only identity that can go."""
    fields = browser.page().forms[browser.form("/identities/primary")].fields
    browser.response = browser.http.post(f"{server.url}{PAGE}/unlink", fields)


def accounts(server: AuthServer) -> dict[str, tuple[str, bool]]:
    """Username to account and whether it is the primary one there."""
    with server.database.read() as session:
        found = session.scalars(select(Identity).where(Identity.identity_type == "login"))
        return {i.username: (i.account_id, i.is_primary) for i in found}


def are_apart(server: AuthServer, person: Person, other: Person) -> bool:
    found = accounts(server)
    return found[person.username][0] != found[other.username][0]


def events(server: AuthServer, name: str) -> list[AuditEvent]:
    with server.database.read() as session:
        return list(session.scalars(select(AuditEvent).where(AuditEvent.event == name)))


def introspected(server: AuthServer, token: str) -> dict[str, Any]:
    """What Auth itself, as a service, is told of a token."""
    with server.database.write() as session:
        owner = session.scalars(
            select(Client).where(Client.resource_server_name == "auth.globus.org")
        ).one()
        _, secret = add_credential(session, owner.id, new_id())
    form = {"token": token, "include": "identity_set,identity_set_detail,session_info"}
    answer = server.post("token/introspect", form, (owner.id, secret))
    document: dict[str, Any] = answer.json()
    return document


def test_two_identities_become_one_account(
    server: AuthServer, person: Person, other: Person
) -> None:
    elsewhere = account(server, other)
    before = accounts(server)
    browser = asked(server, person, other)
    for username in (person.username, other.username):
        assert username in browser.response.text
    press(browser, "/link/confirm")
    assert browser.text_of("notice") == "The identities are linked."
    mine = before[person.username][0]
    assert accounts(server) == {person.username: (mine, True), other.username: (mine, False)}
    with server.database.read() as session:
        assert session.get(Account, before[other.username][0]) is None
    elsewhere.open(f"{server.url}/v2/web/account")
    assert "<h1>Sign in</h1>" in elsewhere.response.text
    (event,) = events(server, "identity.linked")
    assert (event.actor, event.target) == (person.id, other.id)
    assert {m["to"] for m in mails(server, 2)} == {"ada@example.org", other.username}


def test_both_have_proven_themselves_in_the_session(
    server: AuthServer, person: Person, other: Person
) -> None:
    browser = asked(server, person, other)
    cookie = browser.http.cookies["armillary_session"]
    press(browser, "/link/confirm")
    assert browser.http.cookies["armillary_session"] != cookie
    wanted = f"{person.id},{other.id}"
    code = server.code(person, browser, session_required_identities=wanted, prompt=None)
    token = server.exchange(code).json()["access_token"]
    document = introspected(server, token)
    assert document["sub"] == person.id
    assert document["identity_set"] == [person.id, other.id]
    assert set(document["session_info"]["authentications"]) == {person.id, other.id}


def test_what_an_app_asks_of_the_linked_identity_is_met_by_signing_in_as_it(
    server: AuthServer, person: Person, other: Person
) -> None:
    link(server, person, other)
    browser = server.browser()
    changes = {"session_required_identities": other.id, "scope": f"openid profile {VIEW_SET}"}
    browser.open(server.authorize_url(**changes))
    browser.sign_in(person.username, person.password)
    assert browser.text_of("wanted") == f"Sign in as {other.username}."
    browser.sign_in(other.username, other.password)
    browser.submit({"decision": "allow"})
    token = server.exchange(browser.answer()["code"]).json()["access_token"]
    info = browser.http.get(
        f"{server.url}/v2/oauth2/userinfo", headers={"Authorization": f"Bearer {token}"}
    ).json()
    assert info["sub"] == person.id
    assert [i["sub"] for i in info["identity_set"]] == [person.id, other.id]


def test_a_token_of_before_stays_with_its_identity(
    server: AuthServer, person: Person, other: Person
) -> None:
    token = server.log_in(other)["access_token"]
    link(server, person, other)
    document = introspected(server, token)
    assert document["sub"] == other.id
    assert document["identity_set"] == [person.id, other.id]


def test_what_a_linked_identity_allowed_can_be_taken_back(
    server: AuthServer, person: Person, other: Person
) -> None:
    tokens = server.log_in(other, access_type="offline")
    browser = link(server, person, other)
    browser.open(f"{server.url}/v2/web/consents")
    assert f"as {other.username}" in browser.response.text
    fields = {**browser.page().forms[0].fields, "identity": new_id()}
    assert browser.http.post(f"{server.url}/v2/web/consents", fields).status_code == 404
    assert introspected(server, tokens["access_token"])["active"] is True
    browser.submit({})
    assert "No app may do anything for you" in browser.response.text
    assert introspected(server, tokens["access_token"]) == {"active": False}
    assert server.refresh(tokens["refresh_token"]).status_code == 401


def test_whatever_is_linked_to_the_other_comes_too(
    server: AuthServer, person: Person, other: Person
) -> None:
    third = somebody(server, "third@lab.example")
    link(server, other, third)
    browser = asked(server, person, other)
    assert third.username in browser.response.text
    press(browser, "/link/confirm")
    assert {account for account, _ in accounts(server).values()} == {
        accounts(server)[person.username][0]
    }
    assert [name for name, (_, primary) in accounts(server).items() if primary] == [person.username]


def test_linked_already(server: AuthServer, person: Person, other: Person) -> None:
    browser = link(server, person, other)
    press(browser, "/identities/link")
    browser.sign_in(other.username, other.password)
    assert "<h1>Linked already</h1>" in browser.response.text


# What must not get around the other identity's sign-in


def test_the_other_identity_signs_in_with_its_second_factor(
    server: AuthServer, person: Person, other: Person
) -> None:
    secret, _ = enrol(server, other)
    browser = ask(server, person)
    browser.sign_in(other.username, other.password)
    assert "<h1>One step more</h1>" in browser.response.text
    half_way = browser.page().forms[0].fields["half_way"]
    page = browser.response
    # What the page holds at this point is no proof.
    browser.open(server.url + PAGE)
    csrf = browser.page().forms[0].fields["csrf"]
    answer = browser.http.post(
        f"{server.url}{PAGE}/link/confirm", {"csrf": csrf, "proof": half_way}
    )
    assert answer.status_code == 400
    assert are_apart(server, person, other)
    browser.response = page
    assert browser.submit({"code": "000000"}).status_code == 400
    browser.submit({"code": code_of(secret)})
    assert "as safe as its weakest identity" in browser.response.text
    press(browser, "/link/confirm")
    assert not are_apart(server, person, other)


def test_a_wrong_password_links_nothing(server: AuthServer, person: Person, other: Person) -> None:
    browser = ask(server, person)
    assert browser.sign_in(other.username, "wrong").status_code == 400
    assert are_apart(server, person, other)
    browser.sign_in(other.username, other.password)
    assert "<h1>Link these identities?</h1>" in browser.response.text


def test_proving_the_other_identity_signs_nobody_in(
    server: AuthServer, person: Person, other: Person
) -> None:
    """Whoever cancels is signed in as before, and the other identity is not."""
    browser = asked(server, person, other)
    (cancel,) = [a for a in browser.links() if a.endswith(PAGE)]
    browser.open(cancel)
    assert f"signed in as <strong>{person.username}" in browser.response.text
    assert other.username not in browser.response.text
    with server.database.read() as session:
        proven = set(session.scalars(select(Authentication.identity_id)))
    assert proven == {person.id}


def test_the_sign_in_can_be_cancelled(server: AuthServer, person: Person) -> None:
    browser = ask(server, person)
    (cancel,) = [a for a in browser.links() if a.endswith(PAGE)]
    browser.open(cancel)
    assert "<h1>Your identities</h1>" in browser.response.text


def test_an_intention_is_worth_nothing_in_another_browser(
    server: AuthServer, person: Person, other: Person
) -> None:
    """Somebody lures a person into signing in, to have the identity linked to their own."""
    victims = server.browser(), account(server, other)
    stolen = ask(server, person).page().forms[0].fields["interaction"]
    for victim in victims:
        victim.open(f"{server.url}/v2/web/continue?interaction={stolen}")
        victim.sign_in(other.username, other.password)
        assert victim.response.status_code == 400
        assert "waited too long" in victim.response.text
    assert are_apart(server, person, other)


def test_a_proof_is_worth_nothing_in_another_browser(
    server: AuthServer, person: Person, other: Person
) -> None:
    """A proof that the other person gave for their own use does not link it to somebody else."""
    third = somebody(server, "eve@evil.example")
    proof = asked(server, person, other).page().forms[0].fields["proof"]
    for thief in (third, person):
        browser = identities(server, thief)
        csrf = browser.page().forms[0].fields["csrf"]
        answer = browser.http.post(
            f"{server.url}{PAGE}/link/confirm", {"csrf": csrf, "proof": proof}
        )
        assert answer.status_code == 400
    assert are_apart(server, person, other)


def test_a_cookie_planted_before_links_nothing_afterwards(
    server: AuthServer, person: Person, other: Person
) -> None:
    """Who knows the cookie from before the linking has nothing of the account after it."""
    browser = asked(server, person, other)
    planted = browser.http.cookies["armillary_session"]
    press(browser, "/link/confirm")
    thief = server.browser()
    thief.http.cookies.set("armillary_session", planted)
    thief.open(server.url + PAGE)
    assert "<h1>Sign in</h1>" in thief.response.text


def test_a_proof_counts_once(server: AuthServer, person: Person, other: Person) -> None:
    browser = asked(server, person, other)
    proof = browser.page().forms[0].fields["proof"]
    press(browser, "/link/confirm")
    unlink(server, browser)
    browser.open(server.url + PAGE)
    if "<h1>Sign in</h1>" in browser.response.text:
        browser.sign_in(person.username, person.password)
    csrf = browser.page().forms[0].fields["csrf"]
    answer = browser.http.post(f"{server.url}{PAGE}/link/confirm", {"csrf": csrf, "proof": proof})
    assert answer.status_code == 400
    assert are_apart(server, person, other)


@pytest.fixture
def later() -> Iterator[None]:
    """Eleven minutes later, as signed texts see it."""
    with mock.patch.object(page_state, "LIFETIME", page_state.LIFETIME - timedelta(minutes=11)):
        yield


def test_an_intention_and_a_proof_expire(
    server: AuthServer, person: Person, other: Person, later: None
) -> None:
    browser = ask(server, person)
    browser.sign_in(other.username, other.password)
    assert browser.response.status_code == 400
    assert "waited too long" in browser.response.text


def test_an_intention_ends_with_the_session(
    server: AuthServer, person: Person, other: Person
) -> None:
    browser = ask(server, person)
    with server.database.write() as session:
        session.execute(update(BrowserSession).values(ended_at=utcnow()))
    browser.sign_in(other.username, other.password)
    assert browser.response.status_code == 400
    assert "not signed in any more" in browser.response.text


def test_the_first_identity_has_to_be_fresh_when_it_confirms(
    server: AuthServer, person: Person, other: Person
) -> None:
    browser = asked(server, person, other)
    with server.database.write() as session:
        session.execute(update(Authentication).values(auth_time=utcnow() - timedelta(minutes=16)))
    press(browser, "/link/confirm")
    assert "<h1>Sign in</h1>" in browser.response.text
    assert are_apart(server, person, other)


def test_a_new_password_of_the_other_makes_the_proof_void(
    server: AuthServer, person: Person, other: Person
) -> None:
    browser = asked(server, person, other)
    with server.database.write() as session:
        session.execute(
            update(Password).where(Password.identity_id == other.id).values(hash="another")
        )
    press(browser, "/link/confirm")
    assert browser.response.status_code == 400
    assert are_apart(server, person, other)


def test_the_confirmation_comes_from_our_page(
    server: AuthServer, person: Person, other: Person
) -> None:
    browser = asked(server, person, other)
    proof = browser.page().forms[0].fields["proof"]
    url = f"{server.url}{PAGE}/link/confirm"
    assert browser.http.post(url, {"proof": proof}).status_code == 403
    fields = browser.page().forms[0].fields
    headers = {"Origin": "https://evil.example"}
    assert browser.http.post(url, fields, headers=headers).status_code == 403
    assert are_apart(server, person, other)


def test_a_disabled_account_does_not_come_to_life_by_linking(
    server: AuthServer, person: Person, other: Person
) -> None:
    browser, proven = ask(server, person), asked(server, person, other)
    with server.database.write() as session:
        disable_account(session, other.username)
    browser.sign_in(other.username, other.password)
    assert browser.response.status_code == 403
    press(proven, "/link/confirm")
    assert proven.response.status_code == 403
    assert are_apart(server, person, other)


@pytest.mark.parametrize("proof", ["", "x", "a.b.c"])
def test_no_proof_links_nothing(server: AuthServer, person: Person, proof: str) -> None:
    browser = identities(server, person)
    csrf = browser.page().forms[0].fields["csrf"]
    answer = browser.http.post(f"{server.url}{PAGE}/link/confirm", {"csrf": csrf, "proof": proof})
    assert answer.status_code == 400


def test_an_app_has_no_part_in_it(server: AuthServer, person: Person, other: Person) -> None:
    """An identity that an app has is not linked, whatever it came to be linked to."""
    with server.database.write() as session:
        app = create_service_identity(session, client_id=new_id(), name="robot")
        app.account_id = session.get_one(Identity, other.id).account_id
        app.is_primary = False
    browser = asked(server, person, other)
    press(browser, "/link/confirm")
    assert browser.response.status_code == 409
    assert "identity of an app" in browser.text_of("problem")
    assert are_apart(server, person, other)


def test_an_account_made_on_the_way_is_linked(server: AuthServer, person: Person) -> None:
    browser = ask(server, person)
    (sign_up,) = [a for a in browser.links() if "/sign-up" in a]
    browser.open(sign_up)
    password = "a password for the second one"
    fields = {"username": "second", "name": "Two", "email": "2@example.org", "password": password}
    browser.submit(fields)
    assert "<h1>Link these identities?</h1>" in browser.response.text
    press(browser, "/link/confirm")
    assert accounts(server)["second"] == (accounts(server)[person.username][0], False)


def test_an_identity_of_another_organization_is_linked(
    server: AuthServer, person: Person, stage: Stage
) -> None:
    listener = listen()
    upstream = Upstream(f"http://127.0.0.1:{listener.getsockname()[1]}")
    with serving(upstream.app, listener):
        served(server, stage, configuration(upstream.issuer))
        browser = ask(server, person)
        (start,) = [a for a in browser.links() if "/sign-in-with/lab" in a]
        browser.open(start)
        query = browser.answer()
        assert query["prompt"] == "login"
        upstream.nonce = query["nonce"]
        browser.open(f"{query['redirect_uri']}?state={query['state']}&code=c")
        assert "The Lab" in browser.response.text
        press(browser, "/link/confirm")
    assert accounts(server)["grace@lab.example.org"] == (
        accounts(server)[person.username][0],
        False,
    )
    # Once its provider is gone nobody could sign in as it.
    served(server, stage, "")
    browser.open(server.url + PAGE)
    assert "can't be unlinked" in browser.response.text
    fields = browser.page().forms[browser.form("/identities/primary")].fields
    answer = browser.http.post(f"{server.url}{PAGE}/unlink", fields)
    assert answer.status_code == 409
    assert "neither a password nor a passkey" in answer.text


# Parting and the primary one


def test_an_identity_leaves_and_has_an_account_of_its_own(
    server: AuthServer, person: Person, other: Person
) -> None:
    token = server.log_in(person)["access_token"]
    browser = link(server, person, other)
    code = server.code(person, browser, session_required_identities=f"{person.id},{other.id}")
    both = server.exchange(code).json()["access_token"]
    browser.open(server.url + PAGE)
    unlink(server, browser)
    assert are_apart(server, person, other)
    assert accounts(server)[other.username][1]
    for each in (token, both):
        document = introspected(server, each)
        assert document["identity_set"] == [person.id]
        assert set(document["session_info"]["authentications"]) == {person.id}
    (event,) = events(server, "identity.unlinked")
    assert event.target == other.id
    alone = account(server, other)
    assert other.username in alone.response.text


@pytest.mark.parametrize("is_primary", [False, True])
def test_a_stranger_who_linked_an_identity_is_left_when_its_owner_appears(
    server: AuthServer, person: Person, other: Person, is_primary: bool
) -> None:
    """Somebody makes an account in another's name, and links it to come back in by."""
    link(server, *((other, person) if is_primary else (person, other)))
    stranger = identities(server, person)
    browser = server.browser()
    browser.open(f"{server.url}/v2/web/forgot-password")
    browser.submit({"username": other.username})
    (mail,) = [m for m in mails(server, 3) if m["subject"] == "Choose a new password"]
    browser.open(link_in(mail))
    browser.submit({"password": "the owner's own password"})
    assert "Your password is changed" in browser.response.text
    assert are_apart(server, person, other)
    assert [primary for _, primary in accounts(server).values()] == [True, True]
    stranger.open(server.url + PAGE)
    assert "<h1>Sign in</h1>" in stranger.response.text
    owner = account(server, Person(other.id, other.username, "the owner's own password"))
    owner.open(server.url + PAGE)
    assert person.username not in owner.response.text


def submit_to(browser: Browser, server: AuthServer, path: str, identity_id: str) -> int:
    csrf = browser.page().forms[0].fields["csrf"]
    form = {"csrf": csrf, "identity": identity_id}
    return browser.http.post(f"{server.url}{PAGE}/{path}", form).status_code


def test_a_session_of_the_identity_that_left_ends(
    server: AuthServer, person: Person, other: Person
) -> None:
    link(server, person, other)
    as_other = identities(server, other)
    unlink(server, as_other)
    assert "<h1>Sign in</h1>" in as_other.response.text
    as_other.open(f"{server.url}/v2/web/account")
    assert "<h1>Sign in</h1>" in as_other.response.text


def test_the_primary_and_what_is_not_ours_stays(
    server: AuthServer, person: Person, other: Person
) -> None:
    third = somebody(server, "eve@evil.example")
    browser = identities(server, person)
    assert submit_to(browser, server, "unlink", person.id) == 409
    for path in ("unlink", "primary"):
        assert submit_to(browser, server, path, third.id) == 404
        assert submit_to(browser, server, path, new_id()) == 404
        assert submit_to(browser, server, path, "") == 400
    assert [primary for _, primary in accounts(server).values()] == [True, True, True]


def test_the_primary_one_is_what_apps_get(
    server: AuthServer, person: Person, other: Person
) -> None:
    browser = link(server, person, other)
    assert "apps see another id" in browser.response.text
    press(browser, "/identities/primary")
    assert "from the next sign-in on" in browser.text_of("notice")
    assert [name for name, (_, p) in accounts(server).items() if p] == [other.username]
    token = server.log_in(person, scope=f"openid {MANAGE_PROJECTS}")["access_token"]
    assert introspected(server, token)["sub"] == other.id
    (event,) = events(server, "identity.primary_changed")
    assert event.target == other.id
    browser.open(server.url + PAGE)
    assert submit_to(browser, server, "unlink", other.id) == 409


def test_a_closed_identity_is_in_nobodys_set(
    server: AuthServer, person: Person, other: Person
) -> None:
    link(server, person, other)
    token = server.log_in(person)["access_token"]
    with server.database.write() as session:
        session.get_one(Identity, other.id).status = "closed"
    assert introspected(server, token)["identity_set"] == [person.id]
