"""Where services listen."""

from __future__ import annotations

import socket

from armillary.core.errors import UsageError


def listen(host: str, port: int) -> socket.socket:
    """A listening socket.

    :param port: 0 picks a free one
    :raises UsageError: it can't be had
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        raise UsageError(
            f"Can't listen on {host}:{port}: {error.strerror}. "
            "Choose another port with --port; 0 picks a free one."
        ) from error
