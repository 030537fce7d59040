"""Nodes join with a one-time token, and say that they live with signed statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.core.ids import new_id, secret_hash
from armillary.core.pki import Authority, certificate_pem, fingerprint, node_urn
from armillary.core.well_known import LONGEST_TIMEOUT_MINS
from armillary.transfer.errors import AuthenticationFailed, BadRequest, EndpointNotFound
from armillary.transfer.model import Collection, EnrollmentToken, EntityType, Node
from armillary.transfer.nodes.revoke import revocation_list
from armillary.transfer.submission import Id

_TOKEN_LIFETIME = timedelta(hours=24)
_RENEW_BEFORE = timedelta(days=30)
HEARTBEAT_KIND = "node-heartbeat+jwt"


class Address(BaseModel):
    """Where a node listens, as others reach it."""

    host: str = Field(min_length=1, max_length=255)
    port: int = Field(ge=1, le=65535)


class CollectionSettings(BaseModel):
    """What a node's owner decided about a mapped collection, as far as the service sees to it."""

    authentication_timeout_mins: Annotated[int, Field(ge=1, le=LONGEST_TIMEOUT_MINS)] | None = None


class EnrolledCollection(CollectionSettings):
    """A mapped collection that a node brings along."""

    id: Id
    display_name: str = Field(min_length=1, max_length=256)


class Enrolment(BaseModel):
    """Body of ``POST /nodes/enroll``."""

    token: str
    csr: str
    manager: Address
    data: Address
    display_name: str = Field(min_length=1, max_length=256)
    collections: list[EnrolledCollection] = []


def allow_node(session: Session, token: str, *, owner_id: str) -> EnrollmentToken:
    """Let the holder of a token enrol one node, whose collections then belong to an identity."""
    token_hash = secret_hash(token)
    row = session.get(EnrollmentToken, token_hash)
    if row is None:
        row = EnrollmentToken(
            token_hash=token_hash, owner_id=owner_id, expires_at=utcnow() + _TOKEN_LIFETIME
        )
        session.add(row)
    return row


def enroll(session: Session, enrolment: Enrolment, authority: Authority) -> dict[str, Any]:
    """Take a node in: spend its token, certify its key, register its collections.

    :raises AuthenticationFailed: the token is unknown, spent or expired
    :raises BadRequest: the certificate request is not one
    """
    token = _valid_token(session, enrolment.token)
    if token.used_at is not None:
        return _again(session, token, enrolment, authority)
    node_id, endpoint_id = new_id(), new_id()
    certificate = _certify(authority, enrolment.csr, node_id, _hosts(enrolment))
    token.used_at, token.node_id = utcnow(), node_id
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
    return _answer(node_id, endpoint_id, certificate, authority, enrolment)


def _answer(
    node_id: str,
    endpoint_id: str,
    certificate: x509.Certificate,
    authority: Authority,
    enrolment: Enrolment,
) -> dict[str, Any]:
    return {
        "node_id": node_id,
        "endpoint_id": endpoint_id,
        "certificate": certificate_pem(certificate).decode(),
        "authority": certificate_pem(authority.certificate).decode(),
        "collections": [c.model_dump() for c in enrolment.collections],
    }


def _valid_token(session: Session, token: str) -> EnrollmentToken:
    row = session.get(EnrollmentToken, secret_hash(token), with_for_update=True)
    # How long a spent one is good for does not matter: only its node's key opens anything with it.
    if row is None or (row.used_at is None and row.expires_at < utcnow()):
        raise _token_refused()
    return row


def _token_refused() -> AuthenticationFailed:
    return AuthenticationFailed(
        "The enrolment token is not valid: it works once, within a day. Ask for a new one."
    )


def _again(
    session: Session, token: EnrollmentToken, enrolment: Enrolment, authority: Authority
) -> dict[str, Any]:
    """The answer that a node lost, for the holder of the same key only."""
    node = session.get(Node, token.node_id) if token.node_id else None
    if node is None or node.revoked_at is not None:
        raise _token_refused()
    asked = _certify(authority, enrolment.csr, node.id, _hosts(enrolment))
    known = x509.load_pem_x509_certificate(node.certificate.encode())
    if _key_of(asked) != _key_of(known):
        raise _token_refused()
    query = select(Collection.id).where(
        Collection.node_id == node.id, Collection.entity_type == EntityType.ENDPOINT
    )
    endpoint_id = session.scalars(query).one()
    node.certificate = certificate_pem(asked).decode()
    node.fingerprint = fingerprint(asked)
    return _answer(node.id, endpoint_id, asked, authority, enrolment)


