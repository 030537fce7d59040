"""A node's life: prepared, enrolled, beating, stopped, orphaned."""

from __future__ import annotations

import os
import pwd
import resource
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography import x509

from armillary.core import pki
from armillary.core.errors import UsageError
from armillary.core.ids import new_id
from armillary.node.config import NodeState
from armillary.node.enroll import prepare
from armillary.node.main import run
from armillary.node.settings import change
from tests.armillary.node.conftest import ENTRY, NodeProcess, StartNode, eventually
from tests.armillary.node.service import FakeService, ServiceThread
from tests.armillary.node.transfers import fetch_lines, file_unit, random_file


def test_enrolment_tells_where_the_node_is_and_what_it_shows(source: NodeProcess) -> None:
    node = source.client.node
    told = source.service.enrolled[node]
    assert told["collections"] == [
        {
            "id": source.collection,
            "display_name": source.collection,
            "root": str(source.root),
            "authentication_timeout_mins": None,
        }
    ]
    assert told["display_name"] == "source"
    assert told["account"] == pwd.getpwuid(os.geteuid()).pw_name
    assert told["manager"]["port"] != told["data"]["port"]
    request = x509.load_pem_x509_csr(told["csr"].encode())
    assert request.is_signature_valid


def test_the_folder_is_private(source: NodeProcess) -> None:
    assert source.client.node
    folder = source.folder / "node"
    assert folder.stat().st_mode & 0o777 == 0o700
    for name in ("node.key", "node.pem", "ca.pem", "node.db"):
        assert (folder / name).stat().st_mode & 0o077 == 0, name


def test_a_spent_token_is_forgotten(source: NodeProcess) -> None:
    assert source.client.node
    with closing(NodeState(source.folder / "node")) as state:
        assert state.config().token == ""


DIES = """
import os
from armillary.node import enroll
enroll._accept = lambda *answer: os._exit(9)
"""


def test_a_node_that_dies_before_it_keeps_the_answer_asks_again_with_the_same_key(
    start_node: StartNode,
) -> None:
    node = start_node("dies", entry=DIES + ENTRY)
    assert node.process
    assert node.process.wait(20) == 9
    node.entry = ENTRY
    node.start()
    eventually(lambda: len(node.service.enrolled) == 2, lambda: node.log)
    asked = list(node.service.enrolled.values())
    keys = [
        x509.load_pem_x509_csr(body["csr"].encode()).public_key().public_numbers()  # type: ignore[union-attr]
        for body in asked
    ]
    assert keys[0] == keys[1]
    assert asked[0]["token"] == asked[1]["token"]


def test_a_restarted_node_keeps_its_identity_and_ports(source: NodeProcess) -> None:
    before = health(source)
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT):
        source.kill(number)
        source.restart()
        assert health(source) == before
    assert len(source.service.enrolled) == 1


def health(node: NodeProcess) -> object:
    return node.client.session.get(f"{node.client.base}/control/health", timeout=5).json()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_clean_stop(source: NodeProcess, number: int) -> None:
    assert source.client.node
    assert source.kill(number) == 0
    assert "Traceback" not in source.log


def test_a_stop_ends_running_pulls(source: NodeProcess, destination: NodeProcess) -> None:
    original = random_file(source.root / "original", 160_000_000)
    lines = iter(fetch_lines(source, destination, [file_unit(original)]))
    next(line for line in lines if "range" in line)
    assert destination.kill(signal.SIGTERM) == 0
    assert not (destination.root / "copy").exists()
    assert "Traceback" not in destination.log


def test_heartbeats_are_signed_by_the_certificates_key(source: NodeProcess) -> None:
    service = source.service
    assert source.client.node
    node, statement = eventually(lambda: service.heartbeats[0] if service.heartbeats else None)
    assert node == source.client.node
    request = x509.load_pem_x509_csr(service.enrolled[node]["csr"].encode())
    claims = jwt.decode(
        statement,
        request.public_key(),  # type: ignore[arg-type]
        algorithms=["ES256"],
        audience=f"{source.url}/transfer",
        options={"require": ["iat", "exp", "aud"]},
    )
    assert jwt.get_unverified_header(statement)["typ"] == "node-heartbeat+jwt"
    assert {name: claims[name] for name in ("manager", "data")} == {
        name: service.enrolled[node][name] for name in ("manager", "data")
    }
    change(source.folder / "node", None, high_assurance=30)

    def timeout_told() -> Any:
        told = jwt.decode(service.heartbeats[-1][1], options={"verify_signature": False})
        return told["collections"][source.collection]["authentication_timeout_mins"]

    assert claims["collections"] == {source.collection: {"authentication_timeout_mins": None}}
    assert eventually(timeout_told) == 30


