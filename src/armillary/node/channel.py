"""A TLS connection between two nodes, as blocking calls for one thread.

TLS runs between memory buffers and the socket moves large blocks: Python's ``SSLSocket`` makes two
system calls for each record of 16 KiB, which costs a fifth of the speed.
"""

from __future__ import annotations

import socket
import ssl
from functools import cached_property
from typing import cast

from cryptography import x509

from armillary.core.pki import urn_of
from armillary.datalink.frames import HEADER_SIZE, Header, Kind, frame, read_header
from armillary.node.errors import NodeError

_BLOCK = 256 * 1024
_HANDSHAKE = 10.0


class Channel:
    """One connection. One thread sends and receives; any thread may :meth:`abort`.

    :param sock: connected; owned by the channel from now on
    :param timeout: seconds without a byte after which the peer is given up
    :raises NodeError: ``AUTH`` when the TLS handshake fails, ``TIMEOUT``, ``CONNECTION_BROKEN``
    """

    def __init__(
        self, sock: socket.socket, context: ssl.SSLContext, *, server: bool, timeout: float
    ) -> None:
        self._socket = sock
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_side=server)
        self._block = memoryview(bytearray(_BLOCK))
        self._header = memoryview(bytearray(HEADER_SIZE))
        sock.settimeout(min(timeout, _HANDSHAKE))  # until we know who it is
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._shake_hands()
        sock.settimeout(timeout)

    def _shake_hands(self) -> None:
        while True:
            try:
                self._tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                self._flush()
                self._fill()
            except ssl.SSLError as error:
                self._flush()  # the alert that tells the peer why
                raise _untrusted(error) from error
        self._flush()

    @property
    def peer_certificate(self) -> x509.Certificate:
        """The certificate that the peer proved to own.

        :raises NodeError: ``AUTH``: it has none
        """
        encoded = self._tls.getpeercert(binary_form=True)
        if encoded is None:
            raise NodeError("AUTH", "The peer showed no certificate.")
        return x509.load_der_x509_certificate(encoded)

    @cached_property
    def peer_urn(self) -> str | None:
        """The name in the peer's certificate.

        :raises NodeError: ``AUTH``: it has none
        """
        return urn_of(self.peer_certificate)

    def send(self, data: bytes | memoryview) -> None:
        """Send all of the data.

        :raises NodeError: ``CONNECTION_BROKEN``, ``TIMEOUT``
        """
        view = memoryview(data)
        while view:
            view = view[self._tls.write(view) :]  # one record at a time
        self._flush()

    def send_frame(self, kind: Kind, request: int, body: bytes = b"") -> None:
        """Send a frame with a small body."""
        self.send(frame(kind, request, body))

    def receive_into(self, buffer: memoryview) -> None:
        """Fill the whole buffer.

        :raises NodeError: ``CONNECTION_BROKEN``, ``TIMEOUT``, ``AUTH``
        """
        while buffer:
            try:
                # the stubs know only of the call without a buffer, which returns bytes
                count = cast(int, self._tls.read(len(buffer), buffer))
                buffer = buffer[count:]
            except ssl.SSLWantReadError:
                self._fill()
            except ssl.SSLZeroReturnError as error:
                raise _closed() from error
            except ssl.SSLError as error:
                raise _failed(error) from error

    def receive_header(self) -> Header:
        """The next frame's header.

        :raises FrameError: the peer does not speak the protocol
        """
        self.receive_into(self._header)
        return read_header(self._header)

    def receive_body(self, header: Header) -> bytes:
        """The body of a small frame."""
        body = bytearray(header.length)
        self.receive_into(memoryview(body))
        return bytes(body)

    def abort(self) -> None:
        """Make every call that waits, in whatever thread, fail at once."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # it is closed already

    def close(self) -> None:
        """Let the connection go."""
        self._socket.close()

    def _fill(self) -> None:
        try:
            count = self._socket.recv_into(self._block)
        except OSError as error:
            raise _broken(error) from error
        if not count:
            raise _closed()
        self._incoming.write(self._block[:count])

    def _flush(self) -> None:
        if not self._outgoing.pending:
            return
        data = memoryview(self._outgoing.read())
        try:
            # not sendall(), whose time limit is for everything: a slow peer is no silent one
            while data:
                data = data[self._socket.send(data) :]
        except OSError as error:
            raise _broken(error) from error


def _closed() -> NodeError:
    return NodeError("CONNECTION_BROKEN", "The other node closed the connection.")


def _broken(error: OSError) -> NodeError:
    if isinstance(error, TimeoutError):
        return NodeError("TIMEOUT", "The other node has been silent for too long.")
    return NodeError("CONNECTION_BROKEN", f"The connection broke: {error.strerror or error}.")


def _untrusted(error: ssl.SSLError) -> NodeError:
    reason = error.reason or str(error)
    return NodeError("AUTH", f"The secured connection was refused: {reason}.")


def _failed(error: ssl.SSLError) -> NodeError:
    # in TLS 1.3 a client learns only after its handshake that its certificate was refused
    if "CERTIFICATE" in (error.reason or "") or "UNKNOWN_CA" in (error.reason or ""):
        return _untrusted(error)
    return NodeError("CONNECTION_BROKEN", f"The secured connection broke: {error.reason}.")
