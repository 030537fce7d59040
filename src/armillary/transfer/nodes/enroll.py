"""Nodes join with a one-time token, and say that they live with signed statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.core.ids import new_id, secret_hash
from armillary.core.pki import Authority, certificate_pem, fingerprint, node_urn
from armillary.transfer.errors import AuthenticationFailed, BadRequest, EndpointNotFound
from armillary.transfer.model import Collection, EnrollmentToken, EntityType, Node

_TOKEN_LIFETIME = timedelta(hours=24)
_RENEW_BEFORE = timedelta(days=30)
HEARTBEAT_KIND = "node-heartbeat+jwt"


class Address(BaseModel):
    """Where a node listens, as others reach it."""

    host: str = Field(min_length=1, max_length=255)
    port: int = Field(ge=1, le=65535)


class EnrolledCollection(BaseModel):
    """A mapped collection that a node brings along."""

    id: str
    display_name: str = Field(min_length=1, max_length=256)


class Enrolment(BaseModel):
    """Body of ``POST /nodes/enroll``."""

    token: str
    csr: str
    manager: Address
    data: Address
    display_name: str = Field(min_length=1, max_length=256)
    collections: list[EnrolledCollection] = []


def allow_node(session: Session, token: str, *, owner_id: str) -> None:
    """Let the holder of a token enrol one node, whose collections then belong to an identity."""
    token_hash = secret_hash(token)
    if session.get(EnrollmentToken, token_hash) is None:
        session.add(
            EnrollmentToken(
                token_hash=token_hash, owner_id=owner_id, expires_at=utcnow() + _TOKEN_LIFETIME
            )
        )


def enroll(session: Session, enrolment: Enrolment, authority: Authority) -> dict[str, Any]:
    """Take a node in: spend its token, certify its key, register its collections.

    :raises AuthenticationFailed: the token is unknown, spent or expired
    :raises BadRequest: the certificate request is not one
    """
    token = _spend(session, enrolment.token)
    node_id, endpoint_id = new_id(), new_id()
    certificate = _certify(authority, enrolment.csr, node_id, _hosts(enrolment))
    session.add(
        Node(
            id=node_id,
            display_name=enrolment.display_name,
            certificate=certificate_pem(certificate).decode(),
            fingerprint=fingerprint(certificate),
            manager_host=enrolment.manager.host,
            manager_port=enrolment.manager.port,
            data_host=enrolment.data.host,
            data_port=enrolment.data.port,
            last_seen=utcnow(),
        )
    )
    for row in _collections(enrolment, node_id, endpoint_id, token.owner_id):
        _register(session, row)
    return {
        "node_id": node_id,
        "endpoint_id": endpoint_id,
        "certificate": certificate_pem(certificate).decode(),
        "authority": certificate_pem(authority.certificate).decode(),
        "collections": [c.model_dump() for c in enrolment.collections],
    }


def _spend(session: Session, token: str) -> EnrollmentToken:
    row = session.get(EnrollmentToken, secret_hash(token), with_for_update=True)
    if row is None or row.used_at is not None or row.expires_at < utcnow():
        raise AuthenticationFailed(
            "The enrolment token is not valid: it works once, within a day. Ask for a new one."
        )
    row.used_at = utcnow()
    return row


def _hosts(enrolment: Enrolment) -> Sequence[str]:
    return sorted({enrolment.manager.host, enrolment.data.host})


def _certify(
    authority: Authority, csr: str, node_id: str, hosts: Sequence[str]
) -> x509.Certificate:
    try:
        return authority.certify(csr.encode(), urn=node_urn(node_id), hosts=hosts)
    except ValueError as error:
        raise BadRequest(f"The certificate request is not valid: {error}.") from error


def _collections(
    enrolment: Enrolment, node_id: str, endpoint_id: str, owner_id: str
) -> list[Collection]:
    def row(collection_id: str, entity_type: EntityType, name: str) -> Collection:
        return Collection(
            id=collection_id,
            entity_type=entity_type,
            display_name=name,
            owner_identity_id=owner_id,
            owner_string=enrolment.display_name,
            endpoint_id=endpoint_id,
            node_id=node_id,
            base_path="/",
        )

    return [
        row(endpoint_id, EntityType.ENDPOINT, enrolment.display_name),
        *(row(c.id, EntityType.MAPPED, c.display_name) for c in enrolment.collections),
    ]


def _register(session: Session, row: Collection) -> None:
    if session.get(Collection, row.id) is not None:
        raise BadRequest(f"There is a collection with the id {row.id} already.")
    session.add(row)


def heartbeat(
    session: Session, node_id: str, statement: str, *, audience: str, authority: Authority
) -> dict[str, Any]:
    """Note that a node lives and where it listens; renew its certificate when that is due.

    :param statement: a JWS that the node signed with its TLS key
    :param audience: the transfer service's URL, for which the statement must be made
    :raises EndpointNotFound: no such node
    :raises AuthenticationFailed: the statement is not that node's
    """
    node = session.get(Node, node_id)
    if node is None:
        raise EndpointNotFound(f"No such node '{node_id}'. Enrol it again.")
    claims = _verified(statement, node, audience)
    manager, data = Address(**claims["manager"]), Address(**claims["data"])
    node.manager_host, node.manager_port = manager.host, manager.port
    node.data_host, node.data_port = data.host, data.port
    node.last_seen = utcnow()
    return _renewal(node, claims.get("csr"), authority)


def _verified(statement: str, node: Node, audience: str) -> dict[str, Any]:
    certificate = x509.load_pem_x509_certificate(node.certificate.encode())
    key = certificate.public_key()
    try:
        if not isinstance(key, EllipticCurvePublicKey):
            raise jwt.InvalidKeyError("not an elliptic-curve key")
        if jwt.get_unverified_header(statement).get("typ") != HEARTBEAT_KIND:
            raise jwt.InvalidTokenError(f"not a {HEARTBEAT_KIND}")
        claims: dict[str, Any] = jwt.decode(
            statement,
            key,
            algorithms=["ES256"],
            audience=audience,
            options={"require": ["exp", "iat", "aud", "manager", "data"]},
        )
    except jwt.PyJWTError as error:
        raise AuthenticationFailed(f"The statement is not the node's: {error}.") from error
    return claims


def _renewal(node: Node, csr: str | None, authority: Authority) -> dict[str, Any]:
    current = x509.load_pem_x509_certificate(node.certificate.encode())
    if csr is None or utcnow() < current.not_valid_after_utc - _RENEW_BEFORE:
        return {}
    hosts = sorted({node.manager_host, node.data_host})
    renewed = _certify(authority, csr, node.id, hosts)
    node.certificate = certificate_pem(renewed).decode()
    node.fingerprint = fingerprint(renewed)
    return {"certificate": node.certificate}
