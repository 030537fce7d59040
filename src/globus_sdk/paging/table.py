"""``client.paginated``: the paginated variants of a client's methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .base import AsyncPaginator, Paginator, paginated

if TYPE_CHECKING:
    from ..response import GlobusHTTPResponse


class PaginatorTable:
    """``client.paginated.endpoint_search("x")`` takes what ``client.endpoint_search("x")`` takes.

    :param client: the client.
    """

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Callable[..., Paginator[GlobusHTTPResponse]]:
        return _variant(self._client, name)


class AsyncPaginatorTable:
    """The same for an async client; its paginators are for ``async for``.

    :param client: the client.
    """

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Callable[..., AsyncPaginator[GlobusHTTPResponse]]:
        paginate = _variant(self._client, name)

        def paginate_async(*args: Any, **kwargs: Any) -> AsyncPaginator[GlobusHTTPResponse]:
            return AsyncPaginator(paginate(*args, **kwargs))

        return paginate_async


def _variant(client: Any, name: str) -> Callable[..., Paginator[Any]]:
    try:
        return paginated(getattr(client, name))
    except ValueError as error:
        raise AttributeError(str(error)) from None
