"""The clients' methods for the HTTP verbs."""

from __future__ import annotations

from typing import Any

from ..response import GlobusHTTPResponse
from .operation import operation
from .plan import Ask


@operation
def get(
    self: object,
    path: str,
    *,
    query_params: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
    automatic_authorization: bool = True,
) -> Ask[GlobusHTTPResponse]:
    """``GET`` a path; see :meth:`request`."""
    return Ask(
        "request",
        "GET",
        path,
        query_params=query_params,
        headers=headers,
        automatic_authorization=automatic_authorization,
    )


@operation
def delete(
    self: object,
    path: str,
    *,
    query_params: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
    automatic_authorization: bool = True,
) -> Ask[GlobusHTTPResponse]:
    """``DELETE`` a path; see :meth:`request`."""
    return Ask(
        "request",
        "DELETE",
        path,
        query_params=query_params,
        headers=headers,
        automatic_authorization=automatic_authorization,
    )


@operation
def post(
    self: object,
    path: str,
    *,
    query_params: dict[str, Any] | None = None,
    data: Any = None,
    headers: dict[str, str] | None = None,
    encoding: str | None = None,
    automatic_authorization: bool = True,
) -> Ask[GlobusHTTPResponse]:
    """``POST`` to a path; see :meth:`request`."""
    return Ask(
        "request",
        "POST",
        path,
        query_params=query_params,
        data=data,
        headers=headers,
        encoding=encoding,
        automatic_authorization=automatic_authorization,
    )


@operation
def put(
    self: object,
    path: str,
    *,
    query_params: dict[str, Any] | None = None,
    data: Any = None,
    headers: dict[str, str] | None = None,
    encoding: str | None = None,
    automatic_authorization: bool = True,
) -> Ask[GlobusHTTPResponse]:
    """``PUT`` to a path; see :meth:`request`."""
    return Ask(
        "request",
        "PUT",
        path,
        query_params=query_params,
        data=data,
        headers=headers,
        encoding=encoding,
        automatic_authorization=automatic_authorization,
    )


@operation
def patch(
    self: object,
    path: str,
    *,
    query_params: dict[str, Any] | None = None,
    data: Any = None,
    headers: dict[str, str] | None = None,
    encoding: str | None = None,
    automatic_authorization: bool = True,
) -> Ask[GlobusHTTPResponse]:
    """``PATCH`` a path; see :meth:`request`."""
    return Ask(
        "request",
        "PATCH",
        path,
        query_params=query_params,
        data=data,
        headers=headers,
        encoding=encoding,
        automatic_authorization=automatic_authorization,
    )
