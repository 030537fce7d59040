"""The console beside Auth, on SQLite, for a whole module."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from starlette.applications import Starlette
from starlette.routing import Mount

from armillary.app import create_app
from armillary.core.settings import Settings
from tests.armillary.auth.conftest import AuthServer, Stage, keys, quick_hashes, quick_keys, stage
from tests.armillary.console.site import PROVIDERS, Owner, Site, enter
from tests.e2e.conftest import chromium, page

__all__ = ["chromium", "keys", "page", "quick_hashes", "quick_keys", "stage"]


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, keys: Path, stage: Stage
) -> Iterator[Site]:
    """The whole API on an address of the tests' own."""
    data = tmp_path_factory.mktemp("console") / "data"
    shutil.copytree(keys, data / "keys")
    settings = Settings(data_dir=data, base_url=stage.base_url)
    settings.identity_providers_file.write_text(PROVIDERS)
    app = create_app(settings)
    stage.app = app
    auth = next(m.app for m in app.routes if isinstance(m, Mount) and m.path == "/auth")
    assert isinstance(auth, Starlette)
    outbox = auth.state.parts.outbox
    yield Site(AuthServer(settings, app.state.database, outbox), app)
    outbox.close()
    app.state.database.close()


@pytest.fixture(scope="module")
def ada(site: Site) -> Owner:
    """Somebody with a project in which there is one of everything."""
    return site.owner("Ada")


@pytest.fixture(scope="module")
def eve(site: Site) -> Owner:
    """Somebody else with the same."""
    return site.owner("Eve")


@pytest.fixture
def at_console(page: Page, site: Site, ada: Owner) -> Page:
    """The console, with Ada signed in."""
    enter(page, site, ada.person)
    return page
