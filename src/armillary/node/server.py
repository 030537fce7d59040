"""The two listeners of a node: the HTTPS manager and the data port."""

from __future__ import annotations

import logging
import socket
import ssl
import threading

from aiohttp import web

from armillary.datalink.frames import FrameError
from armillary.node import manager
from armillary.node.channel import Channel
from armillary.node.control import MAX_BODY, Control
from armillary.node.errors import NodeError
from armillary.node.identity import Identity
from armillary.node.send import Sender
from armillary.node.tickets import Gate

_log = logging.getLogger(__name__)
_MOST = 256
"""Data connections at once; each has a thread and about a megabyte."""

_IDLE = 600.0
"""Seconds without a byte either way after which a data connection is closed."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 chooses a free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=128)


async def start_manager(
    listener: socket.socket, control: Control, identity: Identity, endpoint_id: str
) -> web.AppRunner:
    """Serve the manager; clean the runner up to stop it."""
    # the limit of the outermost application is the one that holds
    app = web.Application(client_max_size=MAX_BODY)
    app.add_subapp("/control", control.application())
    app.add_subapp("/api", manager.application(endpoint_id))
    # cancelled handlers: a pull ends at once when its worker goes
    runner = web.AppRunner(app, handler_cancellation=True, access_log=None)
    await runner.setup()
    await web.SockSite(runner, listener, ssl_context=identity.manager).start()
    return runner


class DataServer:
    """Answers other nodes, each connection in a thread of its own."""

    def __init__(self, listener: socket.socket, gate: Gate, context: ssl.SSLContext) -> None:
        self._listener = listener
        self._gate = gate
        self._context = context
        self._room = threading.BoundedSemaphore(_MOST)

    def start(self) -> None:
        """Accept connections from now on."""
        threading.Thread(target=self._accept_forever, name="data-port", daemon=True).start()

    def close(self) -> None:
        """Accept no more; what is under way ends with the process."""
        self._listener.close()

    def _accept_forever(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return  # closed
            if not self._room.acquire(blocking=False):
                connection.close()
                continue
            threading.Thread(
                target=self._serve, args=(connection,), name="sender", daemon=True
            ).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            channel = Channel(connection, self._context, server=True, timeout=_IDLE)
            Sender(channel, self._gate).serve()
        except (NodeError, FrameError) as error:
            _log.info("a data connection ended: %s", error)
        except Exception:
            _log.exception("a data connection failed")
        finally:
            connection.close()
            self._room.release()
