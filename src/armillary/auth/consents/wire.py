"""Consent documents of the Auth API."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from armillary.auth.consents.model import Consent
from armillary.auth.consents.rules import Node


def consent_documents(nodes: Iterable[Node]) -> list[dict[str, Any]]:
    """A forest of consents, each with the path of ids from its root.

    :param nodes: parents before children
    """
    path_of: dict[int, list[int]] = {}
    documents = []
    for consent, scope_string in nodes:
        above = [] if consent.parent_id is None else path_of[consent.parent_id]
        path_of[consent.id] = [*above, consent.id]
        documents.append(_document(consent, scope_string, path_of[consent.id]))
    return documents


def _document(consent: Consent, scope_string: str, path: list[int]) -> dict[str, Any]:
    return {
        "id": consent.id,
        "client": consent.client_id,
        "scope": consent.scope_id,
        "scope_name": scope_string,
        "effective_identity": consent.identity_id,
        "dependency_path": path,
        "created": _iso(consent.created),
        "updated": _iso(consent.updated),
        "last_used": _iso(consent.last_used),
        "status": "approved",
        "allows_refresh": consent.allows_refresh,
        "auto_approved": consent.auto_approved,
        "atomically_revocable": consent.atomically_revocable,
    }


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
