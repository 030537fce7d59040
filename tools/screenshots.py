"""``make screenshots``: the pictures of ``docs/console.md``, of a console that really runs."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tools.chromium import launch

FOLDER = Path(__file__).parents[1] / "docs" / "images" / "console"
_WIDE, _NARROW = ViewportSize(width=900, height=700), ViewportSize(width=320, height=640)
_PORTAL = "Register a portal"


@contextmanager
def _services() -> Iterator[dict[str, Any]]:
    """`armillary up` on an empty data directory: what it prints once it is ready."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "armillary.cli", "up", "--json", "--port", "0"]
        with subprocess.Popen(
            [*command, "--data-dir", folder], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())
            process.send_signal(signal.SIGTERM)


class _Tour:
    """One person's way through the console."""

    def __init__(self, page: Page, state: dict[str, Any]) -> None:
        self.page = page
        self._base = state["base_url"]
        self._demo = state["demo"]

    def walk(self) -> None:
        """Register a portal, and take a picture of each page on the way."""
        page = self.page
        page.goto(f"{self._base}/developers")
        self._picture("kinds")
        self._follow(_PORTAL)
        self._sign_in()
        page.get_by_role("button", name="Allow").click()
        page.get_by_label("Project name").fill("Beamline 7")
        page.get_by_label("Contact e-mail").fill("beamline7@example.org")
        self._press("Continue")
        self._sign_in()
        page.get_by_label("App name").fill("Sample portal")
        page.get_by_label("Redirect URIs").fill(
            "https://portal.example.org/callback\nhttp://portal.example.org/callback"
        )
        self._press("Register App")
        self._picture("problem")
        page.get_by_label("Redirect URIs").fill("https://portal.example.org/callback")
        self._press("Register App")
        self._follow("Make a client secret")
        page.get_by_label("Name of the secret").fill("web host")
        self._press("Make the secret")
        self._follow("I have copied it")
        self._picture("app")
        page.emulate_media(color_scheme="dark")
        self._follow("Beamline 7")
        self._follow("History")
        page.set_viewport_size(_NARROW)
        self._picture("history-narrow-dark")

    def _follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def _press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()

    def _sign_in(self) -> None:
        self.page.get_by_label("Username").fill(self._demo["username"])
        self.page.get_by_label("Password").fill(self._demo["password"])
        self._press("Sign in")

    def _picture(self, name: str) -> None:
        self.page.wait_for_load_state("networkidle")
        self.page.screenshot(path=FOLDER / f"{name}.png", full_page=True)


def _take(browser: Browser) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with _services() as state:
        page = browser.new_page(
            viewport=_WIDE,
            color_scheme="light",
            reduced_motion="reduce",
        )
        _Tour(page, state).walk()


if __name__ == "__main__":
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        _take(chromium)
        chromium.close()
