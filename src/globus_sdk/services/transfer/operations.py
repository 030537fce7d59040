"""Operations on the files of a collection."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from ..._core.calls import post
from ..._core.encoding import comma_joined
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType
from ...response import GlobusHTTPResponse
from .calls import get, listing, one_or_zero
from .filters import TransferFilter, any_filter
from .response import IterableTransferResponse

if TYPE_CHECKING:
    from ...documents import FileDocument, ResultDocument


@operation
def operation_ls(
    self: object,
    endpoint_id: uuid.UUID | str,
    path: str | MissingType = MISSING,
    *,
    show_hidden: bool | MissingType = MISSING,
    orderby: str | list[str] | MissingType = MISSING,
    limit: int | MissingType = MISSING,
    offset: int | MissingType = MISSING,
    filter: TransferFilter | list[TransferFilter] | MissingType = MISSING,
    local_user: str | MissingType = MISSING,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableTransferResponse[FileDocument]]:
    """List a directory.

    ``GET /v0.10/operation/endpoint/<endpoint_id>/ls``

    :param endpoint_id: the collection.
    :param path: the directory; by default the collection's default directory.
    :param show_hidden: whether to list names that begin with a dot.
    :param orderby: such as ``name ASC``, or several in a list.
    :param limit: how many entries to return.
    :param offset: how many to skip.
    :param filter: such as ``name:~*.txt/type:file``, or as a mapping of fields to values; several
        in a list are alternatives.
    :param local_user: the local account to act as, on collections that map to several.
    :param query_params: further query parameters.
    :raises TransferAPIError: code ``ClientError.NotFound`` without such a directory, among others.
    """
    return listing(
        f"/v0.10/operation/endpoint/{endpoint_id}/ls",
        query_params,
        path=path,
        limit=limit,
        offset=offset,
        show_hidden=one_or_zero(show_hidden),
        orderby=comma_joined(orderby),
        filter=any_filter(filter),
        local_user=local_user,
    )


@operation
def operation_stat(
    self: object,
    endpoint_id: uuid.UUID | str,
    path: str | MissingType = MISSING,
    *,
    local_user: str | MissingType = MISSING,
    query_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[FileDocument]]:
    """Look at one file or directory.

    ``GET /v0.10/operation/endpoint/<endpoint_id>/stat``

    :param endpoint_id: the collection.
    :param path: the file or directory.
    :param local_user: the local account to act as.
    :param query_params: further query parameters.
    :raises TransferAPIError: code ``NotFound`` if there is nothing at the path.
    """
    where = f"/v0.10/operation/endpoint/{endpoint_id}/stat"
    return get(where, query_params, path=path, local_user=local_user)


@operation
def operation_mkdir(
    self: object,
    endpoint_id: uuid.UUID | str,
    path: str,
    *,
    local_user: str | MissingType = MISSING,
    query_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[ResultDocument]]:
    """Make a directory.

    ``POST /v0.10/operation/endpoint/<endpoint_id>/mkdir``

    :param endpoint_id: the collection.
    :param path: the directory.
    :param local_user: the local account to act as.
    :param query_params: further query parameters.
    :raises TransferAPIError: code ``ExternalError.MkdirFailed.Exists`` if there is one.
    """
    document = {"DATA_TYPE": "mkdir", "path": path, "local_user": local_user}
    return post(f"/v0.10/operation/endpoint/{endpoint_id}/mkdir", document, query_params)


@operation
def operation_rename(
    self: object,
    endpoint_id: uuid.UUID | str,
    oldpath: str,
    newpath: str,
    *,
    local_user: str | MissingType = MISSING,
    query_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[ResultDocument]]:
    """Rename a file or directory.

    ``POST /v0.10/operation/endpoint/<endpoint_id>/rename``

    :param endpoint_id: the collection.
    :param oldpath: its present path.
    :param newpath: its future path.
    :param local_user: the local account to act as.
    :param query_params: further query parameters.
    """
    document = {
        "DATA_TYPE": "rename",
        "old_path": oldpath,
        "new_path": newpath,
        "local_user": local_user,
    }
    return post(f"/v0.10/operation/endpoint/{endpoint_id}/rename", document, query_params)
