"""Two API processes, three workers, four nodes; an owner of the storage and ten other people."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from armillary.auth.operator.accounts import create_account
from armillary.cli.tutorial.signin import authorization_code
from armillary.core import pki
from armillary.db.engine import Database
from armillary.node.settings import change
from armillary.transfer.errors import TRANSFER_ALL, data_access_scope
from armillary.transfer.model import Event, Task
from globus_sdk import (
    AccessTokenAuthorizer,
    NativeAppAuthClient,
    NetworkError,
    TransferAPIError,
    TransferClient,
    TransferData,
)
from tests.e2e.scale.balancer import Balancer
from tests.e2e.scale.network import Host, Network
from tests.e2e.scale.service import Service, start_all
from tests.e2e.services import CLIENT_ID

APIS, WORKERS, NODES, PEOPLE, TASKS_EACH = 2, 3, 4, 10, 3
TASKS_AT_ONCE = 24  # of a worker, so that those that are left can take over from another
_API_PORT = 8443
_PASSWORD = "correct horse battery staple"
_OWNER = "owner@lab.example"
_BIG = 24 << 20
_SMALL_FILES = 100
# Bytes a second and node: slow enough that there is time to kill something, and as fast as it goes.
SLOW, FAST = "in=2MB", "in=1GB"


class Site:
    """A deployment that runs.

    :param folder: with a data directory for each process in it
    """

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.network = Network()
        self.database = Database(database_url)
        hosts = [self.network.host(2 + number) for number in range(APIS + WORKERS + NODES)]
        self._api_hosts, rest = hosts[:APIS], hosts[APIS:]
        addresses = [(host.address, _API_PORT) for host in self._api_hosts]
        self.balancer = Balancer(self.network.here, addresses)
        self.base_url = f"https://{self.network.here}:{self.balancer.port}"
        self.bundle = folder / "bundle.pem"
        self._certify()
        self.apis = [self._api(n, host) for n, host in enumerate(self._api_hosts, 1)]
        self.workers = [self._worker(n, host) for n, host in enumerate(rest[:WORKERS], 1)]
        self.nodes: list[Service] = []
        self._node_hosts = rest[WORKERS:]
        self.guests: list[str] = []
        self.clients: list[TransferClient] = []

    def build(self) -> None:
        """Start everything for the first time."""
        self.apis[0].start()
        for name in ("api-2", *(f"worker-{n}" for n in range(1, WORKERS + 1))):
            shutil.copytree(self.folder / "api-1/keys", self.folder / name / "keys")
        start_all([*self.apis[1:], *self.workers])
        self._make_people()
        mapped = [self._add_node(n, host) for n, host in enumerate(self._node_hosts, 1)]
        start_all(self.nodes)
        self._share(mapped)

    def close(self) -> None:
        """Stop everything, and take the network away, whatever went wrong."""
        with ExitStack() as stack:
            for close in (self.network.close, self.database.close, self.balancer.close):
                stack.callback(close)
            for client in self.clients:
                stack.callback(client.close)
            for service in (*self.apis, *self.workers, *self.nodes):
                stack.callback(service.stop)

    def storage(self, node: int) -> Path:
        """The directory that a node serves, from 0."""
        return self.folder / f"storage-{node + 1}"

    def limit(self, rule: str) -> None:
        """Have the nodes go at another speed, within seconds."""
        for number in range(1, NODES + 1):
            change(self.folder / f"node-{number}", None, limits=[rule])

    def submit_all(self, name: str) -> dict[str, tuple[int, str]]:
        """The tasks of all people at once, slowly: of each its destination's node and path."""
        self.limit(SLOW)
        tasks = {}
        for person, client in enumerate(self.clients):
            for number in range(TASKS_EACH):
                source = (person + number) % NODES
                destination = (source + 1 + person % (NODES - 1)) % NODES
                path = f"{name}/{person}-{number}"
                data = TransferData(self.guests[source], self.guests[destination])
                data.add_item("/source", f"/{path}", recursive=True)
                tasks[client.submit_transfer(data)["task_id"]] = (destination, path)
        return tasks

    def busiest(self, tasks: Iterable[str]) -> tuple[Service, set[str]]:
        """The worker that holds most of the tasks, and those that it holds."""
        held: dict[str, set[str]] = {}
        for row in self.rows(tasks).values():
            if row.worker_id is not None:
                held.setdefault(row.worker_id, set()).add(row.id)
        name = max(held, key=lambda each: len(held[each]))
        return self.workers[int(name.removeprefix("worker-")) - 1], held[name]

    def taken_over(self, tasks: set[str], by_others_than: Service) -> float:
        """Wait until others have the tasks, or have ended them; how many seconds that took."""
        name = f"worker-{self.workers.index(by_others_than) + 1}"
        return self.wait(tasks, lambda rows: all(row.worker_id != name for row in rows.values()))

    def rows(self, tasks: Iterable[str]) -> dict[str, Task]:
        """The tasks as the database has them."""
        with self.database.read() as session:
            query = select(Task).where(Task.id.in_(list(tasks)))
            return {task.id: task for task in session.scalars(query)}

    def wait(self, tasks: Iterable[str], what: Callable[[dict[str, Task]], bool]) -> float:
        """Wait until something holds of the tasks; how many seconds that took."""
        began = time.monotonic()
        while not what(rows := self.rows(tasks)):
            states = [(row.status, row.nice_status, row.worker_id) for row in rows.values()]
            assert time.monotonic() - began < 180, states
            time.sleep(0.05)
        return time.monotonic() - began

    def documents(self, tasks: Iterable[str]) -> dict[str, dict[str, Any]]:
        """What their owners are told; asked again while an API process is being restarted."""
        found: dict[str, dict[str, Any]] = {}
        for client in self.clients:
            for document in _patiently(partial(client.task_list, limit=1000)):
                if document["task_id"] in tasks:
                    found[document["task_id"]] = document
        return found

    def history(self, tasks: Iterable[str]) -> list[Any]:
        """All that the database says of tasks that have ended."""
        columns = Task.__table__.columns
        with self.database.read() as session:
            rows = session.execute(select(*columns).where(Task.id.in_(list(tasks))))
            events = session.execute(
                select(Event.task_id, Event.id, Event.code).where(Event.task_id.in_(list(tasks)))
            )
            return [sorted(map(repr, rows)), sorted(map(repr, events))]

    def arrived(self, tasks: dict[str, tuple[int, str]]) -> None:
        """Assert that all files are there, whole, and nothing else is."""
        wanted = _content(self.storage(0) / "source")
        for node, path in tasks.values():
            assert _content(self.storage(node) / path) == wanted

    def _certify(self) -> None:
        """What the public address shows, and who vouches for it."""
        authority = pki.Authority.create(extra_hosts=[self.network.range])
        key = pki.new_private_key()
        request = pki.signing_request(key, "api")
        certificate = authority.certify(
            request, urn=pki.service_urn("api"), hosts=[self.network.here]
        )
        (self.folder / "api.pem").write_bytes(pki.certificate_pem(certificate))
        (self.folder / "api.key").write_bytes(pki.private_pem(key))
        self.bundle.write_bytes(pki.certificate_pem(authority.certificate))

    def environment(self, name: str) -> dict[str, str]:
        """What a process of the services is told."""
        return {
            "ARMILLARY_DATA_DIR": str(self.folder / name),
            "ARMILLARY_BASE_URL": self.base_url,
            "ARMILLARY_DATABASE_URL": self.database.url,
            "ARMILLARY_NODE_HOSTS": self.network.range,
            "SSL_CERT_FILE": str(self.bundle),
        }

    def _service(self, host: Host, name: str, *arguments: str) -> Service:
        log = self.folder / f"{name}.log"
        return Service(host, list(arguments), self.environment(name), log)

    def _api(self, number: int, host: Host) -> Service:
        files = [f"--tls-{kind}={self.folder}/api.{end}" for kind, end in _TLS_FILES]
        place = (f"--host={host.address}", f"--port={_API_PORT}")
        return self._service(host, f"api-{number}", "serve", *place, *files)

    def _worker(self, number: int, host: Host) -> Service:
        name = f"worker-{number}"
        return self._service(host, name, "worker", "--name", name, "--tasks", str(TASKS_AT_ONCE))

    def _make_people(self) -> None:
        for name in (_OWNER, *(f"user{n}@lab.example" for n in range(PEOPLE))):
            create_account(
                self.database,
                username=name,
                password=_PASSWORD,
                name=name,
                email=name,
                organization="",
            )

    def client(self, username: str, scope: str = TRANSFER_ALL) -> TransferClient:
        """A client of somebody who has signed in."""
        with NativeAppAuthClient(CLIENT_ID, base_url=f"{self.base_url}/auth/") as auth:
            auth.oauth2_start_flow(requested_scopes=scope)
            code = authorization_code(auth.oauth2_get_authorize_url(), username, _PASSWORD)
            tokens = auth.oauth2_exchange_code_for_tokens(code).by_resource_server
        token = tokens["transfer.api.globus.org"]["access_token"]
        return TransferClient(
            authorizer=AccessTokenAuthorizer(token), base_url=f"{self.base_url}/transfer/"
        )

    def run(self, host: Host, *arguments: str) -> dict[str, Any]:
        """What a command of an operator on a machine answers."""
        command = [*host.prefix, sys.executable, "-m", "armillary.cli", *arguments, "--json"]
        environment = {**os.environ, **self.environment("api-1")}
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def _add_node(self, number: int, host: Host) -> str:
        """Set up a storage node; the id of its mapped collection."""
        storage, folder = self.storage(number - 1), self.folder / f"node-{number}"
        _fill(storage / "source")
        token = self.run(self._api_hosts[0], "admin", "nodes", "enroll-token", _OWNER)["token"]
        made = self.run(
            host,
            *("node", "setup", str(folder), "--service-url", self.base_url, "--token", token),
            *("--collection", f"Storage {number}={storage}", "--display-name", f"node {number}"),
            *("--host", host.address, "--allow-root"),
        )
        self.nodes.append(self._service(host, f"node-{number}", "node", "run", str(folder)))
        mapped: str = made["collections"][0]["id"]
        return mapped

    def _share(self, mapped: list[str]) -> None:
        """A guest collection on each, which everybody may write to."""
        below = " ".join(f"*{data_access_scope(each)}" for each in mapped)
        with self.client(_OWNER, f"{TRANSFER_ALL}[{below}]") as owner:
            for number, each in enumerate(mapped, 1):
                body = {"host_endpoint_id": each, "host_path": "/", "display_name": f"g{number}"}
                guest = owner.post("/v0.10/shared_endpoint", data=body)["id"]
                owner.add_endpoint_acl_rule(guest, _EVERYBODY)
                self.guests.append(guest)
        self.clients = [self.client(f"user{number}@lab.example") for number in range(PEOPLE)]


_TLS_FILES = (("cert", "pem"), ("key", "key"))
_EVERYBODY = {
    "DATA_TYPE": "access",
    "principal_type": "all_authenticated_users",
    "principal": "",
    "path": "/",
    "permissions": "rw",
}


def _fill(folder: Path) -> None:
    folder.mkdir(parents=True)
    with open(folder / "big", "wb") as file:
        for number in range(_BIG >> 20):
            file.write(number.to_bytes(8, "big") * (1 << 17))
    for number in range(_SMALL_FILES):
        (folder / f"f{number}").write_bytes(number.to_bytes(4, "big") * 256)


def _content(folder: Path) -> dict[str, int]:
    return {path.name: hash(path.read_bytes()) for path in folder.iterdir()}


def _patiently(call: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + 30
    while True:
        try:
            return call()
        except (NetworkError, TransferAPIError):
            if time.monotonic() > deadline:
                raise
