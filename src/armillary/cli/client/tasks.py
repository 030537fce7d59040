"""``armillary task``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from armillary.cli.client.exits import with_services
from armillary.cli.client.follow import conclude, follow
from armillary.cli.client.output import in_bytes, json_option, print_json, print_table
from armillary.cli.client.place import transfer_client

STATUSES = ("ACTIVE", "INACTIVE", "SUCCEEDED", "FAILED")
_MAX_EVENTS = 1000


@click.group()
def task() -> None:
    """See, wait for and cancel tasks: transfers and deletions under way or past."""


@task.command("list")
@click.option("--status", type=click.Choice(STATUSES, case_sensitive=False), multiple=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@json_option
@with_services
def list_tasks(status: tuple[str, ...], limit: int, as_json: bool) -> None:
    """List tasks, the newest first."""
    wanted = {"filter": f"status:{','.join(status).upper()}"} if status else {}
    with transfer_client() as client:
        listing = client.task_list(limit=limit, query_params=wanted)
    if as_json:
        print_json(listing.data)
    else:
        print_table(("ID", "STATUS", "TYPE", "SUBMITTED", "LABEL"), map(_row, listing))


def _row(each: Mapping[str, Any]) -> tuple[Any, ...]:
    columns = ("task_id", "status", "type", "request_time", "label")
    return tuple(each[column] for column in columns)


@task.command()
@click.argument("task_id", type=click.UUID)
@click.option("--events", is_flag=True, help="What happened to it, instead.")
@json_option
@with_services
def show(task_id: object, events: bool, as_json: bool) -> None:
    """Show a task."""
    with transfer_client() as client:
        if events:
            listing = client.task_event_list(str(task_id), limit=_MAX_EVENTS)
            _print_events(listing, as_json=as_json, document=listing.data)
            return
        document = client.get_task(str(task_id)).data
    if as_json:
        print_json(document)
        return
    for name, value in _facts(document):
        click.echo(f"{name + ':':<14}{value}")


def _print_events(events: Iterable[Mapping[str, Any]], *, as_json: bool, document: Any) -> None:
    if as_json:
        print_json(document)
        return
    rows = ((e["time"], e["code"], e["description"], e["details"]) for e in events)
    print_table(("TIME", "CODE", "WHAT", "DETAILS"), rows)


def _facts(document: Mapping[str, Any]) -> list[tuple[str, Any]]:
    facts = [
        ("Task", document["task_id"]),
        ("Label", document["label"]),
        ("Type", document["type"]),
        ("Status", document["status"]),
        ("Details", document["nice_status_details"]),
        ("Source", document["source_endpoint_display_name"]),
        ("Destination", document["destination_endpoint_display_name"]),
        ("Submitted", document["request_time"]),
        ("Ended", document["completion_time"]),
        ("Deadline", document["deadline"]),
        ("Files", f"{document['files_transferred'] or 0} of {document['files']}"),
        ("Moved", in_bytes(document["bytes_transferred"])),
        ("Rate", f"{in_bytes(document['effective_bytes_per_second'] or 0)}/s"),
        ("Faults", document["faults"]),
        ("Error", (document["fatal_error"] or {}).get("description")),
    ]
    return [(name, value) for name, value in facts if value is not None]


@task.command()
@click.argument("task_ids", type=click.UUID, nargs=-1, required=True)
@json_option
@with_services
def cancel(task_ids: tuple[object, ...], as_json: bool) -> None:
    """Cancel tasks; what they have moved already stays."""
    with transfer_client() as client:
        _answered([client.cancel_task(str(task_id)).data for task_id in task_ids], as_json=as_json)


@task.command()
@click.argument("task_ids", type=click.UUID, nargs=-1, required=True)
@json_option
@with_services
def resume(task_ids: tuple[object, ...], as_json: bool) -> None:
    """Have tasks try again that wait for you (INACTIVE), once you have done what they name."""
    with transfer_client() as client:
        # Globus has no such call, so neither has the client.
        answers = [client.post(f"/v0.10/task/{task_id}/resume").data for task_id in task_ids]
    _answered(answers, as_json=as_json)


def _answered(answers: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    if as_json:
        print_json(answers)
        return
    for answer in answers:
        click.echo(answer["message"])


@task.command()
@click.argument("task_id", type=click.UUID)
@click.option("--timeout", type=click.FloatRange(min=0), help="Seconds to wait at most.")
@json_option
@with_services
def wait(task_id: object, timeout: float | None, as_json: bool) -> None:
    """Wait for a task to end; the exit code tells how it did."""
    with transfer_client() as client:
        document = follow(client, str(task_id), timeout=timeout)
    conclude(document, as_json=as_json)
