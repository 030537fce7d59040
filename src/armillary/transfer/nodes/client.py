"""Calls to storage nodes: mutual TLS, a ticket in each, answers as documents or lines.

The contract is in docs/architecture.md.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from armillary.core import json_text
from armillary.core.pki import node_urn
from armillary.datalink.ticket import Operation, new_ticket
from armillary.transfer.credentials import Credentials
from armillary.transfer.model import EntityType, Node
from armillary.transfer.store import Place

Document = dict[str, Any]

_CONNECT_SECONDS = 5
# A node says something at least once a second; its storage may take longer for one operation.
_ANSWER_SECONDS = 30


_BLOCK = 64 * 1024
_LONGEST_LINE = 16 * 1024 * 1024
_LONGEST_ANSWER = 256 * 1024 * 1024  # a directory of 100,000 entries with the longest names


class NodeFault(Exception):
    """A node refused or could not be reached.

    :param code: an event code of Transfer, such as ``FILE_NOT_FOUND``
    :param transient: whether trying again can help
    :param at_source: whether it is known that the source had the trouble
    :param authorization_parameters: what the owner of the task has to log in with
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        path: str | None = None,
        transient: bool = False,
        at_source: bool = False,
        authorization_parameters: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.authorization_parameters = authorization_parameters
        self.at_source = at_source
        self.code = code
        self.message = message
        self.path = path
        self.transient = transient

    @classmethod
    def from_document(cls, document: Mapping[str, Any], root: str | None = None) -> NodeFault:
        """The fault that a node reported.

        :param root: the path to which the fault's own path is relative
        """
        return cls(
            str(document.get("code", "UNKNOWN")),
            str(document.get("message", "The storage node gave no reason.")),
            path=_located(root, document.get("path")),
            transient=bool(document.get("transient", False)),
            at_source=bool(document.get("at_source", False)),
            authorization_parameters=_parameters(document.get("authorization_parameters")),
        )


def _parameters(told: object) -> Mapping[str, Any] | None:
    """What to log in with, without what does not have the form that is read here and by clients."""
    if not isinstance(told, Mapping):
        return None
    scopes = told.get("required_scopes", [])
    if isinstance(scopes, list) and all(isinstance(scope, str) for scope in scopes):
        return told
    return {name: value for name, value in told.items() if name != "required_scopes"}


def below(root: str, path: str) -> str:
    """A path relative to a root, as a path of the collection; "" is the root itself."""
    return f"{root.rstrip('/')}/{path}" if path else root


def _located(root: str | None, path: str | None) -> str | None:
    return path if root is None else below(root, path or "")


class _PinnedAdapter(HTTPAdapter):
    """Speaks only with the holder of one certificate."""

    def __init__(self, pinned: str) -> None:
        self._pinned = pinned
        super().__init__(pool_maxsize=32)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, assert_fingerprint=self._pinned)


class NodeClient:
    """Calls nodes in the name of the transfer service; safe to share between threads."""

    def __init__(self, credentials: Credentials) -> None:
        self.credentials = credentials
        self._sessions: dict[str, requests.Session] = {}
        self._lock = threading.Lock()

    def ticket(
        self,
        place: Place,
        operation: Operation,
        *,
        peer: str | None = None,
        roots: Sequence[str] = (),
        task: str | None = None,
        attempt: int = 0,
    ) -> str:
        """A ticket for one operation on a collection.

        :param peer: fingerprint of the certificate that will present it; None means ours
        """
        node = reachable(place)
        return new_ticket(
            audience=node_urn(node.id),
            operation=operation,
            peer=peer or self.credentials.fingerprint,
            collection=place.mapped_id,
            base=place.collection.base_path,
            within=place.root,
            roots=[place.inside(root) for root in roots],
            task=task,
            attempt=attempt,
        ).encode(self.credentials.ticket_key)

    def call(self, node: Node, operation: str, body: Document) -> Document:
        """One call with one answer.

        :raises NodeFault: the node refused, or is not there
        """
        with self._post(node, operation, body) as response:
            for document in _documents(node, response, separator=None, most=_LONGEST_ANSWER):
                return document
        raise _nonsense(node, "nothing")

    @contextmanager
    def stream(self, node: Node, operation: str, body: Document) -> Iterator[Iterator[Document]]:
        """One call whose answer is lines, each given as it arrives; closed at the block's end.

        :raises NodeFault: the node refused, is not there, or went away in the middle
        """
        with self._post(node, operation, body) as response:
            yield _documents(node, response, separator=b"\n", most=_LONGEST_LINE)

    @contextmanager
    def _post(self, node: Node, operation: str, body: Document) -> Iterator[requests.Response]:
        url = f"https://{node.manager_host}:{node.manager_port}/control/{operation}"
        try:
            response = self._session(node).post(
                url,
                data=json_text.dump(body).encode(),
                headers={"Content-Type": "application/json"},
                stream=True,
                timeout=(_CONNECT_SECONDS, _ANSWER_SECONDS),
            )
        except requests.RequestException as error:
            raise _unreachable(node, error) from error
        with response:
            if response.status_code >= 400:
                raise _refusal(node, response)
            yield response

    def _session(self, node: Node) -> requests.Session:
        with self._lock:
            session = self._sessions.get(node.fingerprint)
            if session is None:
                session = self._sessions[node.fingerprint] = self._new_session(node)
            return session

    def _new_session(self, node: Node) -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        session.verify = str(self.credentials.authority_file)
        session.cert = str(self.credentials.certificate_file)
        session.mount("https://", _PinnedAdapter(node.fingerprint))
        return session


