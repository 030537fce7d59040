"""The storage that checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..base import TokenStorage
from .context import TokenValidationContext
from .errors import MissingTokenError

if TYPE_CHECKING:
    from ...services.auth import OAuthTokenResponse
    from ..lock import Lock
    from ..token_data import TokenStorageData
    from .validators import TokenDataValidator


class ValidatingTokenStorage(TokenStorage):
    """Checks tokens before they are stored in another storage, and when they are read from there.

    :param token_storage: the other storage.
    :param validators: the checks, in their order.
    """

    def __init__(
        self, token_storage: TokenStorage, *, validators: Iterable[TokenDataValidator] = ()
    ) -> None:
        super().__init__(namespace=token_storage.namespace)
        self.token_storage = token_storage
        self.validators = list(validators)
        self._identity_id: str | None = None

    @property
    def identity_id(self) -> str | None:
        """Whose tokens are stored, as far as known."""
        if self._identity_id is None:
            self._identity_id = _owner(self.token_storage.get_token_data_by_resource_server())
        return self._identity_id

    def close(self) -> None:
        """Close the other storage."""
        self.token_storage.close()

    def renewal_lock(self) -> Lock:
        return self.token_storage.renewal_lock()

    def store_token_data_by_resource_server(
        self, token_data_by_resource_server: Mapping[str, TokenStorageData]
    ) -> None:
        """Check and store tokens.

        :raises TokenValidationError: a check fails; nothing is stored.
        :raises ValueError: these are tokens of several identities.
        """
        context = self._make_context(token_data_by_resource_server)
        for validator in self.validators:
            validator.before_store(token_data_by_resource_server, context)
        self.token_storage.store_token_data_by_resource_server(token_data_by_resource_server)

    def get_token_data_by_resource_server(self) -> dict[str, TokenStorageData]:
        """All tokens of the namespace, checked.

        :raises TokenValidationError: a check fails.
        """
        return self._checked(self.token_storage.get_token_data_by_resource_server())

    def get_token_data(self, resource_server: str) -> TokenStorageData:
        """The token of a resource server, checked.

        :raises MissingTokenError: there is none.
        :raises TokenValidationError: a check fails.
        """
        token = self.token_storage.get_token_data(resource_server)
        if token is None:
            raise MissingTokenError(
                f"There is no token for {resource_server} yet: log in first.", resource_server
            )
        return self._checked({resource_server: token})[resource_server]

    def remove_token_data(self, resource_server: str) -> bool:
        """Forget a token, and with the last one whose they were; False if there was none."""
        removed = self.token_storage.remove_token_data(resource_server)
        if not self.token_storage.get_token_data_by_resource_server():
            self._identity_id = None
        return removed

    def _checked(self, tokens: dict[str, TokenStorageData]) -> dict[str, TokenStorageData]:
        context = self._make_context(tokens)
        for validator in self.validators:
            validator.after_retrieve(tokens, context)
        return tokens

    def _make_context(self, tokens: Mapping[str, TokenStorageData]) -> TokenValidationContext:
        return TokenValidationContext(self.identity_id, _owner(tokens))

    def _extract_identity_id(self, token_response: OAuthTokenResponse) -> str | None:
        """Who logged in; a refreshed token is whose it was."""
        from ...services.auth import OAuthRefreshTokenResponse

        if isinstance(token_response, OAuthRefreshTokenResponse):
            return self.identity_id
        return super()._extract_identity_id(token_response)


def _owner(tokens: Mapping[str, TokenStorageData]) -> str | None:
    """Whose tokens these are, as far as they say.

    :raises ValueError: they are of several identities.
    """
    owners = {token.identity_id for token in tokens.values()} - {None}
    if len(owners) > 1:
        raise ValueError(f"These tokens are of several identities: {sorted(map(str, owners))}.")
    return owners.pop() if owners else None
