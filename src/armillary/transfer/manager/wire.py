"""Documents for managers of collections, and what they send.

Source: https://docs.globus.org/api/transfer/advanced_collection_management/
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, Field

from armillary.core.clock import iso
from armillary.transfer import wire
from armillary.transfer.manager.model import PauseRule
from armillary.transfer.model import Collection, Task
from armillary.transfer.store import Place
from armillary.transfer.submission import Id

Document = dict[str, Any]
Message = Annotated[str, Field(max_length=4096)]

MAX_TASKS = 1000
"""How many tasks one call may cancel, pause or resume."""

PAUSE_FIELDS = (
    "pause_ls",
    "pause_mkdir",
    "pause_symlink",
    "pause_rename",
    "pause_task_delete",
    "pause_task_transfer_write",
    "pause_task_transfer_read",
)
PAUSE_MESSAGES = (
    "source_pause_message",
    "destination_pause_message",
    "source_pause_message_share",
    "destination_pause_message_share",
)


class PauseRuleChange(BaseModel):
    """Body of ``PUT pause_rule/<id>``: a field that is absent stays as it is."""

    message: Message | None = None
    pause_ls: bool | None = None
    pause_mkdir: bool | None = None
    pause_symlink: bool | None = None
    pause_rename: bool | None = None
    pause_task_delete: bool | None = None
    pause_task_transfer_write: bool | None = None
    pause_task_transfer_read: bool | None = None


class NewPauseRule(PauseRuleChange):
    """Body of ``POST pause_rule``."""

    message: Message
    endpoint_id: Id
    identity_id: Id | None = None


class Tasks(BaseModel):
    """Body of ``POST admin_resume``."""

    task_id_list: Annotated[list[Id], Field(min_length=1, max_length=MAX_TASKS)]


class TasksWithMessage(Tasks):
    """Body of ``POST admin_cancel`` and ``POST admin_pause``; owners are told the message."""

    message: Annotated[str, Field(min_length=1, max_length=4096)]


def pause_rule(
    rule: PauseRule, name: str | None, *, editable: bool, limited: bool = False
) -> Document:
    """A pause rule.

    :param name: the collection's display name
    :param limited: for who is subject to it, not for its managers
    """
    return {
        "DATA_TYPE": "pause_rule_limited" if limited else "pause_rule",
        "id": rule.id,
        "message": rule.message,
        "start_time": iso(rule.start_time),
        "endpoint_id": rule.collection_id,
        "endpoint_display_name": name,
        "identity_id": rule.identity_id,
        "modified_by_id": rule.modified_by_id,
        "created_by_host_manager": rule.created_by_host_manager,
        "editable": editable,
        **{field: getattr(rule, field) for field in PAUSE_FIELDS},
    }


def pause_info(task: Task, rules: Sequence[Document]) -> Document:
    """Why a task is paused."""
    messages = {name: task.admin_pauses.get(name) for name in PAUSE_MESSAGES}
    return {"DATA_TYPE": "pause_info_limited", "pause_rules": list(rules), **messages}


def monitored(collection: Collection, roles: Sequence[str]) -> Document:
    """A collection whose activity the caller may watch."""
    return {
        "DATA_TYPE": "monitored_endpoint",
        "id": collection.id,
        "display_name": collection.display_name,
        "entity_type": collection.entity_type,
        "my_effective_roles": list(roles),
    }


def task(row: Task, names: Mapping[str, str], places: Mapping[str, Place]) -> Document:
    """A task as managers of its collections see it.

    :param names: display names of the collections of which the manager may know
    :param places: the same collections
    """
    return {
        **wire.task(row, names),
        "owner_string": row.owner_username,
        **_side("source", places.get(row.source_id)),
        **_side("destination", places.get(row.destination_id or "")),
    }


def _side(name: str, place: Place | None) -> Document:
    mapped = place.mapped if place else None
    account = place.account if place else None
    no_account = "NOT_SCANNED" if place else "NO_ENDPOINT"
    return {
        f"{name}_host_endpoint": None,
        f"{name}_host_endpoint_id": None,
        f"{name}_host_endpoint_display_name": None,
        f"{name}_host_path": None,
        f"{name}_mapped_collection_id": mapped.id if mapped else None,
        f"{name}_mapped_collection_display_name": mapped.display_name if mapped else None,
        f"{name}_local_user": account,
        f"{name}_local_user_status": "OK" if account else no_account,
        f"{name}_base_path": None,
    }
