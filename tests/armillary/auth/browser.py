"""A browser without scripts: it keeps cookies, follows our redirects, fills in forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

import requests


@dataclass
class PageForm:
    """A form on a page, with the values of its fields.

    :param options: what it asks a passkey, if it does
    """

    action: str
    options: str = ""
    fields: dict[str, str] = field(default_factory=dict)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.links: list[str] = []
        self.texts: dict[str, str] = {}
        self._open_id: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(values.get("href", ""))
        if tag == "form":
            self.forms.append(PageForm(values["action"], values.get("data-options", "")))
        elif tag == "input" and self.forms and "name" in values:
            self.forms[-1].fields[values["name"]] = values.get("value", "")
        if "id" in values and tag != "input":
            self._open_id = values["id"]
            self.texts[self._open_id] = ""

    def handle_data(self, data: str) -> None:
        if self._open_id is not None:
            self.texts[self._open_id] += data

    def handle_endtag(self, tag: str) -> None:
        self._open_id = None


class Browser:
    """Goes where redirects lead as long as they stay on our site.

    :param origin: scheme, host and port of our site
    """

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.http = requests.Session()
        self.http.headers["Accept"] = "text/html"
        self.response: requests.Response
        self.left_for: str | None = None

    def open(self, url: str) -> requests.Response:
        return self._follow(self.http.get(url, allow_redirects=False))

    def submit(self, values: dict[str, str], *, form: int = 0) -> requests.Response:
        filled = self.page().forms[form]
        url = urljoin(self.response.url, filled.action)
        answer = self.http.post(
            url,
            data={**filled.fields, **values},
            headers={"Origin": self.origin},
            allow_redirects=False,
        )
        return self._follow(answer)

    def page(self) -> _Page:
        page = _Page()
        page.feed(self.response.text)
        return page

    def links(self) -> list[str]:
        """Where the page leads."""
        return [urljoin(self.response.url, link) for link in self.page().links]

    def text_of(self, element_id: str) -> str:
        return self.page().texts[element_id]

    def form(self, ending: str) -> int:
        """Which of the page's forms has an action that ends so."""
        return [form.action.endswith(ending) for form in self.page().forms].index(True)

    def answer(self) -> dict[str, str]:
        """The query with which the app was sent its answer."""
        assert self.left_for is not None, self.response.text
        return {name: values[0] for name, values in parse_qs(urlsplit(self.left_for).query).items()}

    def sign_in(self, username: str, password: str) -> requests.Response:
        return self.submit({"username": username, "password": password})

    def _follow(self, response: requests.Response) -> requests.Response:
        self.left_for = None
        while response.is_redirect:
            target = urljoin(response.url, response.headers["location"])
            if not target.startswith(self.origin + "/"):
                self.left_for = target
                break
            if "/v2/web/auth-code" in target:
                self.left_for = target
            response = self.http.get(target, allow_redirects=False)
        self.response = response
        return response
