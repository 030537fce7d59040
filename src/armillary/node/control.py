"""The control calls: what the transfer service has this node do (``/control/...``).

The caller shows the transfer service's certificate and, in each body, a ticket for it. The calls
and their documents are described in docs/architecture.md.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, TypeVar

from aiohttp import web
from cryptography import x509

from armillary import __version__
from armillary.core import json_text
from armillary.core.pki import fingerprint, service_urn, urn_of
from armillary.datalink.ticket import Operation, Ticket
from armillary.datalink.units import Unit, parse_options, parse_unit
from armillary.node import walk
from armillary.node.checksum import checksums, parse_files
from armillary.node.connectors.base import Storage
from armillary.node.discard import discard
from armillary.node.errors import NodeError, malformed
from armillary.node.hashing import hasher
from armillary.node.identity import Identity, Source, dial
from armillary.node.jobs import Post
from armillary.node.pull import Pull
from armillary.node.pulls import Pulls
from armillary.node.route import LocalRoute, RemoteRoute, Route
from armillary.node.tickets import Gate

_SERVICE = service_urn("transfer")
MAX_BODY = 64 * 1024 * 1024
"""Bytes of a call at most: a pull names its files."""

_ALIVE_EVERY = 1.0
_T = TypeVar("_T")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Control:
    """The handlers of the control calls.

    :param node_id: who we are
    :param data_port: where other nodes reach us, told by the health call
    """

    def __init__(self, gate: Gate, identity: Identity, *, node_id: str, data_port: int) -> None:
        self._gate = gate
        self._identity = identity
        self._node_id = node_id
        self._data_port = data_port
        self._pulls = Pulls()

    def application(self) -> web.Application:
        """The calls as an application to be mounted at ``/control``."""
        app = web.Application(middlewares=[_errors, _only_service])
        app.router.add_get("/health", self.health)
        for name in (
            "list",
            "stat",
            "mkdir",
            "rename",
            "symlink",
            "remove",
            "walk",
            "checksum",
            "pull",
            "ticket",
            "stop",
            "discard",
        ):
            app.router.add_post(f"/{name}", getattr(self, f"handle_{name}"))
        return app

    async def health(self, request: web.Request) -> web.Response:
        """Who the node is, and where its data port is: ``GET /control/health``."""
        return _json({"node": self._node_id, "version": __version__, "data_port": self._data_port})

    async def handle_list(self, request: web.Request) -> web.Response:
        """A directory: ``POST /control/list``."""
        body, ticket = await self._admit(request, "list")
        path = _text(body, "path")
        limit = int(body.get("limit", 100_000))
        hidden = bool(body.get("show_hidden", True))

        def work(storage: Storage) -> dict[str, Any]:
            entries, more = walk.list_directory(storage, path, show_hidden=hidden, limit=limit)
            shown = f"/{path.strip('/')}/".replace("//", "/")
            return {
                "path": shown,
                "absolute_path": shown,
                "entries": [entry.document() for entry in entries],
                "truncated": more,
            }

        return _json(await self._do(ticket, work))

    async def handle_stat(self, request: web.Request) -> web.Response:
        """One entry: ``POST /control/stat``."""
        body, ticket = await self._admit(request, "list")
        path = _text(body, "path")
        return _json(await self._do(ticket, lambda storage: storage.stat(path).document()))

    async def handle_mkdir(self, request: web.Request) -> web.Response:
        """Make a directory: ``POST /control/mkdir``."""
        body, ticket = await self._admit(request, "modify")
        path = _text(body, "path")
        await self._do(ticket, lambda storage: storage.make_directory(path))
        return _json({})

    async def handle_rename(self, request: web.Request) -> web.Response:
        """Give something another path: ``POST /control/rename``."""
        body, ticket = await self._admit(request, "modify")
        old, new = _text(body, "old_path"), _text(body, "new_path")
        await self._do(ticket, lambda storage: storage.rename(old, new))
        return _json({})

    async def handle_symlink(self, request: web.Request) -> web.Response:
        """Make a symbolic link: ``POST /control/symlink``."""
        body, ticket = await self._admit(request, "modify")
        path, target = _text(body, "path"), _text(body, "target")
        await self._do(ticket, lambda storage: storage.make_symlink(path, target))
        return _json({})

    async def handle_remove(self, request: web.Request) -> web.StreamResponse:
        """Remove files and trees, a line for what is done: ``POST /control/remove``."""
        body, ticket = await self._admit(request, "modify")
        paths = [_text(item, "path") for item in _list(body, "items")]

        def lines(storage: Storage) -> Iterator[walk.Line]:
            return walk.remove(
                storage,
                paths,
                recursive=bool(body.get("recursive", False)),
                ignore_missing=bool(body.get("ignore_missing", False)),
                interpret_globs=bool(body.get("interpret_globs", False)),
            )

        return await self._stream(request, ticket, lines)

    async def handle_walk(self, request: web.Request) -> web.StreamResponse:
        """What lies below some paths, line by line: ``POST /control/walk``."""
        body, ticket = await self._admit(request, "read")
        roots = walk.parse_walk_items(_list(body, "items"), ticket.roots)
        includes = walk.parse_filter_rules(body.get("filter_rules") or [])
        in_order = bool(body.get("in_order", False))

        def lines(storage: Storage) -> Iterator[walk.Line]:
            return walk.walk(storage, roots, includes=includes, in_order=in_order)

        return await self._stream(request, ticket, lines)

    async def handle_checksum(self, request: web.Request) -> web.StreamResponse:
        """Digests of files, line by line: ``POST /control/checksum``."""
        body, ticket = await self._admit(request, "read")
        files = parse_files(_list(body, "files"), ticket)
        algorithm = _text(body, "algorithm")
        hasher(algorithm)  # an unknown one is refused before the answer begins
        return await self._stream(
            request, ticket, lambda storage: checksums(storage, files, algorithm)
        )

    async def handle_pull(self, request: web.Request) -> web.StreamResponse:
        """Fetch units from another node, telling how far they are: ``POST /control/pull``."""
        body, ticket = await self._admit(request, "write")
        lines: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def post(line: dict[str, Any]) -> None:
            loop.call_soon_threadsafe(lines.put_nowait, line)

        pull = self._pull(body, ticket, post)
        try:
            await self._pulls.begin(pull)
            response = await _ndjson(request)
            await _tell_progress(response, pull, lines)
        finally:
            # also when the worker's connection goes: a worker holds its pulls while it lives
            await asyncio.shield(self._pulls.end(pull))
        return response

    def _pull(self, body: Mapping[str, Any], ticket: Ticket, post: Post) -> Pull:
        source = Source.parse(body.get("source"))
        units = _units(body)
        self._gate.use_up(ticket)
        return Pull(
            ticket=ticket,
            read_ticket=_text(body, "read_ticket"),
            units=units,
            options=parse_options(body.get("options") or {}),
            gate=self._gate,
            route=self._route(source),
            post=post,
        )

    def _route(self, source: Source) -> Route:
        if source.node == self._node_id:
            return LocalRoute(self._identity.fingerprint)
        return RemoteRoute(lambda: dial(source, self._identity.data_client))

    async def handle_ticket(self, request: web.Request) -> web.Response:
        """A later ticket for a pull under way: ``POST /control/ticket``."""
        body, ticket = await self._admit(request, "write")
        self._pulls.renew(ticket, _text(body, "read_ticket"))
        return _json({})

    async def handle_stop(self, request: web.Request) -> web.Response:
        """Stop the pulls of a task: ``POST /control/stop``."""
        _, ticket = await self._admit(request, "write")
        return _json({"stopped": await self._pulls.stop(ticket)})

    async def handle_discard(self, request: web.Request) -> web.Response:
        """Remove partial files of units: ``POST /control/discard``."""
        body, ticket = await self._admit(request, "write")
        units = _units(body)
        await self._pulls.stop(ticket)
        removed = await self._do(ticket, lambda storage: discard(storage, ticket, units))
        return _json({"removed": removed})

    async def close(self) -> None:
        """Stop what runs."""
        await self._pulls.stop_all()

    async def _admit(
        self, request: web.Request, operation: Operation
    ) -> tuple[dict[str, Any], Ticket]:
        try:
            body = json_text.load(await request.read())
        except ValueError as error:
            raise malformed(str(error)) from error
        if not isinstance(body, dict):
            raise malformed("the body is no object")
        ticket = self._gate.check(body.get("ticket"), operation, peer=request["fingerprint"])
        return body, ticket

    async def _do(self, ticket: Ticket, work: Callable[[Storage], _T]) -> _T:
        def run() -> _T:
            with self._gate.storage(ticket) as storage:
                done = work(storage)
                storage.flush()
                return done

        return await asyncio.to_thread(run)

    async def _stream(
        self,
        request: web.Request,
        ticket: Ticket,
        lines: Callable[[Storage], Iterator[walk.Line]],
    ) -> web.StreamResponse:
        storage = await asyncio.to_thread(self._gate.storage, ticket)
        with storage:
            response = await _ndjson(request)
            produced = lines(storage)
            while line := await asyncio.to_thread(next, produced, None):
                await response.write(_line(line))
                if self._gate.is_overtaken(ticket):
                    break  # without the line that says it is done
        await response.write_eof()
        return response


async def _tell_progress(
    response: web.StreamResponse, pull: Pull, lines: asyncio.Queue[dict[str, Any]]
) -> None:
    loop = asyncio.get_running_loop()
    next_alive = loop.time() + _ALIVE_EVERY
    ended = False
    while not ended:
        try:
            async with asyncio.timeout_at(next_alive):
                batch = [await lines.get()]
            while not lines.empty():
                batch.append(lines.get_nowait())
        except TimeoutError:
            batch = [{"alive": True, "bytes": pull.received}]
            next_alive += _ALIVE_EVERY  # no drift
        await response.write(b"".join(map(_line, batch)))
        ended = "end" in batch[-1]
    await response.write_eof()


@web.middleware
async def _errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except NodeError as error:
        return _json(error.document(), status=error.status)
    except sqlite3.Error as error:
        message = f"The node can't use its own database, in its folder: {error}."
        return _json(NodeError("ENDPOINT_ERROR", message).document(), status=500)
    except web.HTTPException as error:
        code = "BAD_REQUEST" if error.status < 500 else "INTERNAL_ERROR"
        return _json(NodeError(code, f"{error.reason}.").document(), status=error.status)


@web.middleware
async def _only_service(request: web.Request, handler: Handler) -> web.StreamResponse:
    certificate = _client_certificate(request)
    if certificate is None or urn_of(certificate) != _SERVICE:
        raise NodeError("AUTH", "Control calls need the transfer service's certificate.")
    request["fingerprint"] = fingerprint(certificate)
    return await handler(request)


def _client_certificate(request: web.Request) -> x509.Certificate | None:
    connection = request.transport.get_extra_info("ssl_object") if request.transport else None
    encoded = connection.getpeercert(binary_form=True) if connection else None
    return x509.load_der_x509_certificate(encoded) if encoded else None


def _json(document: dict[str, Any], status: int = 200) -> web.Response:
    return web.json_response(document, status=status)


def _line(document: dict[str, Any]) -> bytes:
    return json_text.dump(document).encode() + b"\n"


async def _ndjson(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
    await response.prepare(request)
    return response


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise malformed(f"{name!r} is no text")
    return value


def _units(body: Mapping[str, Any]) -> list[Unit]:
    try:
        return [parse_unit(unit) for unit in _list(body, "units")]
    except ValueError as error:
        raise malformed(str(error)) from error


def _list(body: Mapping[str, Any], name: str) -> list[Any]:
    value = body.get(name)
    if not isinstance(value, list):
        raise malformed(f"{name!r} is no list")
    return value
