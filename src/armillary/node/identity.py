"""The node's certificate at work: TLS settings for each of its connections."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from armillary.core.files import write_private
from armillary.core.pki import fingerprint, new_private_key, node_urn, private_pem
from armillary.datalink.frames import MAX_REQUEST
from armillary.node.channel import Channel
from armillary.node.config import NodeState
from armillary.node.errors import NodeError, malformed

_SILENCE = 60.0
"""Seconds without a byte from the source after which a destination gives it up."""


def load_or_create_key(state: NodeState) -> ec.EllipticCurvePrivateKey:
    """The key of the node's certificate, made when absent."""
    if not state.key_path.exists():
        write_private(state.key_path, private_pem(new_private_key()))
    key = serialization.load_pem_private_key(state.key_path.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{state.key_path} does not hold an elliptic-curve key")
    return key


class Identity:
    """TLS contexts made of the node's key, certificate and authority."""

    def __init__(self, state: NodeState) -> None:
        self._state = state
        self.manager = self._context(ssl.PROTOCOL_TLS_SERVER)
        self.manager.verify_mode = ssl.CERT_OPTIONAL  # the public part needs none
        self.data_server = self._context(ssl.PROTOCOL_TLS_SERVER)
        self.data_server.verify_mode = ssl.CERT_REQUIRED
        self.data_server.minimum_version = ssl.TLSVersion.TLSv1_3
        self.data_server.num_tickets = 0  # connections live long; none is resumed
        self.data_client = self._context(ssl.PROTOCOL_TLS_CLIENT)
        self.data_client.minimum_version = ssl.TLSVersion.TLSv1_3
        # the peer's name and fingerprint are compared instead: see dial()
        self.data_client.check_hostname = False

    def reload(self) -> None:
        """Use the certificate that lies in the folder now, for new connections."""
        for context in (self.manager, self.data_server, self.data_client):
            context.load_cert_chain(self._state.certificate_path, self._state.key_path)

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate that lies in the folder now."""
        return x509.load_pem_x509_certificate(self._state.certificate_path.read_bytes())

    @property
    def fingerprint(self) -> str:
        """Of that certificate."""
        return fingerprint(self.certificate)

    def _context(self, protocol: int) -> ssl.SSLContext:
        context = ssl.SSLContext(protocol)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self._state.certificate_path, self._state.key_path)
        context.load_verify_locations(self._state.authority_path)
        return context


@dataclass(frozen=True)
class Source:
    """The node to pull from.

    :param node: its id, which its certificate must have
    :param fingerprint: SHA-256 of its certificate, in hex
    """

    host: str
    port: int
    node: str
    fingerprint: str

    @classmethod
    def parse(cls, document: Any) -> Source:
        """:raises NodeError: ``BAD_REQUEST``"""
        try:
            return cls(
                str(document["host"]),
                int(document["port"]),
                str(document["node"]),
                str(document["fingerprint"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise malformed(f"source: {error!r}") from error


def dial(source: Source, context: ssl.SSLContext, *, timeout: float = _SILENCE) -> Channel:
    """Connect to a source and make sure that it is the one meant.

    :raises NodeError: ``CONNECT_FAILED``, or ``AUTH`` when it is another
    """
    try:
        connection = socket.create_connection((source.host, source.port), timeout=10)
    except OSError as error:
        raise NodeError(
            "CONNECT_FAILED",
            f"The source node does not answer at {source.host}:{source.port}: "
            f"{error.strerror or error}.",
        ) from error
    # a whole request must find room while the source writes (see datalink.frames.MAX_REQUEST)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * MAX_REQUEST)
    try:
        channel = Channel(connection, context, server=False, timeout=timeout)
        _check_peer(channel, source)
    except BaseException:
        connection.close()
        raise
    return channel


def _check_peer(channel: Channel, source: Source) -> None:
    certificate = channel.peer_certificate
    if channel.peer_urn != node_urn(source.node):
        raise NodeError("AUTH", "The source's certificate is that of another party.")
    if fingerprint(certificate) != source.fingerprint:
        raise NodeError("AUTH", "The source's certificate is not the one that was announced.")
