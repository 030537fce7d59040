"""A TCP proxy that remembers what passes and can cut the connections."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable

_CHUNK = 256 * 1024


class Proxy:
    """Listens on a port of its own; ``target`` says where to, once that is known.

    :param cut_after: bytes towards the client after which all connections are cut, once
    :param remember: keep what passes in ``seen``; else it is only counted
    """

    def __init__(self, *, cut_after: int | None = None, remember: bool = True) -> None:
        self.target: tuple[str, int] | None = None
        self.seen = bytearray()
        self.passed = 0
        self.cuts = 0
        self._cut_after = cut_after
        self._remember = remember
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._spawn(self._accept)

    @property
    def address(self) -> dict[str, object]:
        return {"host": "127.0.0.1", "port": self.port}

    def cut(self) -> None:
        """Break every connection."""
        for pair in self._pairs:
            for side in pair:
                try:
                    side.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        for thread in self._threads:
            thread.join(10)
        for pair in self._pairs:
            for side in pair:
                side.close()

    def _spawn(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            assert self.target
            try:
                server = socket.create_connection(self.target)
            except ConnectionRefusedError:
                client.close()
                continue
            self._pairs.append((client, server))
            self._spawn(lambda a=client, b=server: self._pump(a, b, False))  # type: ignore[misc]
            self._spawn(lambda a=client, b=server: self._pump(b, a, True))  # type: ignore[misc]

    def _pump(self, source: socket.socket, sink: socket.socket, towards_client: bool) -> None:
        try:
            while data := source.recv(_CHUNK):
                if self._remember:
                    self.seen += data
                if towards_client:
                    self._count(len(data))
                sink.sendall(data)
        except OSError:
            pass
        for side in (source, sink):
            try:
                side.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def _count(self, size: int) -> None:
        self.passed += size
        if self._cut_after is not None and self.passed > self._cut_after:
            self._cut_after = None
            self.cuts += 1
            self.cut()
