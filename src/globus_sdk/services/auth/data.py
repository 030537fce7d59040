"""The documents that registrations consist of."""

from __future__ import annotations

import uuid

from ..._payload import GlobusPayload


class DependentScopeSpec(GlobusPayload):
    """A scope that another scope depends on.

    :param scope: the id of the scope depended on.
    :param optional: whether users may leave it out.
    :param requires_refresh_token: whether refresh tokens are needed for it.
    """

    def __init__(
        self, scope: uuid.UUID | str, optional: bool, requires_refresh_token: bool
    ) -> None:
        super().__init__(
            scope=str(scope), optional=optional, requires_refresh_token=requires_refresh_token
        )
