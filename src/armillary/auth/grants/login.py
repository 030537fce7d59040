"""The tokens with which a login ends, however it went."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from armillary.auth.consents.store import touch
from armillary.auth.grants.request import TokenRequest
from armillary.auth.openid.id_token import id_token
from armillary.auth.scopes.rules import parse
from armillary.auth.scopes.store import load_scopes
from armillary.auth.tokens.issue import issue_tokens
from armillary.auth.tokens.model import Grant
from armillary.auth.tokens.wire import token_answer


def login_answer(
    session: Session,
    request: TokenRequest,
    grant: Grant,
    *,
    scope: str,
    nonce: str | None,
    **extra: Any,
) -> dict[str, Any]:
    """Issue the tokens of a grant, with an id_token if ``openid`` is among its scopes.

    :param scope: what was granted, in the grammar of scopes
    :param nonce: the authorization request's
    :param extra: further keys of the answer
    """
    trees = parse(scope)
    scopes = load_scopes(session, trees)
    documents = issue_tokens(
        session,
        grant,
        [scopes[tree.name] for tree in trees],
        lifetime=request.parts.settings.access_token_lifetime,
    )
    touch(session, grant.identity_id, grant.client_id)
    if "openid" in scopes:
        extra["id_token"] = id_token(session, request.parts, grant, documents[0], nonce)
    return token_answer(documents, **extra)
