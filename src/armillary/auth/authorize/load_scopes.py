"""What the app wants to do."""

from __future__ import annotations

from armillary.auth.authorize.authorization import Authorization
from armillary.auth.errors import InvalidScope
from armillary.auth.scopes.rules import parse
from armillary.auth.scopes.store import load_scopes as find_all
from armillary.auth.scopes.store import with_registered_dependencies


def load_scopes(authorization: Authorization) -> None:
    """Read the scopes, and add what their services need in turn.

    :raises InvalidScope: there are none, or they don't follow the grammar
    :raises UnknownScope: one is not registered
    """
    text = authorization.parameters.get("scope")
    if text is None:
        raise InvalidScope("scope is missing; ask for at least one.")
    trees = with_registered_dependencies(authorization.session, parse(text))
    authorization.scopes = find_all(authorization.session, trees)
    authorization.trees = trees
