"""A source node made by hand, with a certificate of the authority, that answers as a test wants."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from armillary.core import pki
from armillary.core.ids import new_id
from armillary.datalink.frames import Header, Kind, frame
from armillary.datalink.messages import Done, Refusal, encode
from armillary.node.channel import Channel
from armillary.node.errors import NodeError
from tests.armillary.node.conftest import NodeProcess
from tests.armillary.node.service import FakeService, pull_request
from tests.armillary.node.transfers import Line

Answer = Callable[[Channel, Header, bytes], None]
"""Takes the place of what a node answers to a request."""


class LyingSource:
    """Listens, greets politely, and then lies."""

    def __init__(self, destination: NodeProcess, answer: Answer) -> None:
        self.destination = destination
        self._answer = answer
        service = destination.service
        self.node = new_id()
        certificate = service.issue(f"liar-{self.node}", pki.node_urn(self.node))
        self.fingerprint = pki.fingerprint(certificate)
        self._context = _context(service, f"liar-{self.node}")
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = {"host": "127.0.0.1", "port": self._listener.getsockname()[1]}
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            channel = Channel(connection, self._context, server=True, timeout=20)
            while True:
                header = channel.receive_header()
                body = channel.receive_body(header)
                if header.kind in (Kind.HELLO, Kind.RENEW):
                    channel.send_frame(Kind.READY, header.request)
                else:
                    self._answer(channel, header, body)
        except NodeError:
            pass  # the destination has had enough
        finally:
            connection.close()

    def fetch(self, units: Sequence[Mapping[str, Any]], **options: Any) -> list[Line]:
        """Have the honest node pull from here; the lines but those that say it lives."""
        body = pull_request(
            self.destination.client,
            self.destination.client,
            units,
            source_roots=["/original"],
            roots=["/copy"],
            options=options,
        )
        body["source"] = {**self.address, "node": self.node, "fingerprint": self.fingerprint}
        lines = self.destination.client.lines("pull", body)
        return [line for line in lines if "alive" not in line]

    def close(self) -> None:
        self._listener.close()


def _context(service: FakeService, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(service.folder / f"{name}.pem", service.folder / f"{name}.key")
    return context


def long_frame(header: Header) -> bytes:
    """The header of a frame of data that says it is 4 GB long."""
    return frame(Kind.DATA, header.request)[:4] + b"\xff" * 4


def done(channel: Channel, header: Header, digest: str = "") -> None:
    channel.send_frame(Kind.DONE, header.request, encode(Done(digest)))


def refuse(channel: Channel, header: Header, refusal: Refusal) -> None:
    channel.send_frame(Kind.FAULT, header.request, encode(refusal))
