"""The server to which the browser comes back."""

from __future__ import annotations

import datetime
import html
import queue
import socket
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from string import Template
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from ..login_flow_manager import NEVER
from .errors import LocalServerLoginError
from .page import DEFAULT_HTML_TEMPLATE as DEFAULT_HTML_TEMPLATE

_LOOK_AROUND_S = 0.1

SUCCESS = ("You are logged in", "You can close this page and go back to the application.")
FAILURE = "The login failed"


class RedirectHTTPServer(HTTPServer):
    """Waits for the code that a login ends with.

    :param server_address: host and port; port 0 is any free one.
    :param handler_class: :class:`RedirectHandler`, or another one.
    :param html_template: what to show at the end.
    """

    WAIT_TIMEOUT: ClassVar[datetime.timedelta] = datetime.timedelta(minutes=15)

    def __init__(
        self,
        server_address: tuple[str, int],
        handler_class: type[BaseHTTPRequestHandler],
        html_template: Template,
    ) -> None:
        super().__init__(server_address, handler_class)
        self.html_template = html_template
        self._codes: queue.Queue[str | BaseException] = queue.Queue()

    def handle_error(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: Any
    ) -> None:
        """End the wait with the error; a browser that goes away is none."""
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, ConnectionError):
            self.return_code(error)

    def return_code(self, code: str | BaseException) -> None:
        """End the wait.

        :param code: the code, or why there is none.
        """
        self._codes.put(code)

    def wait_for_code(self, stopped: threading.Event = NEVER) -> str | BaseException:
        """The code, or why there is none.

        :param stopped: set when nobody wants the code any more.
        :raises LocalServerLoginError: nobody logged in in time, or nobody wants the code.
        """
        end = time.monotonic() + self.WAIT_TIMEOUT.total_seconds()
        while time.monotonic() < end and not stopped.is_set():
            try:
                return self._codes.get(timeout=_LOOK_AROUND_S)
            except queue.Empty:
                continue
        minutes = self.WAIT_TIMEOUT.total_seconds() / 60
        raise LocalServerLoginError(
            f"Nobody logged in within {minutes:.0f} minutes: start the login again."
        )


class RedirectHandler(BaseHTTPRequestHandler):
    """Takes the code from the address that the browser comes back to."""

    server: RedirectHTTPServer  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_GET(self) -> None:
        """The end of the login; whatever else is asked for is not here."""
        url = urlsplit(self.path)
        answer = dict(parse_qsl(url.query))
        if url.path not in ("", "/") or not {"code", "error"} & answer.keys():
            self._show(404, "Nothing is here", "This page waits for the end of a login.")
        elif "code" in answer:
            self._show(200, *SUCCESS)
            self.server.return_code(answer["code"])
        else:
            reason = answer.get("error_description") or answer["error"]
            self._show(200, FAILURE, reason)
            self.server.return_code(LocalServerLoginError(f"The login failed: {reason}"))

    def _show(self, status: int, result: str, message: str) -> None:
        page = self.server.html_template.substitute(
            login_result=html.escape(result), post_login_message=html.escape(message)
        ).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent: the address has the code in it."""
