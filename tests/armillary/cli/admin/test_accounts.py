"""``armillary admin accounts`` and ``tokens``."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from armillary.auth.factors.model import RecoveryCode
from armillary.auth.factors.store import add_totp, has_factor, new_recovery_codes
from armillary.auth.seed import TUTORIAL_CLIENT_ID
from armillary.core.sealing import Sealer
from tests.armillary.auth.conftest import TRANSFER_ALL, AuthServer, Person
from tests.armillary.cli.admin.conftest import Admin


def is_active(server: AuthServer, token: str) -> bool:
    form = {"token": token, "client_id": TUTORIAL_CLIENT_ID}
    active: bool = server.post("token/validate", form).json()["active"]
    return active


def test_accounts_are_listed_and_shown(admin: Admin, server: AuthServer, person: Person) -> None:
    server.log_in(person)
    (listed,) = admin.json("accounts", "list", "--search", "LOVELACE")["accounts"]
    assert (listed["username"], listed["disabled"]) == (person.username, False)
    assert admin.json("accounts", "list", "--after", person.username)["accounts"] == []
    for name in (person.username, person.id):
        shown = admin.json("accounts", "show", name)
        assert shown["id"] == person.id
        assert len(shown["sessions"]) == 1
    text = admin.run("accounts", "list").stdout
    assert text.splitlines()[0].split() == ["username", "name", "email", "disabled", "id"]
    assert person.id in text
    assert "Ada Lovelace" in admin.run("accounts", "show", person.id).stdout


def test_an_account_is_made_and_signs_in(admin: Admin, server: AuthServer) -> None:
    arguments = ("--name", "Grace", "--email", "grace@example.org", "--password-stdin")
    made = admin.json("accounts", "create", "Grace", *arguments, stdin="a long password\n")
    server.log_in(Person(made["id"], "grace", "a long password"), scope="openid")
    (event,) = admin.events("identity.created")
    assert (event["actor"], event["target"]) == ("operator", made["id"])
    assert event["detail"]["by"]
    taken = admin.run("accounts", "create", "grace", *arguments, stdin="a long password\n")
    assert taken.exit_code == 1
    assert "taken" in taken.output


@pytest.mark.parametrize(
    ("username", "password", "says"),
    [("grace", "short", "password"), ("1grace", "a long password", "username")],
)
def test_an_account_needs_what_signing_up_needs(
    admin: Admin, username: str, password: str, says: str
) -> None:
    arguments = ("--name", "G", "--email", "g@example.org", "--password-stdin")
    refused = admin.run("accounts", "create", username, *arguments, stdin=f"{password}\n")
    assert refused.exit_code == 1
    assert says in refused.output


def test_a_disabled_account_does_nothing_any_more(
    admin: Admin, server: AuthServer, person: Person
) -> None:
    browser = server.browser()
    server.code(person, browser)
    tokens = server.log_in(person, access_type="offline")
    admin.json("accounts", "disable", person.username)
    assert server.refresh(tokens["refresh_token"]).status_code == 401
    assert not is_active(server, tokens["access_token"])
    # Neither the session in the browser nor the password opens anything.
    assert "password" in browser.open(server.authorize_url()).text
    answer = browser.sign_in(person.username, person.password)
    assert answer.status_code == 403
    assert "disabled" in answer.text
    assert admin.json("accounts", "list")["accounts"][0]["disabled"] is True

    admin.json("accounts", "enable", person.id)
    server.log_in(person)
    assert server.refresh(tokens["refresh_token"]).status_code == 401
    assert [e["target"] for e in admin.events("account.*")] == [person.id, person.id]


def test_a_password_is_set_and_sessions_end(
    admin: Admin, server: AuthServer, person: Person
) -> None:
    browser = server.browser()
    server.code(person, browser)
    typed = "another password\nanother password\n"
    assert admin.run("accounts", "set-password", person.username, stdin=typed).exit_code == 0
    assert "password" in browser.open(server.authorize_url()).text
    assert "wrong" in browser.sign_in(person.username, person.password).text
    assert browser.sign_in(person.username, "another password").status_code == 200
    assert "another password" not in str(admin.json("audit", "list"))
    assert admin.json("accounts", "end-sessions", person.id)["ended"] == 1


def test_short_passwords_are_refused(admin: Admin, person: Person) -> None:
    refused = admin.run("accounts", "set-password", person.id, "--password-stdin", stdin="x\n")
    assert (refused.exit_code, "12" in refused.output) == (1, True)


@pytest.mark.parametrize("command", ["show", "disable", "enable", "end-sessions"])
def test_nobody_is_called_so(admin: Admin, command: str) -> None:
    for name in ("nobody", TUTORIAL_CLIENT_ID):
        answer = admin.run("accounts", command, name)
        assert answer.exit_code == 1
        assert "There is no account" in answer.output


@pytest.mark.parametrize("by", ["identity", "client", "both"])
def test_tokens_are_taken_back(admin: Admin, server: AuthServer, person: Person, by: str) -> None:
    tokens = server.log_in(person, scope=TRANSFER_ALL, access_type="offline")
    which = {
        "identity": ("--identity", person.username),
        "client": ("--client", TUTORIAL_CLIENT_ID),
        "both": ("--identity", person.id, "--client", TUTORIAL_CLIENT_ID),
    }
    assert admin.json("tokens", "revoke", *which[by]) == {"revoked": 1}
    assert not is_active(server, tokens["access_token"])
    assert server.refresh(tokens["refresh_token"]).status_code == 401
    assert admin.json("tokens", "revoke", *which[by]) == {"revoked": 0}
    assert admin.events("token.revoked")[0]["detail"]["grants"] == 1


def test_whose_tokens_must_be_said(admin: Admin) -> None:
    assert admin.run("tokens", "revoke").exit_code == 2
    assert admin.run("tokens", "revoke", "--identity", "nobody").exit_code == 1
    assert admin.run("tokens", "revoke", "--client", "nothing").exit_code == 1


def test_somebody_who_has_lost_the_second_factor_gets_in_again(
    admin: Admin, server: AuthServer, person: Person
) -> None:
    sealer = Sealer(server.settings.keys_dir / "second_factors.key")
    with server.database.write() as session:
        add_totp(session, sealer, identity_id=person.id, name="App", secret="A" * 32, step=0)
        new_recovery_codes(session, person.id)
    done = admin.json("accounts", "remove-factors", person.username)
    assert (done["username"], done["removed"]) == (person.username, 1)
    with server.database.read() as session:
        assert not has_factor(session, person.id)
        assert session.scalars(select(RecoveryCode)).all() == []
    (event,) = admin.events("second_factor.removed")
    assert (event["actor"], event["target"]) == ("operator", person.id)
    server.log_in(person)
    unknown = admin.run("accounts", "remove-factors", "eve")
    assert (unknown.exit_code, "no account 'eve'" in unknown.output) == (1, True)
