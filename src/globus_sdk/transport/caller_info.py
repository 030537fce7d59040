"""Who makes a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .retry_config import RetryConfig


class RequestCallerInfo:
    """Who makes a request, and how it wants failures handled.

    :param retry_config: when to try again.
    :param resource_server: whose tokens the service takes.
    :param authorizer: gives the ``Authorization`` header, or None.
    """

    __slots__ = ("authorizer", "resource_server", "retry_config")

    def __init__(
        self,
        *,
        retry_config: RetryConfig,
        resource_server: str | None = None,
        authorizer: Any = None,
    ) -> None:
        self.retry_config = retry_config
        self.resource_server = resource_server
        self.authorizer = authorizer
