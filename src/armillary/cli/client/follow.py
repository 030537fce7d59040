"""Waiting for a task at a terminal, with what it does meanwhile."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from armillary.cli.client.exits import FAILED, INTERRUPTED, STILL_RUNNING, end
from armillary.cli.client.output import in_bytes, print_json

if TYPE_CHECKING:
    from globus_sdk import TransferClient

TaskDocument = Mapping[str, Any]
# Seconds between two looks where the service tells nothing: soon at first, for small tasks; seldom
# later.
_FIRST_LOOK, _SLOWEST_LOOK = 0.1, 2.0
# Somebody has as many streams open as one may have.
_TOO_MANY = 429


def follow(client: TransferClient, task_id: str, *, timeout: float | None = None) -> TaskDocument:
    """Wait for a task to end, and show how it goes if a person looks on; its last document.

    :param timeout: seconds; None to wait as long as it takes
    """
    from rich.console import Console

    console = Console(stderr=True)
    looks = _looks(client, task_id, timeout)
    try:
        return _show(looks, console) if console.is_terminal else _last(looks)
    except KeyboardInterrupt:
        click.echo(
            f"\nNot waiting any longer. The task goes on: armillary task wait {task_id}\n"
            f"To stop it: armillary task cancel {task_id}",
            err=True,
        )
        raise SystemExit(INTERRUPTED) from None


def conclude(task: TaskDocument, *, as_json: bool) -> None:
    """Say how a task has ended, and exit accordingly."""
    task_id = task["task_id"]
    if as_json:
        print_json(task)
    match task["status"]:
        case "SUCCEEDED":
            if not as_json:
                click.echo(_success(task))
        case "FAILED":
            error = task.get("fatal_error") or {}
            why = error.get("description") or "it failed"
            end(f"Task {task_id}: {why} See: armillary task show --events {task_id}", FAILED)
        case _:
            why = task.get("nice_status_short_description") or task["status"]
            end(f"Task {task_id} has not ended yet ({why}).", STILL_RUNNING)


def _success(task: TaskDocument) -> str:
    done = f"{task['files_transferred'] or 0} files, {in_bytes(task['bytes_transferred'])}"
    skipped = f", {task['files_skipped']} up to date" if task.get("files_skipped") else ""
    what = "Deleted." if task["type"] == "DELETE" else f"Moved {done}{skipped}."
    return f"{what} Task {task['task_id']} succeeded."


def _looks(client: TransferClient, task_id: str, timeout: float | None) -> Iterator[TaskDocument]:
    """The task's document again and again until it has ended, or the time has."""
    from globus_sdk import EventStreamNotOffered, GlobusAPIError

    try:
        yield from _told(client, task_id, timeout)
    except EventStreamNotOffered:
        yield from _asked(client, task_id, timeout)
    except GlobusAPIError as error:
        if error.http_status != _TOO_MANY:
            raise
        yield from _asked(client, task_id, timeout)


def _told(client: TransferClient, task_id: str, timeout: float | None) -> Iterator[TaskDocument]:
    from globus_sdk import StreamedTask, TaskEventStream

    anything = False
    with TaskEventStream(client, task_id, timeout=timeout) as stream:
        for message in stream:
            if isinstance(message, StreamedTask):
                anything = True
                yield message.data
    if not anything:
        yield client.get_task(task_id).data


def _asked(client: TransferClient, task_id: str, timeout: float | None) -> Iterator[TaskDocument]:
    until = None if timeout is None else time.monotonic() + timeout
    pause = _FIRST_LOOK
    while True:
        task: TaskDocument = client.get_task(task_id).data
        yield task
        if task["status"] in ("SUCCEEDED", "FAILED"):
            return
        if until is not None and time.monotonic() + pause > until:
            return
        time.sleep(pause)
        pause = min(pause * 1.5, _SLOWEST_LOOK)


def _last(looks: Iterator[TaskDocument]) -> TaskDocument:
    (task,) = deque(looks, maxlen=1)
    return task


def _show(looks: Iterator[TaskDocument], console: Any) -> TaskDocument:
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[files]}"),
    )
    task: TaskDocument = {}
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task("Waiting", total=None, files="")
        for task in looks:
            progress.update(
                bar,
                description=_state(task),
                completed=task["bytes_transferred"],
                total=_total(task),
                files=_files(task),
            )
    return task


def _state(task: TaskDocument) -> str:
    return str(task.get("nice_status_short_description") or task["status"].capitalize())


def _total(task: TaskDocument) -> int | None:
    """Bytes in all: nobody knows before the source is looked through; other services don't tell."""
    return task.get("bytes_total") or None


def _files(task: TaskDocument) -> str:
    parts = [f"{task['files_transferred'] or 0} of {task['files']} files"]
    if task["faults"]:
        parts.append(f"{task['faults']} faults")
    return ", ".join(parts)
