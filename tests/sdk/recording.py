"""A server that records what it is asked and answers what it is told to."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Request:
    """One request as it came in."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes
    port: int

    def json(self) -> Any:
        return json.loads(self.body)

    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode()))


@dataclass
class Answer:
    """What to answer: a document, or bytes."""

    document: Any = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def body(self) -> bytes:
        if isinstance(self.document, bytes):
            return self.document
        return json.dumps(self.document).encode()


Responder = Callable[[Request], Answer | dict[str, Any]]


class RecordingServer:
    """Keeps requests in ``requests``; ``respond`` says what to answer."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[Request] = []
        self.respond: Responder = lambda request: Answer()

    def answer(self, request: Request) -> Answer:
        self.requests.append(request)
        answer = self.respond(request)
        return answer if isinstance(answer, Answer) else Answer(answer)


@contextmanager
def recording_server() -> Iterator[RecordingServer]:
    """Run one on a free port."""
    http = _Server(("127.0.0.1", 0), _Handler)
    http.daemon_threads = True
    server = RecordingServer(f"http://127.0.0.1:{http.server_address[1]}/")
    http.recorder = server  # type: ignore[attr-defined]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()


class _Server(ThreadingHTTPServer):
    request_queue_size = 512  # tests connect many clients at once

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error here; anything else is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body in one segment: no waiting for delayed acknowledgements
    disable_nagle_algorithm = True

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        url = urlsplit(self.path)
        request = Request(
            self.command,
            url.path,
            parse_qsl(url.query, keep_blank_values=True),
            {name.title(): value for name, value in self.headers.items()},
            self.rfile.read(length),
            self.client_address[1],
        )
        self._send(self.server.recorder.answer(request))  # type: ignore[attr-defined]

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _serve

    def _send(self, answer: Answer) -> None:
        body = answer.body()
        self.send_response(answer.status)
        headers = {"Content-Type": "application/json", **answer.headers}
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""
