"""``armillary up``: from a data directory to running services, and back."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import certifi
from rich.console import Console

from armillary.cli.demo import Demo, load_or_create_demo
from armillary.cli.deployment import DEFAULT_PORT, Config, Deployment
from armillary.cli.env import client_environment
from armillary.cli.listening import listen
from armillary.cli.supervisor import Child, StartFailed, Supervisor
from armillary.core.addresses import is_loopback
from armillary.core.errors import UsageError
from armillary.core.files import write_private
from armillary.core.pki import Authority, certificate_pem
from armillary.core.settings import Settings
from armillary.node.enroll import prepare

_console = Console(stderr=True)


@dataclass(frozen=True)
class Options:
    """The options of the command, as click gives them."""

    host: str
    port: int | None
    data_dir: Path
    database_url: str
    public_url: str
    tls_cert: Path | None
    tls_key: Path | None
    demo: bool | None
    as_json: bool


def run_up(options: Options) -> int:
    """Start everything, wait for a signal, stop everything; the exit code."""
    _check_exposure(options)
    deployment = Deployment(options.data_dir)
    deployment.create()
    with deployment.locked(), _listen(options, deployment) as listener:
        config = _configure(options, deployment, listener)
        return asyncio.run(_supervise(options, deployment, config, listener))


def _check_exposure(options: Options) -> None:
    """Services that others can reach need TLS, and are no demonstration."""
    if bool(options.tls_cert) != bool(options.tls_key):
        raise UsageError("--tls-cert and --tls-key go together.")
    if options.public_url and not options.public_url.startswith("https://"):
        raise UsageError("--public-url must start with https://.")
    if is_loopback(options.host):
        return
    if not (options.tls_cert or options.public_url):
        raise UsageError(
            f"{options.host} is reachable by others: give --tls-cert and --tls-key, or "
            "--public-url https://... when a proxy in front does TLS."
        )
    if options.demo is not False:
        raise UsageError("The demonstration is for loopback only: add --no-demo.")


def _listen(options: Options, deployment: Deployment) -> socket.socket:
    """The API's socket. The supervisor holds it, so that callers wait while the API restarts."""
    remembered = deployment.config.port if deployment.config else 0
    port = options.port if options.port is not None else (remembered or DEFAULT_PORT)
    return listen(options.host, port or remembered)


def _configure(options: Options, deployment: Deployment, listener: socket.socket) -> Config:
    remembered = deployment.config or Config(demo=options.demo is not False)
    config = replace(
        remembered,
        host=options.host,
        port=listener.getsockname()[1],
        public_url=options.public_url or remembered.public_url,
        database_url=options.database_url or remembered.database_url,
        demo=remembered.demo if options.demo is None else options.demo,
    )
    deployment.remember(config)
    return config


def _base_url(options: Options, config: Config) -> str:
    if config.public_url:
        return config.public_url.rstrip("/")
    scheme = "https" if options.tls_cert else "http"
    host = f"[{config.host}]" if ":" in config.host else config.host
    return f"{scheme}://{host}:{config.port}"


async def _supervise(
    options: Options, deployment: Deployment, config: Config, listener: socket.socket
) -> int:
    base_url = _base_url(options, config)
    demo = load_or_create_demo(deployment) if config.demo else None
    settings = replace(
        Settings.from_env({**os.environ, "ARMILLARY_BASE_URL": base_url, "ARMILLARY_DATA_DIR": ""}),
        data_dir=deployment.data_dir,
        database_url=config.database_url,
    )
    deployment.remember_environment(settings.public_env())
    _write_bundle(deployment, settings)
    children = _children(options, deployment, settings, demo, listener.fileno())
    supervisor = Supervisor(children, deployment.logs_dir)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, supervisor.stop)
    running = asyncio.create_task(supervisor.run())
    try:
        ready = asyncio.create_task(supervisor.until_ready())
        await asyncio.wait((ready, running), return_when=asyncio.FIRST_COMPLETED)
        if ready.done():
            ready.result()
            _announce(options, deployment, base_url, demo)
        await running
    except StartFailed as error:
        _console.print(str(error), style="red", markup=False)
        supervisor.stop()
        await running
        return 1
    finally:
        deployment.withdraw()
    return 0


def _write_bundle(deployment: Deployment, settings: Settings) -> None:
    authority = Authority.load_or_create(deployment.keys_dir, extra_hosts=settings.permitted_hosts)
    public = Path(certifi.where()).read_bytes()
    write_private(deployment.bundle_file, public + certificate_pem(authority.certificate))


def _children(
    options: Options, deployment: Deployment, settings: Settings, demo: Demo | None, fd: int
) -> Sequence[Child]:
    environment = settings.to_env()
    tls = ["--tls-cert", str(options.tls_cert)] if options.tls_cert else []
    tls += ["--tls-key", str(options.tls_key)] if options.tls_key else []
    children = [
        Child("api", ["serve", "--fd", str(fd), *tls], environment, pass_fds=(fd,)),
        Child("worker", ["worker", "--name", "local"], environment),
    ]
    for node in demo.nodes if demo else ():
        folder = deployment.node_dir(node.name)
        if not folder.exists():
            prepare(
                folder,
                service_url=settings.base_url,
                token=node.token,
                collections={node.mapped_id: deployment.storage_dir(node.name)},
                display_name=f"Armillary demonstration node {node.name}",
                allow_root=True,
            )
        children.append(Child(f"node-{node.name}", ["node", "run", str(folder)], {}))
    return children


def _announce(options: Options, deployment: Deployment, base_url: str, demo: Demo | None) -> None:
    state: dict[str, Any] = {
        "base_url": base_url,
        "env": client_environment(base_url, deployment.bundle_file),
        "demo": {"username": demo.username, "password": demo.password} if demo else None,
        "collections": [
            {"id": node.guest_id, "display_name": node.display_name, "path": node.path}
            for node in (demo.nodes if demo else ())
        ],
        "pid": os.getpid(),
    }
    deployment.announce({"pid": state["pid"], "base_url": base_url, "env": state["env"]})
    if options.as_json:
        print(json.dumps(state), flush=True)
    else:
        _greet(state, deployment)


def _greet(state: dict[str, Any], deployment: Deployment) -> None:
    _console.print(f"Armillary is ready at [bold]{state['base_url']}[/bold]")
    if state["demo"]:
        _console.print(
            f"  sign in as   {state['demo']['username']}  with password  "
            f"[bold]{state['demo']['password']}[/bold]",
            highlight=False,
        )
    for collection in state["collections"]:
        _console.print(
            f"  {collection['id']}  {collection['display_name']}  {collection['path']}",
            highlight=False,
        )
    _console.print(
        f'  point clients here with   eval "$(armillary env --data-dir {deployment.data_dir})"',
        highlight=False,
    )
    _console.print("  Ctrl-C stops it.")
