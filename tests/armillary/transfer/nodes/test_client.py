"""What the service makes of a node that answers nonsense: a clear fault, in bounded memory."""

from __future__ import annotations

import http.server
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from armillary.core import pki
from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.transfer.credentials import Credentials
from armillary.transfer.model import Node
from armillary.transfer.nodes import client as client_module
from armillary.transfer.nodes.client import NodeClient, NodeFault

Answer = Callable[[Callable[[bytes], object]], object]


class Liar(http.server.BaseHTTPRequestHandler):
    """Answers 200, or what it is told, with whatever ``answer`` writes."""

    answer: Answer = staticmethod(lambda write: None)
    status = 200

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.status)
        self.end_headers()
        try:
            type(self).answer(self.wfile.write)
        except OSError:
            pass  # the service has had enough

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    authority = pki.Authority.load_or_create(tmp_path)
    key = pki.new_private_key()
    request = pki.signing_request(key, "liar")
    certificate = authority.certify(request, urn=pki.node_urn("liar"), hosts=["127.0.0.1"])
    pem = tmp_path / "liar.pem"
    pem.write_bytes(pki.certificate_pem(certificate) + pki.private_pem(key))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Liar)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Node(
        id=new_id(),
        display_name="liar",
        certificate="",
        fingerprint=pki.fingerprint(certificate),
        manager_host="127.0.0.1",
        manager_port=server.server_address[1],
        data_host="127.0.0.1",
        data_port=1,
        last_seen=utcnow(),
    )
    server.shutdown()
    server.server_close()


@pytest.fixture
def nodes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NodeClient:
    monkeypatch.setattr(client_module, "_LONGEST_LINE", 1_000_000)
    monkeypatch.setattr(client_module, "_LONGEST_ANSWER", 2_000_000)
    return NodeClient(Credentials.load_or_create(tmp_path))


def endless(write: Callable[[bytes], object]) -> None:
    while True:
        write(b"[" * 10_000)


NONSENSE: dict[str, Answer] = {
    "endless": endless,
    "no JSON": lambda write: write(b"<html>\n"),
    "a list": lambda write: write(b"[]\n"),
    "a number": lambda write: write(b"7\n"),
    "deep": lambda write: write(b'{"a":' + b"[" * 100_000 + b"\n"),
}


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense(
    node: Node, nodes: NodeClient, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Liar, "answer", staticmethod(NONSENSE[name]))
    with pytest.raises(NodeFault) as caught:
        nodes.call(node, "list", {})
    assert (caught.value.code, caught.value.transient) == ("ENDPOINT_ERROR", True)
    with nodes.stream(node, "walk", {}) as lines, pytest.raises(NodeFault) as caught:
        list(lines)
    assert caught.value.code == "ENDPOINT_ERROR"
    monkeypatch.setattr(Liar, "status", 403)
    with pytest.raises(NodeFault) as caught:
        nodes.call(node, "list", {})
    assert caught.value.code in ("ENDPOINT_ERROR", "UNKNOWN")


def test_lines_come_whole_however_they_are_cut(
    node: Node, nodes: NodeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(write: Callable[[bytes], object]) -> None:
        for part in (b'{"a"', b': 1}\n{"b": 2}\n\n{"c', b'": 3}\n', b'{"d": 4}'):
            write(part)

    monkeypatch.setattr(Liar, "answer", staticmethod(answer))
    with nodes.stream(node, "walk", {}) as lines:
        assert list(lines) == [{"a": 1}, {"b": 2}, {"c": 3}, {"d": 4}]


def test_an_empty_answer(node: Node, nodes: NodeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Liar, "answer", staticmethod(lambda write: None))
    with pytest.raises(NodeFault, match="nothing"):
        nodes.call(node, "list", {})
    with nodes.stream(node, "walk", {}) as lines:
        assert list(lines) == []


@pytest.mark.parametrize(
    ("told", "believed"),
    [
        (None, None),
        (5, None),
        (["required_scopes"], None),
        ({"required_scopes": "all"}, {}),
        ({"required_scopes": ["all", 5], "session_message": "m"}, {"session_message": "m"}),
        ({"required_scopes": ["all[*data_access]"]}, {"required_scopes": ["all[*data_access]"]}),
    ],
)
def test_what_to_log_in_with_has_a_form_or_is_not_believed(told: object, believed: object) -> None:
    fault = NodeFault.from_document({"code": "CONSENT_REQUIRED", "authorization_parameters": told})
    assert fault.authorization_parameters == believed
