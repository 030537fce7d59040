"""The node tells the transfer service, every two seconds, that it lives and where.

At the same beat it reads its own configuration again.

``POST /transfer/nodes/<id>/heartbeat`` with a JWS (RFC 7515, ES256) signed by the key of the
node's certificate. The answer brings a new ticket key or certificate when there is one.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import aiohttp
import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from armillary.core.clock import utcnow
from armillary.core.files import write_private
from armillary.core.pki import fingerprint, signing_request
from armillary.core.ready import notify_ready
from armillary.core.signing import SignatureInvalid
from armillary.node.config import Collection, NodeConfig, NodeState
from armillary.node.enroll import addresses, running_account
from armillary.node.identity import Identity, load_or_create_key
from armillary.node.tickets import Gate

_log = logging.getLogger(__name__)
EVERY = 2.0
KIND = "node-heartbeat+jwt"
_LIFETIME = 30
_RENEW_BEFORE = timedelta(days=30)


async def beat_forever(
    state: NodeState, config: NodeConfig, gate: Gate, identity: Identity
) -> None:
    """Report until cancelled; a service that does not answer is asked again next time.

    So is one whose answer could not be kept: the disk of the node's own folder may be full.
    """
    key = load_or_create_key(state)
    url = f"{config.service_url}/transfer"
    timeout = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        while True:
            try:
                # the owner may have changed it meanwhile
                collections = state.collections()
                gate.configure(collections)
                claims = _claims(url, config, identity, key) | settings_of(collections)
                statement = jwt.encode(claims, key, "ES256", headers={"typ": KIND})
                answer = await _report(
                    session, f"{url}/nodes/{gate.enrolment.node_id}/heartbeat", statement
                )
                _learn(answer, state, gate, identity)
                # Only now do the services know where we are.
                notify_ready()
            except (aiohttp.ClientError, TimeoutError, SignatureInvalid) as error:
                _log.warning("the heartbeat was not heard: %s", error)
            except (sqlite3.Error, OSError) as error:
                _log.warning("the node's folder can't be used: %s", error)
            await asyncio.sleep(EVERY)


def _claims(
    audience: str, config: NodeConfig, identity: Identity, key: EllipticCurvePrivateKey
) -> dict[str, Any]:
    now = int(time.time())
    certificate = identity.certificate
    claims = {
        "aud": audience,
        "iat": now,
        "exp": now + _LIFETIME,
        "certificate": fingerprint(certificate),
        "account": running_account(),
        **addresses(config),
    }
    if utcnow() > certificate.not_valid_after_utc - _RENEW_BEFORE:
        claims["csr"] = signing_request(key, config.display_name).decode()
    return claims


def settings_of(collections: Mapping[str, Collection]) -> dict[str, Any]:
    """What the transfer service has to know of the node's collections."""
    return {
        "collections": {
            each.id: {"authentication_timeout_mins": each.policy.authentication_timeout_mins}
            for each in collections.values()
        }
    }


async def _report(session: aiohttp.ClientSession, url: str, statement: str) -> dict[str, Any]:
    async with session.post(url, json={"statement": statement}) as response:
        response.raise_for_status()
        answer: dict[str, Any] = await response.json()
        return answer


def _learn(answer: Mapping[str, Any], state: NodeState, gate: Gate, identity: Identity) -> None:
    key = answer.get("ticket_key")
    if key and key != gate.enrolment.ticket_key:
        gate.enrolment = replace(gate.enrolment, ticket_key=key)
        state.save_enrolment(gate.enrolment)
    if revocations := answer.get("revocations"):
        gate.revocations = state.learn_revocations(str(revocations))
    if certificate := answer.get("certificate"):
        write_private(state.certificate_path, certificate.encode())
        identity.reload()
