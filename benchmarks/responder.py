"""A server that does as little as can be: the peer's cost is then the client's own."""

from __future__ import annotations

import asyncio
import sys

import uvloop

_BODY = b'{"DATA_TYPE":"task","task_id":"a","status":"ACTIVE","label":null,"faults":0}'
_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (
    len(_BODY),
    _BODY,
)


class Responder(asyncio.Protocol):
    """Answers every request, recognised by the empty line that ends its head."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        for _ in range(data.count(b"\r\n\r\n")):
            self._transport.write(_ANSWER)  # type: ignore[attr-defined]


async def main() -> None:
    """Listen on a free port, print it, serve until standard input ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Responder, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    uvloop.run(main())
