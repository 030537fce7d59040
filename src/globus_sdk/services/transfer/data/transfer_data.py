"""What to transfer."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Any, Literal, overload

from ...._missing import MISSING, MissingType
from .arguments import FORMER_TRANSFER, TRANSFER_OPTIONS, Arguments, SyncLevel, sync_level_number
from .task_data import TaskData

if TYPE_CHECKING:
    from ...._core.any_client import AnyClient

_Id = uuid.UUID | str


class _Item:
    """An item's fields: the dictionaries of such objects share their keys, and are half as big."""

    def __init__(self, source_path: str, destination_path: str) -> None:
        self.DATA_TYPE = "transfer_item"
        self.source_path = source_path
        self.destination_path = destination_path


class TransferData(TaskData):
    """What to transfer, for :meth:`TransferClient.submit_transfer`.

    :param source_endpoint: the collection to read from.
    :param destination_endpoint: the collection to write to.
    :param label: a name for people to see.
    :param submission_id: see :meth:`TransferClient.get_submission_id`; filled in when submitting.
    :param sync_level: which files to leave out: 0 or ``exists``, those that are there; 1 or
        ``size``, with the same size; 2 or ``mtime``, not older; 3 or ``checksum``, with the same
        content.
    :param verify_checksum: whether to compare checksums after transferring.
    :param preserve_timestamp: whether files keep their modification times.
    :param encrypt_data: whether the data has to be encrypted on its way.
    :param deadline: when to give up.
    :param skip_source_errors: whether to leave out files that cannot be read.
    :param fail_on_quota_errors: whether to end when the destination is full, instead of waiting.
    :param delete_destination_extra: whether to delete what the source does not have.
    :param notify_on_succeeded: whether to send mail at the end, if it is a good one.
    :param notify_on_failed: if it is a bad one.
    :param notify_on_inactive: when the task needs its owner.
    :param source_local_user: the local account to act as at the source.
    :param destination_local_user: at the destination.
    :param additional_fields: anything else that the document should have.

    A client may stand before the endpoints (``TransferData(client, source, destination)``), as in
    version 3; the document is then that of version 3: it has a submission id at once, and says what
    by default is left to the service.

    :raises ValueError: an unknown sync level.
    """

    @overload
    def __init__(
        self,
        /,
        source_endpoint: _Id,
        destination_endpoint: _Id,
        *,
        label: str | MissingType | None = ...,
        submission_id: _Id | MissingType | None = ...,
        sync_level: SyncLevel | MissingType | None = ...,
        verify_checksum: bool | MissingType = ...,
        preserve_timestamp: bool | MissingType = ...,
        encrypt_data: bool | MissingType = ...,
        deadline: datetime.datetime | str | MissingType | None = ...,
        skip_source_errors: bool | MissingType = ...,
        fail_on_quota_errors: bool | MissingType = ...,
        delete_destination_extra: bool | MissingType = ...,
        notify_on_succeeded: bool | MissingType = ...,
        notify_on_failed: bool | MissingType = ...,
        notify_on_inactive: bool | MissingType = ...,
        source_local_user: str | MissingType | None = ...,
        destination_local_user: str | MissingType | None = ...,
        additional_fields: dict[str, Any] | None = ...,
    ) -> None: ...

    @overload
    def __init__(
        self,
        /,
        transfer_client: AnyClient | None,
        source_endpoint: _Id,
        destination_endpoint: _Id,
        *,
        additional_fields: dict[str, Any] | None = ...,
        **options: Any,
    ) -> None: ...

    def __init__(self, /, *endpoints: Any, **options: Any) -> None:
        additional_fields = options.pop("additional_fields", None)
        arguments = Arguments("TransferData", endpoints, options)
        source, destination = arguments.endpoints("source_endpoint", "destination_endpoint")
        super().__init__(
            DATA_TYPE="transfer",
            DATA=[],
            source_endpoint=str(source),
            destination_endpoint=str(destination),
        )
        self._set(arguments.options(TRANSFER_OPTIONS, FORMER_TRANSFER), additional_fields)
        self["sync_level"] = sync_level_number(self.get("sync_level", MISSING))

    def add_item(
        self,
        source_path: str,
        destination_path: str,
        *,
        recursive: bool | MissingType | None = MISSING,
        external_checksum: str | MissingType | None = MISSING,
        checksum_algorithm: str | MissingType | None = MISSING,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        """Add a file or a directory.

        :param source_path: where it is.
        :param destination_path: where it is to be.
        :param recursive: whether it is a directory; by default, the service looks.
        :param external_checksum: the checksum, in hexadecimal, that the file must have.
        :param checksum_algorithm: that checksum's algorithm.
        :param additional_fields: anything else that the item should have.
        """
        item: dict[str, Any] = vars(_Item(source_path, destination_path))
        if recursive is not MISSING and recursive is not None:
            item["recursive"] = recursive
        if external_checksum:
            item["external_checksum"] = external_checksum
        if checksum_algorithm:
            item["checksum_algorithm"] = checksum_algorithm
        if additional_fields:
            item.update(additional_fields)
        self["DATA"].append(item)

    def add_symlink_item(self, source_path: str, destination_path: str) -> None:
        """Add a symbolic link, to be made again as a link.

        :param source_path: where it is.
        :param destination_path: where it is to be.
        """
        self["DATA"].append(
            {
                "DATA_TYPE": "transfer_symlink_item",
                "source_path": source_path,
                "destination_path": destination_path,
            }
        )

    def add_filter_rule(
        self,
        name: str,
        *,
        method: Literal["include", "exclude"] = "exclude",
        type: Literal["file", "dir"] | MissingType | None = MISSING,
    ) -> None:
        """Add a rule for what to take from directories; of several, the first that fits decides.

        :param name: a pattern of names, such as ``*.tmp``.
        :param method: whether to take or to leave what fits.
        :param type: only files, or only directories.
        """
        rule: dict[str, Any] = {"DATA_TYPE": "filter_rule", "method": method, "name": name}
        if type:
            rule["type"] = type
        self.setdefault("filter_rules", []).append(rule)
