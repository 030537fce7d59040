"""The official library's Auth clients and apps on our service: every method of each."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from armillary.auth.seed import TUTORIAL_CLIENT_ID
from tests.armillary.auth.auth_api import Api, new_client, new_project
from tests.armillary.auth.conftest import TRANSFER_ALL, AuthServer, Person

ROOT = Path(__file__).parents[3]
CLI_TEMPLATE = "95fdeba8-fac2-42bd-a357-e068d82ff78e"
REDIRECT = "https://portal.example.org/callback"


def service_of(manager: Api, person: Person) -> dict[str, str]:
    """A confidential client with a scope that depends on Transfer's."""
    project = new_project(manager, person)
    client = new_client(manager, project, public_client=False, redirect_uris=[REDIRECT])
    credential = {"credential": {"name": "c"}}
    secret = manager("POST", f"clients/{client['id']}/credentials", credential).json()
    (transfer,) = manager("GET", "scopes", scope_strings=TRANSFER_ALL).json()["scopes"]
    needs = {"scope": transfer["id"], "optional": False, "requires_refresh_token": False}
    scope = {"name": "s", "description": "d", "scope_suffix": "all", "dependent_scopes": [needs]}
    made = manager("POST", f"clients/{client['id']}/scopes", {"scope": scope}).json()["scope"]
    return {
        "id": client["id"],
        "secret": secret["credential"]["secret"],
        "scope": made["scope_string"],
    }


def run(server: AuthServer, person: Person, given: dict[str, Any]) -> dict[str, Any]:
    """What the official library's interpreter tells, to whom we lend a browser."""
    command = [str(ROOT / ".venvs/official-4/bin/python"), "tests/clients/every_auth_method.py"]
    environ = {**os.environ, "GLOBUS_SDK_SERVICE_URL_AUTH": f"{server.url}/"}
    browser = server.browser()
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environ,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        say(process.stdin, given)
        for line in process.stdout:
            told: dict[str, Any] = json.loads(line)
            if "open" not in told:
                return told
            browser.open(told["open"])
            if 'name="password"' in browser.response.text:
                browser.sign_in(person.username, person.password)
            if browser.left_for is None:
                browser.submit({"decision": "allow"})
            answer = browser.answer()
            assert "code" in answer, answer
            say(process.stdin, {"code": answer["code"]})
        raise AssertionError(process.stderr.read()[-2000:])


def say(stream: Any, document: dict[str, Any]) -> None:
    stream.write(json.dumps(document) + "\n")
    stream.flush()


def test_every_method_of_the_official_clients_works(
    server: AuthServer, person: Person, manager: Api
) -> None:
    given = {
        "person": {"id": person.id, "username": person.username},
        "service": service_of(manager, person),
        "native": TUTORIAL_CLIENT_ID,
        "template": CLI_TEMPLATE,
        "redirect": REDIRECT,
        "code_page": server.code_page,
    }
    told = run(server, person, given)
    assert {name: wrong for name, wrong in told["outcomes"].items() if wrong} == {}
    assert sorted(told["outcomes"]) == told["methods"]
    assert len(told["methods"]) > 60
