"""The checks."""

from __future__ import annotations

import abc
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from .errors import (
    ExpiredTokenError,
    IdentityMismatchError,
    MissingIdentityError,
    MissingTokenError,
    UnmetScopeRequirementsError,
)

if TYPE_CHECKING:
    from ...scopes import Scope
    from ...scopes.consents import ConsentForest
    from ...services.auth import AuthClient
    from ..token_data import TokenStorageData
    from .context import TokenValidationContext

    Tokens = Mapping[str, TokenStorageData]


class TokenDataValidator(abc.ABC):
    """A check of tokens on their way into a storage and out of it."""

    @abc.abstractmethod
    def before_store(
        self, token_data_by_resource_server: Tokens, context: TokenValidationContext
    ) -> None:
        """Check tokens that are about to be stored.

        :param token_data_by_resource_server: the tokens.
        :param context: whose they are.
        :raises TokenValidationError: they must not be stored.
        """

    @abc.abstractmethod
    def after_retrieve(
        self, token_data_by_resource_server: Tokens, context: TokenValidationContext
    ) -> None:
        """Check tokens that were read.

        :param token_data_by_resource_server: the tokens.
        :param context: whose they are.
        :raises TokenValidationError: they must not be used.
        """


class _OnlyAfter(TokenDataValidator):
    def before_store(
        self, token_data_by_resource_server: Tokens, context: TokenValidationContext
    ) -> None:
        """Nothing is checked here."""


class HasRefreshTokensValidator(_OnlyAfter):
    """Tokens that are read have refresh tokens."""

    def after_retrieve(
        self, token_data_by_resource_server: Tokens, context: TokenValidationContext
    ) -> None:
        for name, token in token_data_by_resource_server.items():
            if token.refresh_token is None:
                raise MissingTokenError(
                    f"There is no refresh token for {name} yet: log in to get one.", name
                )


class NotExpiredValidator(_OnlyAfter):
    """Tokens that are read have not ended."""

    def after_retrieve(
        self, token_data_by_resource_server: Tokens, context: TokenValidationContext
    ) -> None:
        for token in token_data_by_resource_server.values():
            if token.expires_at_seconds < time.time():
                raise ExpiredTokenError(token.expires_at_seconds)


class UnchangingIdentityIDValidator(TokenDataValidator):
    """Tokens are stored only beside tokens of the same identity."""

    def before_store(
        self, token_data_by_resource_server: Tokens, context: TokenValidationContext
    ) -> None:
        stored, new = context.prior_identity_id, context.token_data_identity_id
        if new is None:
            raise MissingIdentityError(
                "The tokens do not say whose they are: log in with the scope 'openid' as well."
            )
        if stored is not None and stored != new:
            raise IdentityMismatchError(
                f"You logged in as {new}, but the stored tokens are of {stored}: log in as that"
                " identity, or log out first.",
                stored_id=stored,
                new_id=new,
            )

    def after_retrieve(
        self, token_data_by_resource_server: Tokens, context: TokenValidationContext
    ) -> None:
        """Nothing is checked here."""


class ScopeRequirementsValidator(TokenDataValidator):
    """Tokens have the required scopes; those that are read also have consent to the dependencies.

    Consents are fetched when a requirement has dependencies, kept, and fetched again when they are
    not enough.

    :param scope_requirements: the required scopes by resource server; later changes count.
    :param consent_client: fetches the consents.
    """

    def __init__(
        self, scope_requirements: Mapping[str, Sequence[Scope]], consent_client: AuthClient
    ) -> None:
        self.scope_requirements = scope_requirements
        self.consent_client = consent_client
        self._consents: ConsentForest | None = None

    def before_store(
        self, token_data_by_resource_server: Tokens, context: TokenValidationContext
    ) -> None:
        for name, token in token_data_by_resource_server.items():
            self._check_scopes(name, token)

    def after_retrieve(
        self, token_data_by_resource_server: Tokens, context: TokenValidationContext
    ) -> None:
        owner = context.token_data_identity_id or context.prior_identity_id
        for name, token in token_data_by_resource_server.items():
            self._check_scopes(name, token)
            if owner is not None:
                self._check_consents(name, owner)

    def _check_scopes(self, resource_server: str, token: TokenStorageData) -> None:
        granted = token.scope.split()
        required = self.scope_requirements.get(resource_server, ())
        missing = [scope for scope in required if scope.scope_string not in granted]
        if missing:
            raise self._unmet(f"The token for {resource_server} lacks scopes", missing)

    def _check_consents(self, resource_server: str, owner: str) -> None:
        required = self.scope_requirements.get(resource_server, ())
        if any(scope.dependencies for scope in required) and not self._agreed(owner, required):
            raise self._unmet(f"Consent is missing for {resource_server}", required)

    def _agreed(self, owner: str, required: Sequence[Scope]) -> bool:
        if self._consents is not None and self._consents.meets_scope_requirements(required):
            return True
        self._consents = self.consent_client.get_consents(owner).to_forest()
        return self._consents.meets_scope_requirements(required)

    def _unmet(self, problem: str, scopes: Sequence[Scope]) -> UnmetScopeRequirementsError:
        wanted = " ".join(str(scope) for scope in scopes)
        every = {name: list(required) for name, required in self.scope_requirements.items()}
        return UnmetScopeRequirementsError(f"{problem}: log in and agree to {wanted}", every)
