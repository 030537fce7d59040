"""An authorization request on its way through the pipeline."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy.orm import Session

from armillary.auth.clients.model import Client
from armillary.auth.parts import Parameters
from armillary.auth.scopes.rules import Path, ScopeTree, lasting_paths
from armillary.auth.scopes.store import KnownScope
from armillary.auth.sessions.store import SignedIn
from armillary.core.settings import Settings


class Step(Enum):
    """What a person must do before the request can go on."""

    SIGN_IN = "sign-in"
    ENROL = "enrol"  # a second factor, because the account has none yet
    CONSENT = "consent"


@dataclass
class Authorization:
    """A request, and what the checks have found out so far.

    A check reads only what earlier checks in the pipeline have set.

    :param parameters: those of the authorization request
    :param requested_at: when the request first came; ``prompt=login`` wants a later sign-in
    :param cookie: the browser's secret
    :param page: which of our own pages the person is on the way to, when no app asks
    :param user_code: of the device that asks (RFC 8628); absent when an app sent the browser here
    """

    settings: Settings
    session: Session
    parameters: Parameters
    requested_at: datetime
    cookie: str | None
    page: str | None = None
    user_code: str | None = None
    client: Client = field(init=False)
    redirect_uri: str | None = None  # set once it is known to be the client's own
    prompts: frozenset[str] = field(init=False)
    max_age: timedelta | None = field(init=False)
    trees: tuple[ScopeTree, ...] = field(init=False)
    scopes: dict[str, KnownScope] = field(init=False)
    signed_in: SignedIn = field(init=False)
    wanted: str | None = None  # why the person has to sign in once more
    assured_until: datetime | None = None  # when the policies asked for stop being met
    missing: list[Path] = field(init=False)

    @property
    def offline(self) -> bool:
        """Whether the app asks for refresh tokens."""
        return self.parameters.get("access_type") == "offline"

    @property
    def lasting(self) -> frozenset[Path]:
        """What of the request is to be used while the person is away."""
        return lasting_paths(self.trees, offline=self.offline)
