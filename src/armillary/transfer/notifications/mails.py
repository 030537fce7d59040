"""What the mails say. Pure; names and messages of people go in as ``mail.text`` lets them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from shlex import quote
from typing import NamedTuple

from armillary.core.clock import iso
from armillary.mail.text import one_line, quoted
from armillary.transfer.model import Collection, Task, TaskStatus
from armillary.transfer.notifications.rules import option_for
from armillary.transfer.permissions.model import AccessRule

_SUBJECT_NAME = 100
_SCOPES_TOLD = 10
_RIGHTS = {"r": "read", "rw": "read and write"}
_WITH = {
    "identity": "you",
    "group": "a group that you belong to",
    "all_authenticated_users": "everybody who is logged in",
    "anonymous": "everybody",
}
_STATES: dict[str, str] = {
    TaskStatus.SUCCEEDED: "has succeeded.",
    TaskStatus.FAILED: "has failed.",
    TaskStatus.INACTIVE: "waits for you.",
}


class Words(NamedTuple):
    """Subject and text of a mail."""

    subject: str
    text: str


def about_task(task: Task, names: Mapping[str, str]) -> Words:
    """What its owner is told of the state that a task has come to.

    :param names: display names of its collections
    """
    source = _collection(names, task.source_id)
    destination = _collection(names, task.destination_id) if task.destination_id else None
    kind = "deletion" if destination is None else "transfer"
    label = f' "{one_line(task.label)}"' if task.label else ""
    paragraphs = [
        f"The {kind}{label} {_STATES[task.status]}",
        *_reasons(task),
        _table(task, source, destination),
        f"It was submitted with {option_for(task)}, which is true unless told otherwise.",
    ]
    return Words(f"Task {task.status}: {_title(task, names)}", "\n\n".join(paragraphs) + "\n")


def _title(task: Task, names: Mapping[str, str]) -> str:
    """The task's label; without one, what it is about."""
    if task.label and (label := one_line(task.label, _SUBJECT_NAME)):
        return label
    ids = [each for each in (task.source_id, task.destination_id) if each]
    return " to ".join(one_line(names.get(each, each), _SUBJECT_NAME) for each in ids)


def _collection(names: Mapping[str, str], collection_id: str) -> str:
    name = names.get(collection_id)
    return f"{one_line(name)} ({collection_id})" if name else collection_id


def _reasons(task: Task) -> list[str]:
    if task.status == TaskStatus.FAILED:
        return [f"{one_line(task.fatal_error_description or '', 2000)} ({task.fatal_error_code})"]
    if task.status == TaskStatus.INACTIVE:
        return [one_line(task.nice_status_details or "", 2000), _what_to_do(task)]
    return []


def _what_to_do(task: Task) -> str:
    """Commands, for there is no page to link to: consents are given to the app that one uses."""
    scopes = (task.authorization_parameters or {}).get("required_scopes") or ()
    # Quoted, for a scope may be whatever a storage node says.
    consents = [
        f"  globus session consent {quote(one_line(scope, 1000))}"
        for scope in scopes[:_SCOPES_TOLD]
    ]
    if consents:
        return "\n".join(
            ["In a terminal, for example:", "", *consents, f"  globus task show {task.id}"]
        )
    return f"Then resume the task: armillary task resume {task.id}"


def _table(task: Task, source: str, destination: str | None) -> str:
    transferred = [
        ("files", f"{task.files_transferred} transferred, {task.files_skipped} skipped"),
        ("bytes", f"{task.bytes_transferred}"),
    ]
    return _lines(
        [
            ("from", source),
            *([("to", destination), *transferred] if destination else [("files", f"{task.files}")]),
            ("left out", f"{task.skipped_errors} because of errors" if task.skipped_errors else ""),
            ("faults", f"{task.faults}"),
            ("submitted", _moment(task.request_time)),
            ("ended", _moment(task.completion_time)),
            ("task", task.id),
        ]
    )


def about_access(
    rule: AccessRule, collection: Collection, *, sharer: str, message: str | None
) -> Words:
    """What somebody is told with whom a directory is shared.

    :param sharer: who gives the access, by username
    :param message: what they want to say about it
    """
    who, name = one_line(sharer), one_line(collection.display_name)
    paragraphs = [f"{who} shares a directory of {name} with {_WITH[rule.principal_type]}."]
    if message and message.strip():
        paragraphs.append(f"{who} writes:\n\n{quoted(message)}")
    table = [
        ("collection", f"{name} ({collection.id})"),
        ("directory", one_line(rule.path, 4096)),
        ("you may", _RIGHTS[rule.permissions]),
        ("until", _moment(rule.expiration_date)),
    ]
    paragraphs.append(_lines(table))
    paragraphs.append(f"You get this mail because {who} gave this address.")
    title = one_line(collection.display_name, _SUBJECT_NAME)
    subject = f"{one_line(sharer, _SUBJECT_NAME)} shares {title} with you"
    return Words(subject, "\n\n".join(paragraphs) + "\n")


def _lines(rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"  {name:<11} {value}" for name, value in rows if value)


def _moment(moment: datetime | None) -> str:
    return iso(moment) if moment else ""
