"""The data port of a real node, spoken to frame by frame: what it gives to whom."""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from armillary.core import pki
from armillary.core.ids import new_id
from armillary.datalink import messages
from armillary.datalink.frames import Kind
from armillary.datalink.messages import Credential, Message, ReadBatch, ReadRange, Refusal
from armillary.node.channel import Channel
from armillary.node.errors import NodeError
from tests.armillary.node.conftest import ENTRY, NodeProcess, StartNode, eventually
from tests.armillary.node.service import FakeService, client_context, pull_request
from tests.armillary.node.transfers import faults, fetch, file_unit, finished, random_file


class Peer:
    """A destination made by hand."""

    def __init__(self, node: NodeProcess, name: str = "peer") -> None:
        service = node.service
        self.node = node
        self.certificate: x509.Certificate = service.issue(name, pki.node_urn(new_id()))
        self.fingerprint = pki.fingerprint(self.certificate)
        address = node.client.address
        connection = socket.create_connection((address["host"], address["port"]))
        context = client_context(service, name)
        self.channel = Channel(connection, context, server=False, timeout=10)

    def ask(self, kind: Kind, message: Message) -> tuple[Kind, bytes]:
        self.channel.send_frame(kind, 0, messages.encode(message))
        header = self.channel.receive_header()
        return header.kind, self.channel.receive_body(header)

    def greet(self, ticket: str, kind: Kind = Kind.HELLO) -> tuple[Kind, bytes]:
        return self.ask(kind, Credential(ticket))

    def ticket(self, **claims: Any) -> str:
        how: dict[str, Any] = {"peer": self.fingerprint, "roots": ["/original"]} | claims
        return self.node.client.ticket(how.pop("operation", "read"), **how)


def refused(answer: tuple[Kind, bytes]) -> str:
    kind, body = answer
    assert kind is Kind.FAULT
    return messages.decode(Refusal, body).code


@pytest.fixture
def peer(source: NodeProcess) -> Iterator[Peer]:
    random_file(source.root / "original", 1000)
    peer = Peer(source)
    yield peer
    peer.channel.close()


def whole(peer: Peer, **changes: Any) -> ReadRange:
    found = (peer.node.root / "original").stat()
    fields: dict[str, Any] = {"root": 0, "path": "", "size": 1000, "offset": 0, "length": 1000}
    return ReadRange(**(fields | {"mtime_ns": found.st_mtime_ns} | changes))


def test_a_valid_ticket_opens_its_roots_only(peer: Peer) -> None:
    (peer.node.root / "other").mkdir()
    assert peer.greet(peer.ticket())[0] is Kind.READY
    kind, data = peer.ask(Kind.READ_RANGE, whole(peer))
    assert (kind, data) == (Kind.DATA, (peer.node.root / "original").read_bytes())
    assert peer.channel.receive_body(peer.channel.receive_header())
    for changes in ({"root": 1}, {"root": -1}):
        assert refused(peer.ask(Kind.READ_RANGE, whole(peer, **changes))) == "AUTH"
    escape = whole(peer, path="../other")
    assert refused(peer.ask(Kind.READ_RANGE, escape)) == "INVALID_PATH_NAME"


@pytest.mark.parametrize(
    "claims",
    [
        {"operation": "write"},
        {"operation": "list"},
        {"peer": "00" * 32},
        {"lifetime": 0},
    ],
)
def test_wrong_tickets(peer: Peer, claims: dict[str, Any]) -> None:
    assert refused(peer.greet(peer.ticket(**claims))) == "AUTH"


def test_forged_tickets(peer: Peer) -> None:
    forged = peer.ticket(key=Ed25519PrivateKey.generate())
    for ticket in (forged, "", "a.b.c", peer.ticket()[:-3]):
        assert refused(peer.greet(ticket)) == "AUTH"


def test_nothing_is_given_before_the_greeting(peer: Peer) -> None:
    with pytest.raises(NodeError, match="closed"):
        peer.ask(Kind.READ_RANGE, whole(peer))


def test_a_ticket_that_expires_ends_the_service(peer: Peer) -> None:
    assert peer.greet(peer.ticket(task="t", attempt=1, lifetime=2))[0] is Kind.READY
    assert peer.ask(Kind.READ_RANGE, whole(peer))[0] is Kind.DATA
    peer.channel.receive_body(peer.channel.receive_header())

    def expired() -> bool:
        kind, body = peer.ask(Kind.READ_RANGE, whole(peer))
        if kind is Kind.DATA:
            peer.channel.receive_body(peer.channel.receive_header())
            return False
        return refused((kind, body)) == "AUTH"

    eventually(expired)
    assert peer.greet(peer.ticket(task="t", attempt=1), Kind.RENEW)[0] is Kind.READY
    assert peer.ask(Kind.READ_RANGE, whole(peer))[0] is Kind.DATA


