"""The arguments of submission documents, in both of their styles."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

from ...._core.any_client import AnyClient
from ...._missing import MissingType

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
_FORMER_OPTIONS = {"skip_activation_check"}

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


def take_endpoints(
    caller: str, names: tuple[str, ...], given: tuple[Any, ...], options: dict[str, Any]
) -> list[Any]:
    """The endpoints, by position or by name, with or without a client before them.

    :raises TypeError: too few, too many, or one given twice.
    """
    options.pop("transfer_client", None)
    if given and (given[0] is None or isinstance(given[0], AnyClient)):
        given = given[1:]
    endpoints = dict(zip(names, given, strict=False))
    for name in names[len(endpoints) :]:
        endpoints[name] = options.pop(name, None)
    missing = [name for name, value in endpoints.items() if value is None]
    if missing:
        raise TypeError(f"{caller} needs {' and '.join(missing)}")
    if len(given) > len(names):
        raise TypeError(f"{caller} takes {' and '.join(names)} by position, then only keywords")
    return list(endpoints.values())


def check_names(caller: str, options: dict[str, Any], known: Collection[str]) -> None:
    """Refuse options that there are not, as any function would.

    :raises TypeError: an unknown name.
    """
    for name in _FORMER_OPTIONS:
        options.pop(name, None)
    unknown = [name for name in options if name not in known]
    if unknown:
        raise TypeError(f"{caller} got an unexpected keyword argument {unknown[0]!r}")


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