def _key_of(certificate: x509.Certificate) -> bytes:
    return certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _hosts(enrolment: Enrolment) -> Sequence[str]:
    return sorted({enrolment.manager.host, enrolment.data.host})


def _certify(
    authority: Authority, csr: str, node_id: str, hosts: Sequence[str]
) -> x509.Certificate:
    for host in hosts:
        if not authority.permits(host):
            raise BadRequest(
                f"This deployment's authority can't vouch for '{host}'. The names and networks of "
                "storage nodes are set as ARMILLARY_NODE_HOSTS before the first start."
            )
    try:
        return authority.certify(csr.encode(), urn=node_urn(node_id), hosts=hosts)
    except ValueError as error:
        raise BadRequest(f"The certificate request is not valid: {error}.") from error


def _collections(
    enrolment: Enrolment, node_id: str, endpoint_id: str, owner_id: str
) -> list[Collection]:
    def row(
        collection_id: str, entity_type: EntityType, name: str, timeout: int | None = None
    ) -> Collection:
        return Collection(
            id=collection_id,
            entity_type=entity_type,
            display_name=name,
            owner_identity_id=owner_id,
            owner_string=enrolment.display_name,
            endpoint_id=endpoint_id,
            node_id=node_id,
            base_path="/",
            authentication_timeout_mins=timeout,
        )

    return [
        row(endpoint_id, EntityType.ENDPOINT, enrolment.display_name),
        *(
            row(c.id, EntityType.MAPPED, c.display_name, c.authentication_timeout_mins)
            for c in enrolment.collections
        ),
    ]


def _register(session: Session, row: Collection) -> None:
    existing = session.get(Collection, row.id)
    if existing is not None:
        return _take_over(session, existing, row)
    session.add(row)


def _take_over(session: Session, existing: Collection, row: Collection) -> None:
    """Let a collection come back with its owner's new node after the old one was revoked."""
    former = session.get(Node, existing.node_id) if existing.node_id else None
    same = (existing.entity_type, existing.owner_identity_id) == (
        row.entity_type,
        row.owner_identity_id,
    )
    if former is None or former.revoked_at is None or not same:
        raise BadRequest(f"There is a collection with the id {row.id} already.")
    session.execute(
        update(Collection)
        .where(Collection.mapped_collection_id == existing.id)
        .values(node_id=row.node_id, endpoint_id=row.endpoint_id)
    )
    existing.node_id, existing.endpoint_id = row.node_id, row.endpoint_id
    existing.authentication_timeout_mins = row.authentication_timeout_mins


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
    if node.revoked_at is not None:
        raise AuthenticationFailed(f"The node '{node_id}' was revoked by an administrator.")
    claims = _verified(statement, node, audience)
    manager, data = Address(**claims["manager"]), Address(**claims["data"])
    node.manager_host, node.manager_port = manager.host, manager.port
    node.data_host, node.data_port = data.host, data.port
    node.last_seen = utcnow()
    _learn_settings(session, node, claims.get("collections", {}))
    renewal = _renewal(node, claims, authority)
    return {**renewal, "revocations": revocation_list(session, authority)}


_SETTINGS = TypeAdapter(dict[Id, CollectionSettings])


def _learn_settings(session: Session, node: Node, told: Any) -> None:
    """Take in what the node's owner decided about its collections; of others nothing is heard.

    Nodes of earlier versions tell of none, and theirs stay as they are.

    :raises BadRequest: it makes no sense
    """
    try:
        settings = _SETTINGS.validate_python(told)
    except ValidationError as error:
        raise BadRequest("The settings of the node's collections are not understood.") from error
    mine = (Collection.node_id == node.id, Collection.entity_type == EntityType.MAPPED)
    for row in session.scalars(select(Collection).where(Collection.id.in_(settings), *mine)):
        row.authentication_timeout_mins = settings[row.id].authentication_timeout_mins


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


def _renewal(node: Node, claims: dict[str, Any], authority: Authority) -> dict[str, Any]:
    # It may have died before it kept the last one.
    if claims.get("certificate", node.fingerprint) != node.fingerprint:
        return {"certificate": node.certificate}
    csr = claims.get("csr")
    current = x509.load_pem_x509_certificate(node.certificate.encode())
    if csr is None or utcnow() < current.not_valid_after_utc - _RENEW_BEFORE:
        return {}
    hosts = sorted({node.manager_host, node.data_host})
    renewed = _certify(authority, csr, node.id, hosts)
    node.certificate = certificate_pem(renewed).decode()
    node.fingerprint = fingerprint(renewed)
    return {"certificate": node.certificate}
