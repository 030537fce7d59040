"""Nodes say that they live, where, and as whom, with signed statements."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.core.pki import Authority, certificate_pem, fingerprint
from armillary.transfer.errors import AuthenticationFailed, BadRequest, EndpointNotFound
from armillary.transfer.model import HOSTS, Collection, Node
from armillary.transfer.nodes.enroll import Address, CollectionSettings, certify, check_hosts
from armillary.transfer.nodes.revoke import revocation_list
from armillary.transfer.submission import Id

_RENEW_BEFORE = timedelta(days=30)
_ACCOUNT_LENGTH = 256
HEARTBEAT_KIND = "node-heartbeat+jwt"


def heartbeat(
    session: Session, node_id: str, statement: str, *, audience: str, authority: Authority
) -> dict[str, Any]:
    """Note that a node lives and where it listens; renew its certificate when that is due.

    :param statement: a JWS that the node signed with its TLS key
    :param audience: the transfer service's URL, for which the statement must be made
    :raises EndpointNotFound: no such node
    :raises AuthenticationFailed: the statement is not that node's
    :raises BadRequest: it listens where no node may be, or its settings make no sense
    """
    node = session.get(Node, node_id)
    if node is None:
        raise EndpointNotFound(f"No such node '{node_id}'. Enrol it again.")
    if node.revoked_at is not None:
        raise AuthenticationFailed(f"The node '{node_id}' was revoked by an administrator.")
    claims = _verified(statement, node, audience)
    manager, data = Address(**claims["manager"]), Address(**claims["data"])
    check_hosts(authority, [manager.host, data.host])
    node.manager_host, node.manager_port = manager.host, manager.port
    node.data_host, node.data_port = data.host, data.port
    node.last_seen = utcnow()
    node.account = _account(claims)
    _learn_settings(session, node, claims.get("collections", {}))
    renewal = _renewal(node, claims, authority)
    return {**renewal, "revocations": revocation_list(session, authority)}


def _account(claims: dict[str, Any]) -> str | None:
    told = claims.get("account")
    return told[:_ACCOUNT_LENGTH] if isinstance(told, str) and told else None


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
    mine = (Collection.node_id == node.id, Collection.entity_type.in_(HOSTS))
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
    renewed = certify(authority, csr, node.id, hosts)
    node.certificate = certificate_pem(renewed).decode()
    node.fingerprint = fingerprint(renewed)
    return {"certificate": node.certificate}
