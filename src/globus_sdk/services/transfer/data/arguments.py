"""The arguments of submission documents, in both of their styles."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from typing import Any, Literal

from ...._missing import MissingType
from ....client import AsyncBaseClient

SyncLevel = int | Literal["exists", "size", "mtime", "checksum"]
_SYNC_LEVELS = {"exists": 0, "size": 1, "mtime": 2, "checksum": 3}

_COMMON_OPTIONS = {
    "label",
    "submission_id",
    "deadline",
    "notify_on_succeeded",
    "notify_on_failed",
    "notify_on_inactive",
}
TRANSFER_OPTIONS = _COMMON_OPTIONS | {
    "sync_level",
    "verify_checksum",
    "preserve_timestamp",
    "encrypt_data",
    "skip_source_errors",
    "fail_on_quota_errors",
    "delete_destination_extra",
    "source_local_user",
    "destination_local_user",
    "recursive_symlinks",
}
DELETE_OPTIONS = _COMMON_OPTIONS | {"recursive", "ignore_missing", "interpret_globs", "local_user"}


# what documents of version 3 say when they are not told
_FORMER_NOTIFICATIONS = {
    "notify_on_succeeded": True,
    "notify_on_failed": True,
    "notify_on_inactive": True,
}
FORMER_TRANSFER = {
    **_FORMER_NOTIFICATIONS,
    "verify_checksum": False,
    "preserve_timestamp": False,
    "encrypt_data": False,
    "skip_source_errors": False,
    "fail_on_quota_errors": False,
    "delete_destination_extra": False,
}
FORMER_DELETE = {
    **_FORMER_NOTIFICATIONS,
    "recursive": False,
    "ignore_missing": False,
    "interpret_globs": False,
}


class Arguments:
    """The arguments of a document's constructor, in the style of version 3 or 4.

    :param caller: the document's class, for error messages.
    :param given: positional arguments: in version 3, a client (or None) stands first.
    :param options: keyword arguments; in version 3, ``transfer_client`` may be one of them.
    """

    def __init__(self, caller: str, given: tuple[Any, ...], options: dict[str, Any]) -> None:
        self.caller = caller
        self.is_former = "transfer_client" in options
        self.client = options.pop("transfer_client", None)
        if given and not isinstance(given[0], (str, uuid.UUID)):
            self.is_former, self.client, given = True, given[0], given[1:]
        self._given = given
        self._options = options

    def endpoints(self, *names: str) -> list[Any]:
        """The endpoints, by position or by name.

        :raises TypeError: too few, too many, or one given twice.
        """
        endpoints = dict(zip(names, self._given, strict=False))
        for name in names[len(endpoints) :]:
            endpoints[name] = self._options.pop(name, None)
        missing = [name for name, value in endpoints.items() if value is None]
        if missing:
            raise TypeError(f"{self.caller} needs {' and '.join(missing)}")
        if len(self._given) > len(names):
            raise TypeError(
                f"{self.caller} takes {' and '.join(names)} by position, then only keywords"
            )
        return list(endpoints.values())

    def options(self, known: Collection[str], former: Mapping[str, Any]) -> dict[str, Any]:
        """The other arguments, completed as the style has it.

        :param known: those that there are.
        :param former: what version 3 puts in place of those that are not given.
        :raises TypeError: an unknown name.
        """
        allowed = {*known, "skip_activation_check"}
        unknown = [name for name in self._options if name not in allowed]
        if unknown:
            raise TypeError(f"{self.caller} got an unexpected keyword argument {unknown[0]!r}")
        if not self.is_former:
            return with_text_deadline(self._options)
        return with_text_deadline({**former, **self._new_submission_id(), **self._options})

    def _new_submission_id(self) -> dict[str, Any]:
        """Version 3 asks the client for one at once; an async client is asked when submitting."""
        if self.client is None or isinstance(self.client, AsyncBaseClient):
            return {}
        if self._options.get("submission_id") is not None:
            return {}
        return {"submission_id": self.client.get_submission_id()["value"]}


def with_text_deadline(options: dict[str, Any]) -> dict[str, Any]:
    """A deadline may be a ``datetime``; the service reads text."""
    deadline = options.get("deadline")
    if deadline is None or isinstance(deadline, (str, MissingType)):
        return options
    return {**options, "deadline": str(deadline)}


def sync_level_number(level: SyncLevel | MissingType) -> int | MissingType:
    """Sync levels by name or number.

    :raises ValueError: an unknown name.
    """
    if not isinstance(level, str):
        return level
    try:
        return _SYNC_LEVELS[level]
    except KeyError:
        raise ValueError(f"Unknown sync_level {level!r}; known: {[*_SYNC_LEVELS]}") from None
