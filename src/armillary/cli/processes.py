"""What the processes of a deployment do, with a supervisor or without."""

from __future__ import annotations

import gc
import os
import signal
import socket
from functools import partial
from pathlib import Path

from armillary.cli.standalone import need_keys, prepare_api, settings_here
from armillary.core import orphans
from armillary.core.ready import notify_ready


def _guard() -> None:
    """End with the supervisor, when there is one."""
    if descriptor := os.environ.get(orphans.PARENT_FD):
        orphans.exit_with_parent(int(descriptor))


def serve_api(
    fd: int | None, *, host: str, port: int, tls_cert: str | None, tls_key: str | None
) -> None:
    """Serve the API until SIGTERM.

    :param fd: a listening socket that the supervisor holds; None: there is no supervisor
    """
    _guard()
    import uvicorn

    from armillary.app import create_app
    from armillary.web.logs import configure_logs

    configure_logs()
    settings = settings_here()
    if fd is not None:
        listener = socket.socket(fileno=fd)
    else:
        listener = prepare_api(settings, host, port, tls=tls_cert is not None)
    config = uvicorn.Config(
        create_app(settings, on_ready=notify_ready, stopping=lambda: server.should_exit),
        ssl_certfile=tls_cert,
        ssl_keyfile=tls_key,
        log_level="warning",
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
    server = uvicorn.Server(config)
    # What is there by now stays, so the collector need not look at it again and again.
    gc.collect()
    gc.freeze()
    server.run(sockets=[listener])


def run_worker(name: str, tasks: int) -> None:
    """Run transfer tasks until SIGTERM."""
    _guard()
    from armillary.auth.consents.store import consents_to
    from armillary.auth.sessions.assurance import last_sign_in
    from armillary.db.engine import Database
    from armillary.db.migrate import wait_until_migrated
    from armillary.mail.choose import notices_of
    from armillary.people import KnownPeople
    from armillary.transfer.credentials import Credentials
    from armillary.transfer.deliveries.sender import Sender
    from armillary.transfer.nodes.client import NodeClient
    from armillary.transfer.notifications.sender import Notifications
    from armillary.transfer.webhooks.secrets import sealer_in
    from armillary.transfer.webhooks.sender import Webhooks
    from armillary.transfer.work.worker import Worker
    from armillary.web.logs import configure_logs

    configure_logs()
    settings = settings_here()
    need_keys(settings)
    database = Database(settings.effective_database_url)
    wait_until_migrated(database)
    nodes = NodeClient(Credentials.load_or_create(settings.keys_dir))
    people = KnownPeople()
    worker = Worker(
        name,
        database,
        nodes,
        people,
        consents=partial(consents_to, database),
        sessions=partial(last_sign_in, database),
        threads=tasks,
    )
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    webhooks = Webhooks(settings.webhook_reach, partial(sealer_in, settings.keys_dir))
    notifications = Notifications(notices_of(settings), people, site=settings.base_url)
    senders = Sender(database, webhooks), Sender(database, notifications)
    for sender in senders:
        sender.start()
    worker.run(on_ready=notify_ready)
    for sender in senders:
        sender.stop()
    database.close()


def run_node(folder: Path) -> None:
    """Run a storage node until SIGTERM."""
    from armillary.node.main import run

    run(folder)
