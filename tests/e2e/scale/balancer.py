"""One address for several API processes: connections go to them in turn."""

from __future__ import annotations

import itertools
import socket
import threading
from contextlib import suppress

Address = tuple[str, int]


class Balancer:
    """Passes bytes on, so that TLS is the API's; one that does not listen is left out."""

    def __init__(self, host: str, targets: list[Address]) -> None:
        self._targets = targets
        self._turns = itertools.cycle(range(len(targets)))
        self._listener = socket.create_server((host, 0), backlog=512)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client:
            server = self._connect()
            if server is None:
                return
            with server:
                back = threading.Thread(target=_pass_on, args=(server, client), daemon=True)
                back.start()
                _pass_on(client, server)
                back.join()

    def _connect(self) -> socket.socket | None:
        first = next(self._turns)
        for target in self._targets[first:] + self._targets[:first]:
            with suppress(OSError):
                return socket.create_connection(target, timeout=5)
        return None


def _pass_on(source: socket.socket, destination: socket.socket) -> None:
    source.settimeout(None)
    with suppress(OSError):
        while block := source.recv(1 << 16):
            destination.sendall(block)
    with suppress(OSError):
        destination.shutdown(socket.SHUT_WR)
