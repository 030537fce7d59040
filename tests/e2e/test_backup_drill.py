"""The drill: a backup of running services, restored elsewhere, goes on where they were."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jwt
import requests

from tests.e2e.services import CLIENT_ID, Services, start

TEMPLATE = "95fdeba8-fac2-42bd-a357-e068d82ff78e"


def admin(*arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "armillary.cli", "admin", *arguments, "--json"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def new_service(auth: str) -> tuple[str, str]:
    """Id and secret of a new client."""
    body = {"client": {"template_id": TEMPLATE, "name": "robot"}}
    made = requests.post(f"{auth}/v2/api/clients", json=body, timeout=10).json()
    credential = made["included"]["client_credential"]
    return credential["client"], credential["secret"]


def ask(auth: str, form: dict[str, str], who: tuple[str, str] | None = None) -> requests.Response:
    return requests.post(f"{auth}/v2/oauth2/token", data=form, auth=who, timeout=10)


@contextmanager
def busy(auth: str, service: tuple[str, str]) -> Iterator[list[int]]:
    """Somebody who gets tokens all the time; the status of each answer."""
    ended, seen = threading.Event(), list[int]()

    def work() -> None:
        form = {"grant_type": "client_credentials", "scope": "openid"}
        while not ended.is_set():
            seen.append(ask(auth, form, service).status_code)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()


def test_the_drill(fresh_dir: Path, tmp_path: Path) -> None:
    running = start(fresh_dir)
    try:
        base_url, auth = running.base_url, f"{running.base_url}/auth"
        service = new_service(auth)
        with running.auth_client() as client:
            tokens = running.log_in(client, refresh=True)
        file, place = tmp_path / "backup.tar.gz", ("--data-dir", str(fresh_dir))
        with busy(auth, service) as seen:
            admin("backup", str(file), *place)
        assert set(seen) == {200}
        # What came after the backup is not in it.
        late = new_service(auth)
    finally:
        assert running.stop() == 0
    new_dir = tmp_path / "elsewhere"
    admin("restore", str(file), "--data-dir", str(new_dir))
    again = start(new_dir)
    try:
        assert again.base_url == base_url
        _goes_on(again, tokens.data, service)
        form = {"grant_type": "client_credentials", "scope": "openid"}
        assert ask(auth, form, late).status_code == 401
        (event,) = admin("audit", "list", "--event", "backup.started", "--data-dir", str(new_dir))[
            "events"
        ]
        assert event["actor"] == "operator"
    finally:
        assert again.stop() == 0


def _goes_on(running: Services, tokens: dict[str, Any], service: tuple[str, str]) -> None:
    """Refresh tokens, secrets, id_tokens, passwords and transfers are as they were."""
    auth = f"{running.base_url}/auth"
    refresh = {"grant_type": "refresh_token", "client_id": CLIENT_ID}
    answer = ask(auth, {**refresh, "refresh_token": tokens["refresh_token"]})
    assert answer.status_code == 200
    form = {"grant_type": "client_credentials", "scope": "openid"}
    assert ask(auth, form, service).status_code == 200
    key = jwt.PyJWK(requests.get(f"{auth}/jwk.json", timeout=10).json()["keys"][0])
    claims = jwt.decode(tokens["id_token"], key, algorithms=["RS512"], audience=CLIENT_ID)
    assert claims["iss"] == auth
    with running.transfer_client() as client:
        found = [e["id"] for e in client.endpoint_search(filter_scope="my-endpoints")]
    assert found == [collection["id"] for collection in running.collections]


def test_a_running_deployment_is_administered(services: Services) -> None:
    place = ("--data-dir", str(services.data_dir))
    jwks = f"{services.base_url}/auth/jwk.json"
    answer = requests.get(f"{services.base_url}/metrics", timeout=10)
    assert (answer.status_code, "armillary_http_request_seconds" in answer.text) == (200, True)
    rotated = admin("keys", "rotate", *place)
    # The API looks at the folder every two seconds.
    deadline = threading.Event()
    for _ in range(100):
        kids = [key["kid"] for key in requests.get(jwks, timeout=10).json()["keys"]]
        if kids[0] == rotated["kid"]:
            break
        deadline.wait(0.1)
    assert kids == [rotated["kid"], rotated["former"]]
    given = {"X-Request-Id": "drill-1"}
    services.access_token()
    token = requests.post(
        f"{services.base_url}/auth/v2/oauth2/device_authorization",
        data={"client_id": CLIENT_ID, "scope": "openid"},
        headers=given,
        timeout=10,
    )
    assert token.headers["x-request-id"] == "drill-1"
    text = (services.data_dir / "logs" / "api.log").read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    (line,) = [line for line in lines if line.get("request_id") == "drill-1"]
    assert (line["event"], line["audit"], line["level"]) == ("device.started", True, "info")
    assert not any(secret in text for secret in (token.json()["device_code"],))
    people = admin("accounts", "list", *place)["accounts"]
    assert services.state["demo"]["username"] in [person["username"] for person in people]
