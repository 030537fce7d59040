"""Which of our own pages the person is on the way to."""

from __future__ import annotations

from armillary.auth.authorize.authorization import Authorization
from armillary.auth.authorize.own_pages import OWN_PAGES
from armillary.auth.clients.model import Client


def load_own_page(authorization: Authorization) -> None:
    """Stand in for the app, so that the sign-in page can say what comes after it."""
    page = OWN_PAGES[authorization.page or ""]
    authorization.client = Client(name=page.title)
