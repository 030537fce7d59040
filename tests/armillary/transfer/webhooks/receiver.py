"""A server that gets messages, checks them as receivers do, and answers what a test says."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECONDS = 60


@dataclass(frozen=True)
class Message:
    """What came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def code(self) -> str:
        return str(self.document["data"]["event"]["code"])

    def is_signed_with(self, secret: str) -> bool:
        """As the specification of Standard Webhooks has it."""
        key = base64.b64decode(secret.split("_", 1)[1])
        sent = int(self.headers["webhook-timestamp"])
        signed = b"%s.%d.%s" % (self.id.encode(), sent, self.body)
        wanted = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
        versions = dict(part.split(",", 1) for part in self.headers["webhook-signature"].split(" "))
        return abs(time.time() - sent) < 300 and hmac.compare_digest(versions["v1"], wanted)


class Receiver:
    """A running one.

    :param answer: gives the status for each message
    """

    def __init__(self, host: str, answer: Callable[[Message], int]) -> None:
        self.messages: queue.Queue[Message] = queue.Queue()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                message = Message(self.path, headers, body)
                receiver.messages.put(message)
                status = answer(message)
                self.send_response(status)
                if status in (301, 307):
                    self.send_header("Location", f"{receiver.url}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer((host, 0), Handler)
        self.port: int = self.server.server_address[1]
        self.url = f"http://{host}:{self.port}"

    def next(self) -> Message:
        """The next message, as soon as it comes."""
        return self.messages.get(timeout=SECONDS)

    def codes(self, number: int) -> list[str]:
        """What the next messages tell of."""
        return sorted(self.next().code for _ in range(number))


@contextmanager
def receiving(
    answer: Callable[[Message], int] = lambda _: 204, host: str = "127.0.0.1"
) -> Iterator[Receiver]:
    """A receiver, for a while."""
    receiver = Receiver(host, answer)
    thread = threading.Thread(target=receiver.server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield receiver
    finally:
        receiver.server.shutdown()
        receiver.server.server_close()
        thread.join()
