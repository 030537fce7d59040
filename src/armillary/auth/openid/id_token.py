"""id_tokens (OIDC Core section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from armillary.auth.identities.model import Identity
from armillary.auth.identities.store import linked
from armillary.auth.openid.claims import at_hash, person_claims
from armillary.auth.parts import Parts
from armillary.auth.tokens.model import Grant
from armillary.core.clock import utcnow


def id_token(
    session: Session, parts: Parts, grant: Grant, document: Mapping[str, Any], nonce: str | None
) -> str:
    """The signed id_token that goes with a token document of Auth itself.

    :param nonce: the authorization request's
    """
    identity = session.get_one(Identity, grant.identity_id)
    now = int(utcnow().timestamp())
    claims = {
        "iss": parts.settings.auth_url,
        "aud": grant.client_id,
        "iat": now,
        "exp": now + parts.settings.access_token_lifetime,
        "auth_time": max(int(a["auth_time"]) for a in grant.authentications.values()),
        "at_hash": at_hash(document["access_token"]),
        **person_claims(
            identity,
            linked(session, identity.account_id),
            scopes=document["scope"].split(),
            authentications=grant.authentications,
        ),
    }
    return parts.keys.signing.sign(claims if nonce is None else {**claims, "nonce": nonce})
