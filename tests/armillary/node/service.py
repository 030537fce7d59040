"""A transfer service small enough for tests: it enrols nodes, signs tickets and makes the calls."""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import requests
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from armillary.core import pki
from armillary.core.ids import new_id
from armillary.core.signing import public_pem
from armillary.datalink.ticket import Operation, new_ticket

TOKEN = "one-time"


class FakeService:
    """Issues certificates and tickets, and keeps what nodes tell it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.authority = pki.Authority.create()
        self.ticket_key = Ed25519PrivateKey.generate()
        self.enrolled: dict[str, dict[str, Any]] = {}
        self.fingerprints: dict[str, str] = {}
        self.endpoints: dict[str, str] = {}
        self.heartbeats: list[tuple[str, str]] = []
        self.answer_heartbeats_with: dict[str, str] = {}
        self.revocations: dict[str, str] = {}
        self.certificate = self.issue("transfer", pki.service_urn("transfer"))
        self.fingerprint = pki.fingerprint(self.certificate)
        (folder / "ca.pem").write_bytes(pki.certificate_pem(self.authority.certificate))

    def issue(self, name: str, urn: str) -> x509.Certificate:
        """A certificate and its key, in ``NAME.pem`` and ``NAME.key``."""
        key = pki.new_private_key()
        request = pki.signing_request(key, name)
        certificate = self.authority.certify(request, urn=urn, hosts=["localhost"])
        (self.folder / f"{name}.key").write_bytes(pki.private_pem(key))
        (self.folder / f"{name}.pem").write_bytes(pki.certificate_pem(certificate))
        return certificate

    async def enroll(self, request: web.Request) -> web.Response:
        body = await request.json()
        if body["token"] != TOKEN:
            return web.json_response({"code": "AUTH"}, status=403)
        node_id = new_id()
        certificate = self.authority.certify(
            body["csr"].encode(), urn=pki.node_urn(node_id), hosts=[body["manager"]["host"]]
        )
        self.enrolled[node_id] = body
        self.fingerprints[node_id] = pki.fingerprint(certificate)
        self.endpoints[node_id] = new_id()
        return web.json_response(
            {
                "node_id": node_id,
                "endpoint_id": self.endpoints[node_id],
                "certificate": pki.certificate_pem(certificate).decode(),
                "authority": pki.certificate_pem(self.authority.certificate).decode(),
                "ticket_key": public_pem(self.ticket_key),
                "collections": body["collections"],
            }
        )

    async def heartbeat(self, request: web.Request) -> web.Response:
        self.heartbeats.append((request.match_info["node"], (await request.json())["statement"]))
        answer = {"ticket_key": public_pem(self.ticket_key)} | self.answer_heartbeats_with
        if revocations := self.revocations.get(request.match_info["node"]):
            answer["revocations"] = revocations
        return web.json_response(answer)

    def rotate_ticket_key(self) -> None:
        """Sign tickets with a new key, which heartbeats make known."""
        self.ticket_key = Ed25519PrivateKey.generate()

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/transfer/nodes/enroll", self.enroll)
        app.router.add_post("/transfer/nodes/{node}/heartbeat", self.heartbeat)
        return app


class ServiceThread:
    """The fake service on a port of its own, or a given one."""

    def __init__(self, service: FakeService, port: int = 0) -> None:
        self._wanted_port = port
        self._loop = asyncio.new_event_loop()
        self._runner = web.AppRunner(service.application())
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.port: int = self._call(self._start())

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def _start(self) -> int:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._wanted_port).start()
        port: int = self._runner.addresses[0][1]
        return port

    def _call(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def close(self) -> None:
        self._call(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class NodeClient:
    """Control calls on one node, with the certificate of the service (or another)."""

    def __init__(self, service: FakeService, node: str, collection: str) -> None:
        self.service = service
        self.node = node
        self.collection = collection
        manager = service.enrolled[node]["manager"]
        self.base = f"https://{manager['host']}:{manager['port']}"
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.verify = str(service.folder / "ca.pem")
        self.identify("transfer")

    def identify(self, name: str) -> None:
        """Show another certificate from now on."""
        folder = self.service.folder
        self.session.cert = (str(folder / f"{name}.pem"), str(folder / f"{name}.key"))

    @property
    def fingerprint(self) -> str:
        return self.service.fingerprints[self.node]

    @property
    def address(self) -> dict[str, Any]:
        """The data port, as the node enrolled it."""
        data: dict[str, Any] = self.service.enrolled[self.node]["data"]
        return data

    def ticket(
        self,
        operation: Operation,
        *,
        peer: str | None = None,
        key: Ed25519PrivateKey | None = None,
        **claims: Any,
    ) -> str:
        """A signed ticket; with another key than the service's, a forged one."""
        ticket = new_ticket(
            audience=pki.node_urn(self.node),
            operation=operation,
            peer=peer or self.service.fingerprint,
            collection=self.collection,
            **claims,
        )
        return ticket.encode(key or self.service.ticket_key)

    def call(self, name: str, document: Mapping[str, Any]) -> requests.Response:
        return self.session.post(f"{self.base}/control/{name}", json=document, timeout=30)

    def lines(self, name: str, document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The lines of a streamed answer."""
        with self.session.post(
            f"{self.base}/control/{name}", json=document, stream=True, timeout=60
        ) as response:
            assert response.status_code == 200, response.text
            for line in response.iter_lines(chunk_size=None):
                yield json.loads(line)

    def close(self) -> None:
        self.session.close()


def pull_request(
    source: NodeClient,
    destination: NodeClient,
    units: Sequence[Mapping[str, Any]],
    *,
    source_roots: Sequence[str],
    roots: Sequence[str],
    task: str | None = None,
    attempt: int = 1,
    options: Mapping[str, Any] | None = None,
    address: Mapping[str, Any] | None = None,
    **claims: Any,
) -> dict[str, Any]:
    """The body of a pull of some units."""
    common: dict[str, Any] = {"task": task or new_id(), "attempt": attempt}
    return {
        "ticket": destination.ticket("write", roots=roots, **common, **claims),
        "read_ticket": source.ticket(
            "read", peer=destination.fingerprint, roots=source_roots, **common, **claims
        ),
        "source": {
            **(address or source.address),
            "node": source.node,
            "fingerprint": source.fingerprint,
        },
        "options": {"verify": True, "algorithm": None, "preserve_timestamp": True}
        | dict(options or {}),
        "units": list(units),
    }


def client_context(service: FakeService, name: str) -> ssl.SSLContext:
    """TLS as a client with one of the service's certificates."""
    context = ssl.create_default_context(cafile=str(service.folder / "ca.pem"))
    context.check_hostname = False
    context.load_cert_chain(service.folder / f"{name}.pem", service.folder / f"{name}.key")
    return context