def test_a_renewed_certificate_and_key_are_used_at_once(source: NodeProcess) -> None:
    service, client = source.service, source.client
    request = service.enrolled[client.node]["csr"].encode()
    renewed = service.authority.certify(request, urn=pki.node_urn(client.node), hosts=["127.0.0.1"])
    service.answer_heartbeats_with["certificate"] = pki.certificate_pem(renewed).decode()
    path = source.folder / "node/node.pem"
    eventually(lambda: path.read_bytes() == pki.certificate_pem(renewed))
    service.rotate_ticket_key()
    ticket = client.ticket("list")
    eventually(lambda: client.call("list", {"ticket": ticket, "path": "/"}).ok)
    source.kill()
    source.restart()
    assert client.call("list", {"ticket": ticket, "path": "/"}).ok


def test_a_node_whose_folder_has_no_room_goes_on(source: NodeProcess, service: FakeService) -> None:
    client = source.client
    assert source.process
    pid = source.process.pid
    soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
    service.rotate_ticket_key()
    ticket = client.ticket("list")
    eventually(lambda: client.call("list", {"ticket": ticket, "path": "/"}).ok)
    beats = len(service.heartbeats)
    eventually(lambda: len(service.heartbeats) > beats)
    # An attempt that could not be remembered would be no fence.
    stop = client.ticket("write", task=new_id(), attempt=1)
    refusal = client.call("stop", {"ticket": stop}).json()
    assert (refusal["code"], "own database" in refusal["message"]) == ("ENDPOINT_ERROR", True)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard))
    assert client.call("stop", {"ticket": stop}).json() == {"stopped": False}


def test_a_node_waits_for_its_service(tmp_path: Path, service: FakeService) -> None:
    early = ServiceThread(service)
    url = early.url
    early.close()
    node = NodeProcess(service, url, tmp_path / "early")
    try:
        time.sleep(0.5)
        assert node.process
        assert node.process.poll() is None
        late = ServiceThread(service, port=early.port)
        try:
            assert health(node)
        finally:
            node.close()
            late.close()
    finally:
        node.close()


def test_a_waiting_node_can_be_stopped(tmp_path: Path, service: FakeService) -> None:
    gone = ServiceThread(service)
    gone.close()
    node = NodeProcess(service, gone.url, tmp_path / "waiting")
    eventually(lambda: (tmp_path / "waiting/node/node.key").exists())
    assert node.kill(signal.SIGTERM) == 0


def test_a_refused_token_ends_the_start(tmp_path: Path, service_url: str) -> None:
    prepare(
        tmp_path / "node",
        service_url=service_url,
        token="wrong",
        collections={"data": tmp_path},
        display_name="refused",
        allow_root=True,
    )
    with pytest.raises(UsageError, match="403"):
        run(tmp_path / "node")


def test_root_is_refused_unless_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(
        tmp_path / "node",
        service_url="http://127.0.0.1:9",
        token="",
        collections={},
        display_name="root",
    )
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(UsageError, match="does not run as root"):
        run(tmp_path / "node")


def test_an_unprepared_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="prepare it first"):
        run(tmp_path / "empty")


def test_a_node_dies_with_its_parent(start_node: StartNode, source: NodeProcess) -> None:
    assert source.client.node
    source.kill()
    ours, theirs = os.pipe()
    environment = {**os.environ, "ARMILLARY_PARENT_FD": str(ours)}
    process = subprocess.Popen(
        [sys.executable, "-c", ENTRY, str(source.folder / "node")],
        pass_fds=[ours],
        env=environment,
    )
    os.close(ours)
    eventually(lambda: is_up(source))
    os.close(theirs)
    assert process.wait(5) == 1


def is_up(node: NodeProcess) -> bool:
    try:
        return bool(health(node))
    except OSError:
        return False
