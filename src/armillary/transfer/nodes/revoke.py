"""Nodes that are trusted no longer, and what an operator sees of nodes."""

from __future__ import annotations

from typing import Any

from cryptography import x509
from sqlalchemy import select
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.core.pki import Authority
from armillary.datalink.revocation import Revocations
from armillary.transfer.errors import EndpointNotFound
from armillary.transfer.model import HOSTS, Collection, Node


def revoke_node(session: Session, node_id: str) -> Node:
    """Trust a node no longer, for good; again is no error.

    :raises EndpointNotFound: no such node
    """
    node = session.get(Node, node_id)
    if node is None:
        raise EndpointNotFound(f"There is no node {node_id}.")
    node.revoked_at = node.revoked_at or utcnow()
    return node


def revocation_list(session: Session, authority: Authority) -> str:
    """The signed list that nodes get with each heartbeat."""
    revoked = session.scalars(select(Node.id).where(Node.revoked_at.is_not(None)))
    return Revocations(frozenset(revoked)).encode(authority.key)


def describe_nodes(session: Session) -> list[dict[str, Any]]:
    """All nodes, by name, with their mapped collections."""
    mapped: dict[str | None, list[str]] = {}
    query = select(Collection).where(Collection.entity_type.in_(HOSTS))
    for collection in session.scalars(query):
        mapped.setdefault(collection.node_id, []).append(collection.id)
    nodes = session.scalars(select(Node).order_by(Node.display_name, Node.id))
    return [_document(node, sorted(mapped.get(node.id, []))) for node in nodes]


def _document(node: Node, collections: list[str]) -> dict[str, Any]:
    certificate = x509.load_pem_x509_certificate(node.certificate.encode())
    return {
        "id": node.id,
        "display_name": node.display_name,
        "manager": f"{node.manager_host}:{node.manager_port}",
        "data": f"{node.data_host}:{node.data_port}",
        "last_seen": node.last_seen,
        "certificate_expires": certificate.not_valid_after_utc,
        "fingerprint": node.fingerprint,
        "revoked_at": node.revoked_at,
        "collections": collections,
    }
