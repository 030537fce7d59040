"""Who calls the Auth API: the holder of a token for it, or a client with its own credentials."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session
from starlette.requests import Request

from armillary.auth.clients.authentication import authenticate_basic, basic_credentials
from armillary.auth.errors import AuthorizationRequired, Forbidden, Unauthorized
from armillary.auth.groups import Groups, NoGroups
from armillary.auth.identities.store import find_identity, linked
from armillary.auth.openid.claims import Authentications
from armillary.auth.parts import PartsOf
from armillary.auth.projects.admins import Manager
from armillary.auth.tokens.issue import AUTH_RESOURCE_SERVER
from armillary.auth.tokens.lookup import find_access_token
from armillary.core.clock import utcnow
from armillary.web.caller import bearer_token

MANAGE_PROJECTS = "urn:globus:auth:scope:auth.globus.org:manage_projects"


@dataclass(frozen=True)
class ApiCaller:
    """An authenticated caller of the Auth API.

    :param client_id: the app that calls
    :param identity_id: in whose name; the client's own id when it calls for itself
    :param scopes: what the token allows
    :param authentications: the session as it was when the token was granted
    :param by_secret: the client presented its credentials instead of a token
    :param groups: whoever knows in which groups the caller is
    """

    client_id: str
    identity_id: str
    scopes: frozenset[str] = frozenset()
    authentications: Authentications = field(default_factory=dict)
    by_secret: bool = False
    groups: Groups = field(default_factory=NoGroups)

    def manager(self, session: Session) -> Manager:
        """Whose projects and apps the caller may manage."""
        identity = find_identity(session, self.identity_id)
        mine = linked(session, identity.account_id) if identity else []
        return Manager(self.identity_id, self.groups.of(session, [each.id for each in mine]))

    def require(self, *scopes: str) -> None:
        """Let pass who has one of the scopes, or acts as a client with its own credentials.

        :raises Forbidden: neither
        """
        if not self.by_secret and self.scopes.isdisjoint(scopes):
            raise Forbidden(f"The token lacks the scope {scopes[0]}.")

    def require_fresh_session(self, max_age: timedelta, why: str) -> None:
        """Let pass who signed in recently; clients acting for themselves never sign in.

        :raises AuthorizationRequired: the sign-in behind the token is older than that
        """
        if self.identity_id == self.client_id:
            return
        latest = max((int(a["auth_time"]) for a in self.authentications.values()), default=0)
        if datetime.fromtimestamp(latest, UTC) < utcnow() - max_age:
            raise AuthorizationRequired(why, prompt="login", required_scopes=[MANAGE_PROJECTS])


def caller_from(request: Request, parts: PartsOf) -> ApiCaller:
    """The caller of a request.

    :raises Unauthorized: it carries no valid credentials
    """
    authorization = request.headers.get("authorization")
    if basic_credentials(authorization) is not None:
        client = authenticate_basic(parts.database, authorization)
        return ApiCaller(client.id, client.id, by_secret=True, groups=parts.groups)
    found = find_access_token(parts.database, bearer_token(authorization) or "")
    if found is None or found.resource_server != AUTH_RESOURCE_SERVER:
        raise Unauthorized("Call must be authenticated with a valid token for auth.globus.org.")
    return ApiCaller(
        found.grant.client_id,
        found.grant.identity_id,
        frozenset(found.scopes),
        found.grant.authentications,
        groups=parts.groups,
    )


CallerOf = Annotated[ApiCaller, Depends(caller_from)]
