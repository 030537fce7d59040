"""What the owner of a node sees and sets: how its collections are treated.

A running node follows within seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from armillary.core.addresses import is_loopback
from armillary.core.errors import UsageError
from armillary.node.config import Collection, NodeState
from armillary.node.enroll import prepare
from armillary.node.timetable import parse_rule


def set_up(
    folder: Path,
    *,
    service_url: str,
    token: str,
    collections: Sequence[str],
    display_name: str,
    host: str,
    manager_port: int,
    data_port: int,
    allow_root: bool,
) -> list[dict[str, Any]]:
    """Prepare a new node's folder; its collections.

    :param collections: ``NAME=DIRECTORY`` of each
    :raises UsageError: there is a node already, or an argument makes no sense
    """
    if (folder / "node.db").exists():
        raise UsageError(f"{folder} holds a node already.")
    place = urlsplit(service_url)
    here = place.scheme == "http" and is_loopback(place.hostname or "")
    if place.scheme != "https" and not here:
        raise UsageError("--service-url must be https://: the token and tickets go there.")
    prepare(
        folder,
        service_url=service_url,
        token=token,
        collections=dict(map(_named_directory, collections)),
        display_name=display_name,
        host=host,
        manager_port=manager_port,
        data_port=data_port,
        allow_root=allow_root,
    )
    return shown(folder)


def _named_directory(text: str) -> tuple[str, Path]:
    name, _, directory = text.partition("=")
    if not name or not Path(directory).is_dir() or not directory:
        raise UsageError(f"'{text}' is not NAME=DIRECTORY with a directory that exists.")
    return name, Path(directory)


def shown(folder: Path) -> list[dict[str, Any]]:
    """The collections of a node with their policies.

    :raises UsageError: the folder holds no node
    """
    with closing(_opened(folder)) as state:
        return [_document(collection) for collection in state.collections().values()]


def change(
    folder: Path,
    collection_id: str | None,
    *,
    fsync: bool | None = None,
    read_back: bool | None = None,
    limits: Sequence[str] | None = None,
    high_assurance: int | None = None,
) -> dict[str, Any]:
    """Change the policy of a collection; what is None stays.

    :param collection_id: which one; None if the node has only one
    :param limits: rules of :mod:`armillary.node.timetable`, in the place of those of before
    :param high_assurance: minutes that a sign-in is good for; 0: any sign-in is
    :raises UsageError: no such node or collection, or a rule is malformed
    """
    with closing(_opened(folder)) as state:
        collection = _chosen(state.collections(), collection_id)
        policy = collection.policy
        changed = replace(
            policy,
            fsync=policy.fsync if fsync is None else fsync,
            read_back=policy.read_back if read_back is None else read_back,
            limits=policy.limits if limits is None else tuple(limits),
        )
        if high_assurance is not None:
            changed = replace(changed, authentication_timeout_mins=high_assurance or None)
        _check_rules(changed.limits)
        collection = replace(collection, policy=changed)
        state.save_collection(collection)
        return _document(collection)


def _check_rules(limits: Sequence[str]) -> None:
    for text in limits:
        try:
            parse_rule(text)
        except ValueError as error:
            raise UsageError(f"The limit is not understood: {error}") from error


def _opened(folder: Path) -> NodeState:
    if not (folder / "node.db").exists():
        raise UsageError(f"{folder} holds no node.")
    return NodeState(folder)


def _chosen(collections: dict[str, Collection], wanted: str | None) -> Collection:
    if wanted is None and len(collections) == 1:
        return next(iter(collections.values()))
    if wanted not in collections:
        raise UsageError(f"Name one of the node's collections: {', '.join(sorted(collections))}.")
    return collections[wanted]


def _document(collection: Collection) -> dict[str, Any]:
    return {
        "id": collection.id,
        "display_name": collection.display_name,
        "connector": collection.connector,
        "root": str(collection.root),
        **collection.policy.document(),
    }
