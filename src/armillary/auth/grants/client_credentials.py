"""A client's own credentials for tokens (RFC 6749 section 4.4)."""

from __future__ import annotations

from typing import Any

from armillary.auth.consents.store import approve
from armillary.auth.grants.request import TokenRequest
from armillary.auth.identities.model import Identity
from armillary.auth.parts import required
from armillary.auth.scopes.domains import require_domains
from armillary.auth.scopes.rules import ScopeTree, lasting_paths, parse, paths
from armillary.auth.scopes.store import KnownScope, load_scopes, with_registered_dependencies
from armillary.auth.tokens.issue import issue_tokens
from armillary.auth.tokens.store import NewGrant, add_grant
from armillary.auth.tokens.wire import token_answer
from armillary.db.prepared import Writer


def issue_to_client(request: TokenRequest) -> dict[str, Any]:
    """Tokens whose subject is the client itself; no refresh tokens (RFC 6749 section 4.4.3).

    What it asks for is consented to by asking.

    :raises InvalidScope: the scopes are missing, malformed or unknown
    :raises AccessDenied: one is for people of a certain domain
    """
    asked = parse(required(request.form, "scope"))
    with request.parts.database.transaction() as transaction:
        trees = with_registered_dependencies(transaction, asked)
        scopes = load_scopes(transaction, trees)
        _check_domains(request, scopes)
        _approve(transaction, request, trees, scopes)
        grant = NewGrant(request.client.id, request.client.id, offline=False)
        add_grant(transaction, grant)
        documents = issue_tokens(
            transaction,
            grant,
            [scopes[tree.name] for tree in trees],
            lifetime=request.parts.settings.access_token_lifetime,
        )
        return token_answer(documents)


def _check_domains(request: TokenRequest, scopes: dict[str, KnownScope]) -> None:
    if any(scope.required_domains for scope in scopes.values()):
        with request.parts.database.read() as session:
            identity = session.get_one(Identity, request.client.id)
            require_domains(session, identity.account_id, scopes.values())


def _approve(
    transaction: Writer,
    request: TokenRequest,
    trees: tuple[ScopeTree, ...],
    scopes: dict[str, KnownScope],
) -> None:
    approve(
        transaction,
        identity_id=request.client.id,
        app_id=request.client.id,
        paths=paths(trees),
        scopes=scopes,
        lasting=lasting_paths(trees, offline=False),
        auto_approved=True,
    )
