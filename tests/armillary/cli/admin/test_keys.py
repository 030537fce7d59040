"""``armillary admin keys``, beside a running server."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import jwt
import pytest
import requests

from armillary.auth.openid import keyring
from armillary.auth.seed import TUTORIAL_CLIENT_ID
from tests.armillary.auth.conftest import AuthServer, Person
from tests.armillary.cli.admin.conftest import Admin


@pytest.fixture(autouse=True)
def looks_always(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "LOOKS_EVERY", 0.0)


def published(server: AuthServer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = requests.get(f"{server.url}/jwk.json").json()["keys"]
    return found


def verifies(token: str, key: dict[str, Any]) -> bool:
    try:
        jwt.decode(token, jwt.PyJWK(key), algorithms=["RS512"], audience=TUTORIAL_CLIENT_ID)
    except jwt.InvalidSignatureError:
        return False
    return True


def test_a_new_key_signs_and_the_old_one_verifies(
    admin: Admin, server: AuthServer, person: Person
) -> None:
    before = server.log_in(person, scope="openid")["id_token"]
    (old,) = published(server)
    rotated = admin.json("keys", "rotate")
    # The running server has noticed, and what it signed before still verifies.
    new, former = published(server)
    assert (new["kid"], former) == (rotated["kid"], old)
    after = server.log_in(person, scope="openid")["id_token"]
    assert jwt.get_unverified_header(after)["kid"] == new["kid"]
    assert [verifies(after, new), verifies(before, former)] == [True, True]
    assert [verifies(before, new), verifies(after, former)] == [False, False]
    listed = admin.json("keys", "list")["keys"]
    assert [(k["kid"], k["signs"]) for k in listed] == [(new["kid"], True), (old["kid"], False)]
    assert admin.events("key.rotated")[0]["detail"]["kid"] == new["kid"]


def test_a_key_is_retired_once_nothing_lives_that_it_signed(
    admin: Admin, server: AuthServer
) -> None:
    old = admin.json("keys", "rotate")["former"]
    refused = admin.run("keys", "retire", "--", old)
    assert refused.exit_code == 2
    assert "may live until" in refused.output
    path = Path(admin.data_dir) / "keys" / f"id_token.{old}.pub.pem"
    long_ago = path.stat().st_mtime - server.settings.access_token_lifetime - 1
    os.utime(path, (long_ago, long_ago))
    assert admin.run("keys", "retire", "--", old).exit_code == 0
    assert [key["kid"] for key in published(server)] != [old]
    assert len(published(server)) == 1
    assert admin.events("key.retired")[0]["target"] == old


def test_a_key_that_is_not_to_be_trusted_goes_at_once(admin: Admin, server: AuthServer) -> None:
    old = admin.json("keys", "rotate")["former"]
    assert admin.run("keys", "retire", "--force", "--", old).exit_code == 0
    assert len(published(server)) == 1


def test_what_can_not_be_retired(admin: Admin, server: AuthServer) -> None:
    (signing,) = published(server)
    refused = admin.run("keys", "retire", "--", signing["kid"])
    assert (refused.exit_code, "Rotate first" in refused.output) == (2, True)
    assert admin.run("keys", "retire", "nothing").exit_code == 2


def test_the_key_of_logins_under_way(admin: Admin, server: AuthServer, person: Person) -> None:
    browser = server.browser()
    browser.open(server.authorize_url())
    admin.json("keys", "rotate", "--which", "interaction")
    answer = browser.sign_in(person.username, person.password)
    assert (answer.status_code, "start again" in answer.text) == (400, True)
    server.log_in(person)


def test_keys_that_can_not_be_read_change_nothing(
    admin: Admin, server: AuthServer, caplog: pytest.LogCaptureFixture
) -> None:
    before = published(server)
    (Path(admin.data_dir) / "keys" / "id_token.pem").write_text("not a key")
    assert published(server) == before
    assert "can't be read" in caplog.text
