"""A browser that logs in by itself."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
import webbrowser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest


class Browser:
    """Goes where a login would end.

    :param visits: what to append to the redirect URI, one after the other.
    """

    name = "graphical"

    def __init__(self, *visits: str, opens: bool = True) -> None:
        self.visits = visits
        self.opens = opens
        self.asked: dict[str, str] = {}
        self._shown: list[tuple[int, str, Any]] = []
        self._thread = threading.Thread(target=self._visit)

    @property
    def shown(self) -> list[tuple[int, str, Any]]:
        """Status, page and headers of each visit, when all are done."""
        self._thread.join()
        return self._shown

    def open(self, url: str, new: int = 0) -> bool:
        self.asked = {name: value[0] for name, value in parse_qs(urlsplit(url).query).items()}
        self._thread.start()
        return self.opens

    def _visit(self) -> None:
        for visit in self.visits:
            try:
                answer: Any = urllib.request.urlopen(self.asked["redirect_uri"] + visit)
            except urllib.error.HTTPError as error:
                answer = error
            with answer:
                self._shown.append((answer.status, answer.read().decode(), answer.headers))

    def install(self, monkeypatch: pytest.MonkeyPatch) -> Browser:
        """Be the browser of this machine, which has a screen."""
        monkeypatch.setattr(webbrowser, "get", lambda: self)
        monkeypatch.setenv("DISPLAY", ":0")
        for name in ("SSH_CONNECTION", "SSH_TTY"):
            monkeypatch.delenv(name, raising=False)
        return self
