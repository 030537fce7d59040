"""Nodes join with a one-time token; that of a personal collection is its setup key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import BaseModel, Field
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.core.ids import new_id, secret_hash
from armillary.core.pki import Authority, certificate_pem, fingerprint, node_urn
from armillary.core.well_known import LONGEST_TIMEOUT_MINS
from armillary.transfer.errors import AuthenticationFailed, BadRequest
from armillary.transfer.model import Collection, EnrollmentToken, EntityType, Node
from armillary.transfer.submission import Id

_TOKEN_LIFETIME = timedelta(hours=24)


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
    """Body of ``POST /nodes/enroll``.

    :param account: the name of the local account that the node runs as
    """

    token: str
    csr: str
    manager: Address
    data: Address
    display_name: str = Field(min_length=1, max_length=256)
    collections: list[EnrolledCollection] = []
    account: Annotated[str, Field(min_length=1, max_length=256)] | None = None


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
    :raises BadRequest: the certificate request is not one, or the node brings along what it may
        not
    """
    token = _valid_token(session, enrolment.token)
    bound = _bound(session, token, enrolment)
    if token.used_at is not None:
        return _again(session, token, enrolment, authority, bound)
    node_id, endpoint_id = new_id(), bound.id if bound else new_id()
    certificate = certify(authority, enrolment.csr, node_id, _hosts(enrolment))
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
            account=enrolment.account,
            personal=bound is not None,
        )
    )
    if bound:
        bound.node_id = node_id
        bound.authentication_timeout_mins = enrolment.collections[0].authentication_timeout_mins
    else:
        for row in _collections(enrolment, node_id, endpoint_id, token.owner_id):
            _register(session, row)
    return _answer(node_id, endpoint_id, certificate, authority, _told(enrolment, bound))


def _bound(session: Session, token: EnrollmentToken, enrolment: Enrolment) -> Collection | None:
    """The personal collection whose setup key the token is, if it is one.

    :raises AuthenticationFailed: the collection is gone
    :raises BadRequest: the node brings another collection, or several
    """
    if token.collection_id is None:
        return None
    collection = session.get(Collection, token.collection_id)
    if collection is None:
        raise _token_refused()
    match enrolment.collections:
        case [one] if collection.id == one.id or collection.display_name == one.display_name:
            return collection
    raise BadRequest(
        f"This setup key is for one collection: name '{collection.display_name}' or "
        f"{collection.id}, and no other, with `--collection` of `armillary node setup`."
    )


def _told(enrolment: Enrolment, bound: Collection | None) -> list[EnrolledCollection]:
    """The node's collections, as they are known from now on, in the order in which it told them."""
    if bound is None:
        return enrolment.collections
    return [EnrolledCollection(id=bound.id, display_name=bound.display_name)]


def _answer(
    node_id: str,
    endpoint_id: str,
    certificate: x509.Certificate,
    authority: Authority,
    collections: Sequence[EnrolledCollection],
) -> dict[str, Any]:
    return {
        "node_id": node_id,
        "endpoint_id": endpoint_id,
        "certificate": certificate_pem(certificate).decode(),
        "authority": certificate_pem(authority.certificate).decode(),
        "collections": [c.model_dump(include={"id", "display_name"}) for c in collections],
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
    session: Session,
    token: EnrollmentToken,
    enrolment: Enrolment,
    authority: Authority,
    bound: Collection | None,
) -> dict[str, Any]:
    """The answer that a node lost, for the holder of the same key only."""
    node = session.get(Node, token.node_id) if token.node_id else None
    if node is None or node.revoked_at is not None:
        raise _token_refused()
    asked = certify(authority, enrolment.csr, node.id, _hosts(enrolment))
    known = x509.load_pem_x509_certificate(node.certificate.encode())
    if _key_of(asked) != _key_of(known):
        raise _token_refused()
    endpoint_id = bound.id if bound else _endpoint_of(session, node)
    node.certificate = certificate_pem(asked).decode()
    node.fingerprint = fingerprint(asked)
    return _answer(node.id, endpoint_id, asked, authority, _told(enrolment, bound))


def _endpoint_of(session: Session, node: Node) -> str:
    query = select(Collection.id).where(
        Collection.node_id == node.id, Collection.entity_type == EntityType.ENDPOINT
    )
    return session.scalars(query).one()


def _key_of(certificate: x509.Certificate) -> bytes:
    return certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _hosts(enrolment: Enrolment) -> Sequence[str]:
    return sorted({enrolment.manager.host, enrolment.data.host})


def certify(authority: Authority, csr: str, node_id: str, hosts: Sequence[str]) -> x509.Certificate:
    """A certificate for a node that listens on these hosts.

    :raises BadRequest: the request is not valid, or one of the hosts is none for nodes
    """
    check_hosts(authority, hosts)
    try:
        return authority.certify(csr.encode(), urn=node_urn(node_id), hosts=hosts)
    except ValueError as error:
        raise BadRequest(f"The certificate request is not valid: {error}.") from error


def check_hosts(authority: Authority, hosts: Sequence[str]) -> None:
    """Nodes are where the deployment has storage: the service calls no other address for them.

    :raises BadRequest: one of the hosts is elsewhere
    """
    for host in hosts:
        if not authority.permits(host):
            raise BadRequest(
                f"This deployment's authority can't vouch for '{host}'. The names and networks of "
                "storage nodes are set as ARMILLARY_NODE_HOSTS before the first start."
            )


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