def test_a_later_attempt_ends_the_service_of_an_earlier_one(peer: Peer) -> None:
    assert peer.greet(peer.ticket(task="t", attempt=1))[0] is Kind.READY
    later = Peer(peer.node, "later")
    assert later.greet(later.ticket(task="t", attempt=2))[0] is Kind.READY
    assert refused(peer.ask(Kind.READ_RANGE, whole(peer))) == "AUTH"
    assert refused(peer.greet(peer.ticket(task="t", attempt=1), Kind.RENEW)) == "AUTH"
    later.channel.close()


def test_the_peers_certificate_must_be_of_the_authority(peer: Peer) -> None:
    stranger = FakeService(peer.node.folder)
    stranger.issue("stranger", pki.node_urn(new_id()))
    context = client_context(peer.node.service, "peer")
    folder = stranger.folder
    context.load_cert_chain(folder / "stranger.pem", folder / "stranger.key")
    address = (peer.node.client.address["host"], peer.node.client.address["port"])
    channel = Channel(socket.create_connection(address), context, server=False, timeout=10)
    with pytest.raises(NodeError) as caught:
        channel.receive_header()
    assert caught.value.code == "AUTH"
    channel.close()


def test_no_certificate_and_old_protocols_are_refused(peer: Peer) -> None:
    address = (peer.node.client.address["host"], peer.node.client.address["port"])
    for certificate, version in (
        (False, ssl.TLSVersion.TLSv1_3),
        (True, ssl.TLSVersion.TLSv1_2),
    ):
        context = ssl.create_default_context(cafile=str(peer.node.service.folder / "ca.pem"))
        context.check_hostname = False
        context.maximum_version = version
        if certificate:
            folder = peer.node.service.folder
            context.load_cert_chain(folder / "peer.pem", folder / "peer.key")
        with socket.create_connection(address) as connection, pytest.raises(ssl.SSLError):
            _receive(context, connection)


def _receive(context: ssl.SSLContext, connection: socket.socket) -> bytes:
    with context.wrap_socket(connection) as secured:
        return secured.recv(1)


def test_noise_harms_only_its_own_connection(peer: Peer) -> None:
    address = (peer.node.client.address["host"], peer.node.client.address["port"])
    for _ in range(20):
        with socket.create_connection(address) as connection:
            connection.sendall(os.urandom(100))
    noisy = Peer(peer.node, "noisy")
    noisy.channel.send(os.urandom(5000))
    with pytest.raises(NodeError):
        noisy.channel.receive_header()
    noisy.channel.close()
    assert peer.greet(peer.ticket())[0] is Kind.READY
    malformed = ReadBatch(0, "no such hash", [["x", 1, 1]])
    assert refused(peer.ask(Kind.READ_BATCH, malformed)) == "NOT_SUPPORTED"


