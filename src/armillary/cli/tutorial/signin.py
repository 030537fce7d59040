"""Drives the login pages by their forms, for runs with nobody there."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import requests

_MAX_PAGES = 6
_SECONDS = 30


class SignInFailed(Exception):
    """The pages were not those of a login."""


@dataclass
class Page:
    """The parts of a page that a login needs.

    :param fields: of its form, with what they hold
    :param buttons: label -> (name, value) that pressing it sends
    :param code: the text of the element with id ``auth-code``
    """

    action: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)
    code: str | None = None


class _PageParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._text: list[str] | None = None
        self._button: tuple[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form" and self.page.action is None:
            self.page.action = attributes.get("action", "")
        elif tag == "input" and "name" in attributes:
            self.page.fields[attributes["name"]] = attributes.get("value", "")
        elif tag == "button":
            self._button = (attributes.get("name", ""), attributes.get("value", ""))
            self._text = []
        elif attributes.get("id") == "auth-code":
            self._text = []

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._text is None:
            return
        text = "".join(self._text).strip()
        if self._button is not None:
            self.page.buttons[text] = self._button
        else:
            self.page.code = text
        self._text = self._button = None


def read_page(html: str) -> Page:
    """What a login needs to know of a page."""
    parser = _PageParser()
    parser.feed(html)
    return parser.page


def authorization_code(authorize_url: str, username: str, password: str) -> str:
    """Sign in, allow what is asked for, and return the code that the last page shows.

    :raises SignInFailed: a page was not what it should be
    """
    with requests.Session() as browser:
        response = browser.get(authorize_url, timeout=_SECONDS)
        for _ in range(_MAX_PAGES):
            page = read_page(response.text)
            if page.code is not None:
                return page.code
            form = _filled(page, username, password)
            url = urljoin(response.url, page.action or "")
            response = browser.post(url, data=form, timeout=_SECONDS)
    raise SignInFailed(f"The login did not end. Its last page was {response.url}.")


def _filled(page: Page, username: str, password: str) -> dict[str, str]:
    form = dict(page.fields)
    if "password" in form:
        return form | {"username": username, "password": password}
    if "Allow" in page.buttons:
        name, value = page.buttons["Allow"]
        return form | {name: value}
    raise SignInFailed("The page is neither a sign-in nor a consent page.")
