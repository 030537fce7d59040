"""Debian's Chromium, headless, under playwright."""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, Playwright

# The one without windows takes half the time of the other.
PATH = shutil.which("chromium-headless-shell") or shutil.which("chromium")


def launch(playwright: Playwright) -> Browser:
    """A new browser, which calls nobody by itself."""
    return playwright.chromium.launch(
        executable_path=PATH,
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    )
