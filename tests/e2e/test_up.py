"""`armillary up`: what it makes, remembers, refuses and says."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import requests

from tests.e2e.services import Services, start


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_data_directory_is_private(services: Services) -> None:
    assert mode(services.data_dir) == 0o700
    secrets = [*(services.data_dir / "keys").iterdir(), services.data_dir / "demo.json"]
    secrets += services.data_dir.glob("nodes/*/node.key")
    assert len(secrets) > 6
    for file in secrets:
        assert mode(file) == 0o600, file
    for folder in services.data_dir.glob("nodes/*"):
        assert mode(folder) == 0o700


def test_a_second_up_on_the_same_data_refuses(services: Services) -> None:
    command = [sys.executable, "-m", "armillary.cli", "up", "--port", "0"]
    answer = subprocess.run(
        [*command, "--data-dir", str(services.data_dir)], capture_output=True, text=True, timeout=30
    )
    assert answer.returncode == 2
    assert "Another 'armillary up'" in answer.stderr


def test_env_prints_what_up_printed(services: Services) -> None:
    command = [sys.executable, "-m", "armillary.cli", "env", "--data-dir", str(services.data_dir)]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    shell = f'{lines}\nprintf "%s" "$GLOBUS_SDK_SERVICE_URL_TRANSFER $REQUESTS_CA_BUNDLE"'
    printed = subprocess.run(
        ["sh", "-c", shell], check=True, capture_output=True, text=True
    ).stdout.split()
    environment = services.state["env"]
    assert printed == [
        environment["GLOBUS_SDK_SERVICE_URL_TRANSFER"],
        environment["REQUESTS_CA_BUNDLE"],
    ]
    assert environment["GLOBUS_SDK_SERVICE_URL_AUTH"].endswith("/")


def test_the_nodes_certificates_are_trusted_through_the_bundle(services: Services) -> None:
    with services.transfer_client() as client:
        document = client.get_endpoint(services.collections[0]["id"])
    bundle = services.state["env"]["REQUESTS_CA_BUNDLE"]
    info = requests.get(f"{document['gcs_manager_url']}/api/info", verify=bundle, timeout=10)
    assert info.json()["data"][0]["client_id"] == document["owner_id"]


def test_health_and_front_page(services: Services) -> None:
    health = requests.get(f"{services.base_url}/healthz", timeout=10)
    assert (health.status_code, health.json()["status"]) == (200, "ok")
    page = requests.get(services.base_url, timeout=10)
    assert "developer console" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_authorization_metadata_is_where_the_standards_look(services: Services) -> None:
    issuer = f"{services.base_url}/auth"
    for url in (
        f"{issuer}/.well-known/openid-configuration",
        f"{services.base_url}/.well-known/oauth-authorization-server/auth",
    ):
        assert requests.get(url, timeout=10).json()["issuer"] == issuer


def test_it_stops_on_an_interrupt_and_comes_back_as_it_was(fresh_dir: Path) -> None:
    first = start(fresh_dir)
    token = first.access_token()
    children = Path(f"/proc/{first.process.pid}/task/{first.process.pid}/children").read_text()
    with first.process as process:
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    for pid in children.split():
        assert not os.path.exists(f"/proc/{pid}")
    second = start(fresh_dir)
    try:
        assert second.base_url == first.base_url
        assert second.state["demo"] == first.state["demo"]
        with second.transfer_client(token) as client:
            found = [e["id"] for e in client.endpoint_search(filter_scope="my-endpoints")]
        assert found == [c["id"] for c in second.collections]
    finally:
        assert second.stop() == 0
