"""Going from page to page."""

from __future__ import annotations

import abc
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Any, ClassVar, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
PageT = TypeVar("PageT")
C = TypeVar("C", bound=Callable[..., Any])


class Paginator(Iterable[PageT], Generic[PageT], metaclass=abc.ABCMeta):
    """The pages of a listing; iterating gives page after page.

    A style of paging is the two pure methods :meth:`first` and :meth:`following`.

    :param method: the client method that fetches one page.
    :param items_key: where a page has its items; by default the page is iterated over.
    :param client_args: positional arguments of the method.
    :param client_kwargs: its keyword arguments.
    :param kwargs: what other styles need.
    :raises GlobusSDKUsageError: the arguments contain what the paginator itself sets.
    """

    _REQUIRES_METHOD_KWARGS: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        method: Callable[..., Any],
        *,
        items_key: str | None = None,
        client_args: tuple[Any, ...],
        client_kwargs: dict[str, Any],
        **kwargs: Any,
    ) -> None:
        self.method = method
        self.items_key = items_key
        self.client_args = client_args
        self.client_kwargs = client_kwargs

    def first(self) -> dict[str, Any]:
        """The arguments of the first page, beyond the caller's."""
        return {}

    @abc.abstractmethod
    def following(self, page: Any, arguments: dict[str, Any]) -> dict[str, Any] | None:
        """The arguments of the page after this one, or None after the last.

        :param arguments: those of this page.
        """

    def pages(self) -> Iterator[PageT]:
        """Page after page."""
        arguments: dict[str, Any] | None = self.first()
        while arguments is not None:
            page = self.method(*self.client_args, **{**self.client_kwargs, **arguments})
            yield page
            arguments = self.following(page, arguments)

    def items(self) -> Iterator[Any]:
        """Item after item, over all pages."""
        for page in self.pages():
            yield from self.items_of(page)

    def items_of(self, page: Any) -> Iterable[Any]:
        """The items of one page."""
        found: Iterable[Any] = page if self.items_key is None else page[self.items_key]
        return found

    def __iter__(self) -> Iterator[PageT]:
        return self.pages()

    @classmethod
    def wrap(cls, method: Callable[P, PageT]) -> Callable[P, Paginator[PageT]]:
        """A paginated variant of a client's method.

        :raises ValueError: the method is not paginated.
        """
        return paginated(method)


class AsyncPaginator(Generic[PageT]):
    """The pages of a listing of an async client.

    :param style: how to go from page to page; its method is awaited.
    """

    def __init__(self, style: Paginator[PageT]) -> None:
        self.style = style

    async def pages(self) -> AsyncIterator[PageT]:
        """Page after page."""
        style = self.style
        arguments: dict[str, Any] | None = style.first()
        while arguments is not None:
            page = await style.method(*style.client_args, **{**style.client_kwargs, **arguments})
            yield page
            arguments = style.following(page, arguments)

    async def items(self) -> AsyncIterator[Any]:
        """Item after item, over all pages."""
        async for page in self.pages():
            for item in self.style.items_of(page):
                yield item

    def __aiter__(self) -> AsyncIterator[PageT]:
        return self.pages()


def has_paginator(
    paginator_class: type[Paginator[Any]], items_key: str | None = None, **paginator_params: Any
) -> Callable[[C], C]:
    """Mark a client's method as one whose listing has pages.

    :param paginator_class: their style.
    :param items_key: where a page has its items.
    :param paginator_params: further arguments of the paginator.
    """

    def decorate(method: C) -> C:
        method._paginator = (  # type: ignore[attr-defined]
            paginator_class,
            {"items_key": items_key, **paginator_params},
        )
        return method

    return decorate


def paginated(method: Callable[..., Any]) -> Callable[..., Paginator[Any]]:
    """What takes a method's arguments and returns its paginator.

    :raises ValueError: the method is not paginated.
    """
    marked = getattr(method, "_paginator", None)
    if marked is None:
        raise ValueError(f"{getattr(method, '__qualname__', method)} is not paginated.")
    paginator_class, params = marked

    def paginate(*args: Any, **kwargs: Any) -> Paginator[Any]:
        result: Paginator[Any] = paginator_class(
            method, client_args=args, client_kwargs=kwargs, **params
        )
        return result

    return paginate
