"""Documents of files and directories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from armillary.transfer.paths import shown
from armillary.transfer.wire.results import Document


def file_entry(entry: Mapping[str, Any]) -> Document:
    """A file document, from an entry of a node's listing."""
    target = entry.get("link_target")
    is_link = target is not None
    name = shown(entry["name"])
    # Ours: such a name can't be told from one that has the percent signs.
    escaped = {"name_is_escaped": True} if name != entry["name"] else {}
    return escaped | {
        "DATA_TYPE": "file",
        "name": name,
        "type": entry["type"],
        "size": entry["size"],
        "last_modified": _file_time(entry["mtime_ns"]),
        "permissions": f"{entry['mode'] & 0o7777:04o}",
        "user": entry["user"],
        "group": entry["group"],
        "link_target": shown(target) if target is not None else None,
        "link_size": entry.get("link_size"),
        "link_user": entry["user"] if is_link else None,
        "link_group": entry["group"] if is_link else None,
        "link_last_modified": _file_time(entry["link_mtime_ns"]) if is_link else None,
    }


def _file_time(mtime_ns: int) -> str:
    # File documents have a space between date and time, unlike every other document.
    moment = datetime.fromtimestamp(mtime_ns // 1_000_000_000, UTC)
    return moment.isoformat(sep=" ")


def file_list(
    collection_id: str,
    *,
    path: str,
    absolute_path: str | None,
    entries: Sequence[Document],
    total: int,
) -> Document:
    """The listing of a directory; ``path`` ends with ``/`` because clients join names to it."""
    return {
        "DATA_TYPE": "file_list",
        "endpoint": collection_id,
        "path": path,
        "absolute_path": absolute_path,
        "rename_supported": True,
        "symlink_supported": True,
        "length": len(entries),
        "total": total,
        "DATA": list(entries),
    }