MALFORMED = {
    "no object": b"[]",
    "no JSON": b"{",
    "deep": b"[" * 60_000,
    "text for a number": b'{"root":0,"path":"","size":"1","mtime_ns":1,"offset":0,"length":1}',
    "a huge number": b'{"root":0,"path":"","size":1,"mtime_ns":1,"offset":0,"length":%d}' % 10**30,
    "a field too many": b'{"root":0,"path":"","size":1,"mtime_ns":1,"offset":0,"length":1,"x":1}',
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_malformed_requests_end_their_connection(peer: Peer, body: bytes) -> None:
    assert peer.greet(peer.ticket())[0] is Kind.READY
    peer.channel.send_frame(Kind.READ_RANGE, 0, body)
    with pytest.raises(NodeError, match="closed"):
        peer.channel.receive_header()
    assert "Traceback" not in peer.node.log


def test_ranges_that_no_file_has(peer: Peer) -> None:
    assert peer.greet(peer.ticket())[0] is Kind.READY
    for changes in ({"offset": -1}, {"offset": 1 << 62}, {"offset": 990, "length": 20}):
        assert refused(peer.ask(Kind.READ_RANGE, whole(peer, **changes)))
    whole_lies = whole(peer, length=1 << 62)
    kind, _ = peer.ask(Kind.READ_RANGE, whole_lies)
    assert kind is Kind.FAULT


def test_a_ticket_of_another_task_renews_nothing(peer: Peer) -> None:
    assert peer.greet(peer.ticket(task="one", attempt=1))[0] is Kind.READY
    with pytest.raises(NodeError, match="closed"):
        peer.greet(peer.ticket(task="other", attempt=1), Kind.RENEW)


def test_connections_are_bounded(start_node: StartNode) -> None:
    entry = "from armillary.node import channel, server\nserver._MOST = 3\n"
    source = start_node("bounded", entry=entry + "channel._HANDSHAKE = 1.0\n" + ENTRY)
    random_file(source.root / "original", 1000)
    address = (source.client.address["host"], source.client.address["port"])
    silent = [socket.create_connection(address) for _ in range(3)]
    with socket.create_connection(address) as refused_one:
        refused_one.settimeout(10)
        assert refused_one.recv(1) == b""
    for connection in silent:  # nobody holds a place without saying who it is
        connection.settimeout(10)
        assert connection.recv(1) == b""
        connection.close()
    peer = Peer(source, "late")
    assert peer.greet(peer.ticket())[0] is Kind.READY
    peer.channel.close()


def test_a_source_other_than_the_one_announced(
    source: NodeProcess, destination: NodeProcess
) -> None:
    original = random_file(source.root / "original", 1000)
    request = pull_request(
        source.client,
        destination.client,
        [file_unit(original)],
        source_roots=["/original"],
        roots=["/copy"],
    )
    for change in ({"node": new_id()}, {"fingerprint": "00" * 32}):
        wrong = {
            **request,
            "ticket": destination.client.ticket("write", roots=["/copy"]),
            "source": request["source"] | change,
        }
        lines = list(destination.client.lines("pull", wrong))
        assert faults(lines) == ["AUTH"]
        assert not lines[0]["fault"]["transient"]
    assert os.listdir(destination.root) == []


def test_a_pulls_ticket_works_once(source: NodeProcess, destination: NodeProcess) -> None:
    original = random_file(source.root / "original", 1000)
    request = pull_request(
        source.client,
        destination.client,
        [file_unit(original)],
        source_roots=["/original"],
        roots=["/copy"],
    )
    assert finished(destination.client.lines("pull", request))
    again = destination.client.call("pull", request)
    assert (again.status_code, again.json()["code"]) == (401, "AUTH")
    destination.kill()
    destination.restart()
    assert destination.client.call("pull", request).status_code == 401


def test_roots_that_the_ticket_does_not_name(source: NodeProcess, destination: NodeProcess) -> None:
    original = random_file(source.root / "original", 1000)
    unit = file_unit(original)
    assert faults(fetch(source, destination, [unit], roots=[])) == ["AUTH"]
    assert faults(fetch(source, destination, [unit], source_roots=[])) == ["AUTH"]
    assert faults(fetch(source, destination, [unit | {"path": "../x"}])) == ["INVALID_PATH_NAME"]
    assert os.listdir(destination.root) == []


def test_a_running_pull_goes_on_under_renewed_tickets(
    source: NodeProcess, destination: NodeProcess
) -> None:
    """Its first tickets expire long before its end."""
    task = new_id()
    original = source.root / "original"
    with original.open("wb") as file:
        file.truncate(1500 * 1024 * 1024)
    how: dict[str, Any] = {"source_roots": ["/original"], "roots": ["/copy"], "task": task}
    first = pull_request(
        source.client, destination.client, [file_unit(original)], **how, lifetime=2
    )
    renewed = pull_request(source.client, destination.client, [], **how)
    lines = []
    for line in destination.client.lines("pull", first):
        lines.append(line)
        if len(lines) == 1:
            pair = {name: renewed[name] for name in ("ticket", "read_ticket")}
            assert destination.client.call("ticket", pair).status_code == 200
    assert faults(lines) == []
    assert finished(lines)


def test_a_pull_whose_tickets_expire_is_transient(
    source: NodeProcess, destination: NodeProcess
) -> None:
    original = source.root / "original"
    with original.open("wb") as file:
        file.truncate(4000 * 1024 * 1024)
    lines = fetch(source, destination, [file_unit(original)], lifetime=1)
    assert faults(lines) == ["AUTH"]
    assert lines[-2]["fault"]["transient"]


def test_a_ticket_for_no_running_pull(destination: NodeProcess) -> None:
    ticket = destination.client.ticket("write", task=new_id(), attempt=1)
    answer = destination.client.call("ticket", {"ticket": ticket, "read_ticket": ""})
    assert (answer.status_code, answer.json()["code"]) == (404, "FILE_NOT_FOUND")
