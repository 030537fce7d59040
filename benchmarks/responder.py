"""A server that does as little as can be: the peer's cost is then the client's own."""

from __future__ import annotations

import asyncio
import json
import sys

import uvloop


def _answer(document: object) -> bytes:
    body = json.dumps(document, separators=(",", ":")).encode()
    head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    return head.encode() % len(body) + body


_TASK = _answer(
    {"DATA_TYPE": "task", "task_id": "a", "status": "ACTIVE", "label": None, "faults": 0}
)
_ENDPOINT = {
    "DATA_TYPE": "endpoint",
    "id": "6c54cade-bde5-45c1-bdea-f4bd71dba2cc",
    "display_name": "A collection",
    "entity_type": "GCSv5_guest_collection",
    "owner_string": "ada@lab.example.org",
    "description": "Things that were measured, and what was made of them",
    "public": True,
    **{f"field_{number}": None for number in range(40)},
}
_PAGE = _answer({"DATA_TYPE": "endpoint_list", "has_next_page": True, "DATA": [_ENDPOINT] * 100})


class Responder(asyncio.Protocol):
    """Answers every request, recognised by the empty line that ends its head.

    A body is skipped by its announced length.
    """

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._pending = 0  # bytes of the present body that are still to come

    def data_received(self, data: bytes) -> None:
        if self._pending:
            self._pending -= len(data)
            if self._pending == 0:
                self._transport.write(_TASK)  # type: ignore[attr-defined]
            return
        head, _, body = data.partition(b"\r\n\r\n")
        self._pending = _length(head) - len(body)
        if self._pending == 0:
            answer = _PAGE if b"endpoint_search" in head[:80] else _TASK
            self._transport.write(answer)  # type: ignore[attr-defined]


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


async def main() -> None:
    """Listen on a free port, print it, serve until standard input ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Responder, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    uvloop.run(main())
