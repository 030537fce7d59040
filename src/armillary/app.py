"""The composition root of the API: every service at its prefix, on one database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Mount, Route

from armillary.auth.app import create_app as create_auth
from armillary.auth.audit import record
from armillary.auth.identities.store import usernames_of
from armillary.auth.introspection import caller_of
from armillary.auth.openid.api import discovery_at_the_root
from armillary.auth.projects.store import is_admin_group
from armillary.auth.seed import console_client
from armillary.bootstrap import bootstrap, register_collection
from armillary.console.app import create_app as create_console
from armillary.console.context import PREFIX, Console
from armillary.console.sessions import SessionStore
from armillary.core.files import load_or_create_secret
from armillary.core.settings import Settings
from armillary.db.engine import Database
from armillary.db.migrate import alone
from armillary.groups.app import create_app as create_groups
from armillary.groups.store import KnownGroups
from armillary.groups.surroundings import Surroundings
from armillary.people import KnownPeople
from armillary.transfer.app import create_app as create_transfer
from armillary.transfer.work.lease import live_workers
from armillary.web.logs import log_audit_events
from armillary.web.metrics import Metrics, metrics_endpoint
from armillary.web.mount import ServiceMount
from armillary.web.pages import Pages, static_app
from armillary.web.requests import ObservedRequests
from armillary.web.unbuilt import SHAPES, unbuilt_service

_WORKER_LIVES = timedelta(seconds=5)


def create_app(
    settings: Settings,
    *,
    on_ready: Callable[[], None] = lambda: None,
    stopping: Callable[[], bool] = lambda: False,
) -> Starlette:
    """The API: ``BASE/auth``, ``BASE/transfer``, ``BASE/groups``, the pages, and 501 for the rest.

    :param on_ready: called when requests will be answered
    :param stopping: whether the server is about to stop, so that streams have to end
    """
    database = Database(settings.effective_database_url)
    with alone(database):
        bootstrap(settings, database)
        console = _console(settings, database)
    metrics = Metrics(database)
    for listener in (metrics.audit_events, log_audit_events):
        database.on_commit(listener)
    auth = create_auth(settings, database, groups=KnownGroups(), on_tokens=metrics.tokens)
    introspect = caller_of(database)
    transfer = create_transfer(
        settings,
        database,
        introspect,
        KnownPeople(),
        register=register_collection,
        stopping=stopping,
    )
    groups = create_groups(Surroundings(database, introspect, usernames_of, is_admin_group, record))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        on_ready()
        yield
        auth.state.parts.outbox.close()
        database.close()

    app = Starlette(
        lifespan=lifespan,
        middleware=[Middleware(ObservedRequests, observer=metrics.request)],
        routes=[
            ServiceMount("/auth", auth),
            ServiceMount("/transfer", transfer),
            ServiceMount("/groups", groups),
            ServiceMount(PREFIX, create_console(console)),
            Mount("/static", static_app()),
            discovery_at_the_root(settings),
            Route("/healthz", _health),
            Route("/metrics", metrics_endpoint(settings, metrics)),
            Route("/", _front_page(settings)),
            *(ServiceMount(f"/{name}", unbuilt_service(name)) for name in SHAPES),
        ],
    )
    app.state.database = database
    return app


def _front_page(settings: Settings) -> Callable[[Request], HTMLResponse]:
    pages = Pages(settings, "armillary.console")

    def front_page(_: Request) -> HTMLResponse:
        return pages.answer("home.html")

    return front_page


def _console(settings: Settings, database: Database) -> Console:
    secret = load_or_create_secret(settings.keys_dir / "console.secret")
    with database.write() as session:
        client_id = console_client(session, settings, secret)
    sessions = SessionStore(database, settings.keys_dir / "console.key")
    return Console(settings, sessions, client_id, secret)


def _health(request: Request) -> JSONResponse:
    """Whether the database answers and a worker lives: 200, or 503."""
    database: Database = request.app.state.database
    try:
        with database.read() as session:
            workers = live_workers(session, _WORKER_LIVES)
    except SQLAlchemyError:
        return JSONResponse({"status": "database unavailable", "workers": 0}, status_code=503)
    status = "ok" if workers else "no worker"
    return JSONResponse({"status": status, "workers": workers}, 200 if workers else 503)
