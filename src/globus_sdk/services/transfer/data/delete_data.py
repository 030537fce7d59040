"""What to delete."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Any, overload

from ...._missing import MissingType
from .arguments import DELETE_OPTIONS, FORMER_DELETE, Arguments
from .task_data import TaskData

if TYPE_CHECKING:
    from ...._core.any_client import AnyClient

_Id = uuid.UUID | str


class DeleteData(TaskData):
    """What to delete, for :meth:`TransferClient.submit_delete`.

    :param endpoint: the collection.
    :param label: a name for people to see.
    :param submission_id: see :meth:`TransferClient.get_submission_id`; filled in when submitting.
    :param recursive: whether to delete directories with all in them.
    :param ignore_missing: whether it is fine that something is not there.
    :param interpret_globs: whether ``*``, ``?`` and ``[]`` in the paths are patterns.
    :param deadline: when to give up.
    :param notify_on_succeeded: whether to send mail at the end, if it is a good one.
    :param notify_on_failed: if it is a bad one.
    :param notify_on_inactive: when the task needs its owner.
    :param local_user: the local account to act as.
    :param additional_fields: anything else that the document should have.

    A client may stand before the endpoint (``DeleteData(client, endpoint)``), as in version 3; the
    document is then that of version 3: it has a submission id at once, and says what by default is
    left to the service.
    """

    @overload
    def __init__(
        self,
        /,
        endpoint: _Id,
        *,
        label: str | MissingType | None = ...,
        submission_id: _Id | MissingType | None = ...,
        recursive: bool | MissingType = ...,
        ignore_missing: bool | MissingType = ...,
        interpret_globs: bool | MissingType = ...,
        deadline: str | datetime.datetime | MissingType | None = ...,
        notify_on_succeeded: bool | MissingType = ...,
        notify_on_failed: bool | MissingType = ...,
        notify_on_inactive: bool | MissingType = ...,
        local_user: str | MissingType | None = ...,
        additional_fields: dict[str, Any] | None = ...,
    ) -> None: ...

    @overload
    def __init__(
        self,
        /,
        transfer_client: AnyClient | None,
        endpoint: _Id,
        *,
        additional_fields: dict[str, Any] | None = ...,
        **options: Any,
    ) -> None: ...

    def __init__(self, /, *endpoints: Any, **options: Any) -> None:
        additional_fields = options.pop("additional_fields", None)
        arguments = Arguments("DeleteData", endpoints, options)
        (endpoint,) = arguments.endpoints("endpoint")
        super().__init__(DATA_TYPE="delete", DATA=[], endpoint=str(endpoint))
        self._set(arguments.options(DELETE_OPTIONS, FORMER_DELETE), additional_fields)

    def add_item(self, path: str, *, additional_fields: dict[str, Any] | None = None) -> None:
        """Add a file or a directory.

        :param path: where it is.
        :param additional_fields: anything else that the item should have.
        """
        item = {"DATA_TYPE": "delete_item", "path": path, **(additional_fields or {})}
        self["DATA"].append(item)
