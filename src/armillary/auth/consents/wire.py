"""Consent documents of the Auth API."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from armillary.auth.consents.rules import Node


def consent_documents(nodes: Iterable[Node]) -> list[dict[str, Any]]:
    """A forest of consents, each with the path of ids from its root.

    :param nodes: parents before children
    """
    path_of: dict[int, list[int]] = {}
    documents = []
    for node in nodes:
        above = [] if node.parent_id is None else path_of[node.parent_id]
        path_of[node.id] = [*above, node.id]
        documents.append(_document(node, path_of[node.id]))
    return documents


def _document(node: Node, path: list[int]) -> dict[str, Any]:
    return {
        "id": node.id,
        "client": node.client_id,
        "scope": node.scope_id,
        "scope_name": node.scope_string,
        "effective_identity": node.identity_id,
        "dependency_path": path,
        "created": _iso(node.created),
        "updated": _iso(node.updated),
        "last_used": _iso(node.last_used),
        "status": "approved",
        "allows_refresh": node.allows_refresh,
        "auto_approved": node.auto_approved,
        "atomically_revocable": node.atomically_revocable,
    }


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
