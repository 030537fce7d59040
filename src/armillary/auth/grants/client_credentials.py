"""A client's own credentials for tokens (RFC 6749 section 4.4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

from armillary.auth.clients.model import Client
from armillary.auth.consents.model import Consent
from armillary.auth.consents.store import approve
from armillary.auth.grants.request import TokenRequest
from armillary.auth.identities.model import Identity
from armillary.auth.parts import required
from armillary.auth.scopes.domains import require_domains
from armillary.auth.scopes.model import Scope, ScopeDependency
from armillary.auth.scopes.rules import lasting_paths, parse, paths
from armillary.auth.scopes.store import KnownScope, load_scopes, with_registered_dependencies
from armillary.auth.tokens.issue import issue_tokens
from armillary.auth.tokens.model import Derivation, Grant
from armillary.auth.tokens.store import NewGrant, own_grant
from armillary.auth.tokens.wire import token_answer
from armillary.db.prepared import Writer, remembered

# On which it depends what a client may have, and whether it has consented to that.
_TABLES = frozenset(
    table.__tablename__ for table in (Client, Consent, Derivation, Grant, Scope, ScopeDependency)
)


def issue_to_client(request: TokenRequest) -> dict[str, Any]:
    """Tokens whose subject is the client itself; no refresh tokens (RFC 6749 section 4.4.3).

    What it asks for is consented to by asking.

    :raises InvalidScope: the scopes are missing, malformed or unknown
    :raises AccessDenied: one is for people of a certain domain
    """
    asked = required(request.form, "scope")
    with request.parts.database.transaction() as transaction:
        terms = remembered(
            transaction,
            (issue_to_client, request.client.id, asked),
            _TABLES,
            partial(_consented, transaction, request.client.id, asked),
        )
        _check_domains(request, terms.scopes)
        lifetime = request.parts.settings.access_token_lifetime
        return token_answer(issue_tokens(transaction, terms.grant, terms.roots, lifetime=lifetime))


@dataclass(frozen=True)
class _Terms:
    """What a client has consented to.

    :param roots: the scopes that it asked for
    :param scopes: these, and all that they need
    """

    grant: NewGrant
    roots: list[KnownScope]
    scopes: Collection[KnownScope]


def _consented(transaction: Writer, client_id: str, asked: str) -> _Terms:
    trees = with_registered_dependencies(transaction, parse(asked))
    scopes = load_scopes(transaction, trees)
    approve(
        transaction,
        identity_id=client_id,
        app_id=client_id,
        paths=paths(trees),
        scopes=scopes,
        lasting=lasting_paths(trees, offline=False),
        auto_approved=True,
    )
    roots = [scopes[tree.name] for tree in trees]
    return _Terms(own_grant(transaction, client_id), roots, scopes.values())


def _check_domains(request: TokenRequest, scopes: Collection[KnownScope]) -> None:
    if any(scope.required_domains for scope in scopes):
        with request.parts.database.read() as session:
            identity = session.get_one(Identity, request.client.id)
            require_domains(session, identity.account_id, scopes)