def reachable(place: Place) -> Node:
    """The node of a place.

    :raises NodeFault: no node serves the collection, or it is not trusted any more
    """
    if place.node is not None and place.node.revoked_at is not None:
        raise NodeFault(
            "PERMISSION_DENIED",
            f"The storage node '{place.node.display_name}' was revoked by an administrator.",
        )
    if place.node is None:
        raise _not_served(place)
    return place.node


def _not_served(place: Place) -> NodeFault:
    name, host = place.collection.display_name, place.mapped or place.collection
    if host.entity_type != EntityType.PERSONAL:
        return NodeFault(
            "NO_PHYSICALS", f"No storage node serves the collection '{name}'.", transient=True
        )
    return NodeFault(
        "GC_NOT_CONNECTED",
        f"No storage node has joined with the setup key of '{host.display_name}' yet.",
        transient=True,
    )


def _documents(
    node: Node, response: requests.Response, *, separator: bytes | None, most: int
) -> Iterator[Document]:
    """The documents of an answer, of which none may be longer than ``most`` bytes."""
    waiting = bytearray()
    for block in _blocks(node, response):
        waiting += block
        if separator and separator in block:
            *lines, rest = waiting.split(separator)
            waiting = bytearray(rest)
            for line in filter(None, lines):
                yield _document(node, line)
        if len(waiting) > most:
            raise _nonsense(node, "an endless document")
    if waiting:
        yield _document(node, waiting)


def _blocks(node: Node, response: requests.Response) -> Iterator[bytes]:
    try:
        yield from response.iter_content(chunk_size=_BLOCK)
    except requests.RequestException as error:
        raise _unreachable(node, error, code="CONNECTION_BROKEN") from error


def _document(node: Node, text: bytes | bytearray) -> Document:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _nonsense(node, "what is no JSON") from error
    if not isinstance(document, dict):
        raise _nonsense(node, "what is no document")
    return document


def _nonsense(node: Node, what: str) -> NodeFault:
    return NodeFault(
        "ENDPOINT_ERROR", f"The storage node '{node.display_name}' answered {what}.", transient=True
    )


def _unreachable(node: Node, error: Exception, code: str = "CONNECT_FAILED") -> NodeFault:
    if node.personal and code == "CONNECT_FAILED" and not isinstance(error, requests.ReadTimeout):
        code = "GC_NOT_CONNECTED"
    elif isinstance(error, requests.Timeout):
        code = "TIMEOUT"
    return NodeFault(
        code,
        f"The storage node '{node.display_name}' at {node.manager_host}:{node.manager_port} "
        f"does not answer. Is it running?",
        transient=True,
    )


def _refusal(node: Node, response: requests.Response) -> NodeFault:
    try:
        for document in _documents(node, response, separator=None, most=_LONGEST_LINE):
            return NodeFault.from_document(document)
    except NodeFault as fault:
        if fault.code != "ENDPOINT_ERROR":
            return fault
    return NodeFault(
        "ENDPOINT_ERROR",
        f"The storage node answered HTTP status {response.status_code}.",
        transient=response.status_code >= 500,
    )
