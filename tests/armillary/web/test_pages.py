"""Templates, static files, and the headers on top."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from starlette.responses import HTMLResponse, Response
from starlette.types import Message

from armillary.core.settings import Settings
from armillary.web.pages import Pages, static_app
from armillary.web.security import SecurityHeaders, content_security_policy

WEB = Path(__file__).parents[3] / "src" / "armillary" / "web"


def _pages(base_url: str = "http://127.0.0.1:8080") -> Pages:
    return Pages(Settings(data_dir=Path("/nowhere"), base_url=base_url), "armillary.web")


def _body(response: HTMLResponse) -> str:
    return bytes(response.body).decode()


def test_an_error_page_escapes_what_it_shows() -> None:
    response = _pages().error(title="<b>", message="<script>", status=400)
    assert response.status_code == 400
    assert "&lt;script&gt;" in _body(response)
    assert "<script>" not in _body(response)


def test_pages_find_their_style_below_a_path() -> None:
    assert 'href="/static/style.css"' in _body(_pages().error(title="x", message="y", status=400))
    below = _pages("https://data.example/armillary").error(title="x", message="y", status=400)
    assert 'href="/armillary/static/style.css"' in _body(below)


def test_redirect_targets_of_forms_are_named_in_the_policy() -> None:
    policy = content_security_policy(["http://localhost:5000"])
    assert "form-action 'self' http://localhost:5000;" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("secure", [True, False])
def test_headers_are_added_but_not_replaced(secure: bool) -> None:
    async def app(scope: object, receive: object, send: object) -> None:
        await Response(headers={"Cache-Control": "public"})(scope, receive, send)  # type: ignore[arg-type]

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    asyncio.run(SecurityHeaders(app, secure=secure)(scope, receive, send))
    headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    assert headers["cache-control"] == "public"
    assert headers["x-frame-options"] == "DENY"
    assert ("strict-transport-security" in headers) is secure


def test_static_files_exist_and_nothing_beside_them() -> None:
    static = static_app()
    for name in ("style.css", "copy.js", "icon.svg"):
        assert static.lookup_path(name)[1] is not None
    assert static.lookup_path("../templates/base.html")[1] is None


def _luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("text", "ground"),
        ("text", "surface"),
        ("quiet", "surface"),
        ("quiet", "ground"),
        ("accent", "surface"),
        ("accent-strong", "surface"),
        ("on-accent", "accent"),
        ("on-accent", "accent-strong"),
        ("danger", "danger-ground"),
        ("danger", "surface"),
        ("text", "notice-ground"),
        ("text", "code-ground"),
    ],
)
def test_text_has_contrast(ink: str, paper: str, scheme: int) -> None:
    """WCAG 2.2 success criterion 1.4.3: at least 4.5 to 1."""
    css = (WEB / "static" / "style.css").read_text()
    colors = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css.split(":root {")[scheme + 1]))
    assert _contrast(colors[ink], colors[paper]) >= 4.5
