"""``armillary cp`` and ``armillary transfer``: one submits and waits, the other only submits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

import click

from armillary.cli.client.exits import with_services
from armillary.cli.client.follow import conclude, follow
from armillary.cli.client.names import Target, TargetType, collection_id
from armillary.cli.client.output import json_option, print_json
from armillary.cli.client.place import transfer_client

# What decides whether a file that is there already is moved again.
SYNC_LEVELS = ("exists", "size", "mtime", "checksum")


def _options(command: Callable[..., None]) -> Callable[..., None]:
    decorators = (
        click.argument(
            "targets",
            type=TargetType(),
            nargs=-1,
            required=True,
            metavar="SOURCE:PATH... DESTINATION:PATH",
        ),
        click.option("-r", "--recursive", is_flag=True, help="Directories, with all in them."),
        click.option(
            "--sync", type=click.Choice(SYNC_LEVELS), help="Leave out what is there already."
        ),
        click.option("--delete-extra", is_flag=True, help="Remove what the source does not have."),
        click.option("--preserve-time", is_flag=True, help="Keep the times of change."),
        click.option("--checksum", is_flag=True, help="Compare checksums of whole files."),
        click.option("--label", help="What the task is called in lists."),
        click.option("--timeout", type=click.FloatRange(min=0), help="Seconds to wait at most."),
        json_option,
    )
    for decorate in reversed(decorators):
        command = decorate(command)
    return command


@click.command()
@_options
@with_services
def cp(**options: Any) -> None:
    """Copy files between collections, and wait until they are there.

    Several sources go into a directory: its path ends with a slash.

    \b
    Examples:
      armillary cp A:/data/run1.h5 B:/archive/run1.h5
      armillary cp A:/data/run1.h5 A:/data/run2.h5 B:/archive/
      armillary cp -r --sync mtime A:/data/ B:/archive/data/
    """
    _run(**options, wait=True)


@click.command()
@click.option("--wait", is_flag=True, help="Wait for the end, and show the progress.")
@_options
@with_services
def transfer(**options: Any) -> None:
    """Have files copied between collections; prints the task's id.

    The service sees to it from then on. The same as cp, but for not waiting.
    """
    _run(**options)


def _run(
    *,
    targets: tuple[Target, ...],
    wait: bool,
    timeout: float | None,
    as_json: bool,
    recursive: bool,
    **options: Any,
) -> None:
    *sources, destination = targets
    items = pairs(sources, destination)
    with transfer_client() as client:
        source_id, destination_id = (
            collection_id(client, target.collection) for target in (sources[0], destination)
        )
        data = _submission(source_id, destination_id, items, recursive=recursive, **options)
        answer = client.submit_transfer(data)
        if wait:
            task = follow(client, answer["task_id"], timeout=timeout)
            conclude(task, as_json=as_json)
        elif as_json:
            print_json(answer.data)
        else:
            click.echo(answer["task_id"])


def pairs(sources: list[Target], destination: Target) -> list[tuple[str, str]]:
    """The path of each source with the one where it goes.

    :raises click.UsageError: a path is missing, sources are on several collections, or several
        are to get one name
    """
    if not sources:
        raise click.UsageError("Name at least one source and then the destination.")
    if len({source.collection for source in sources}) > 1:
        raise click.UsageError("All sources must be on one collection: a task has one source.")
    paths = [source.path for source in sources if source.path]
    into = destination.path
    if into is None or len(paths) < len(sources):
        raise click.UsageError("Every source and the destination need a path: COLLECTION:PATH.")
    if not into.endswith("/") and len(sources) > 1:
        raise click.UsageError("Several sources go into a directory: end its path with a slash.")
    return [(path, _place_in(into, path)) for path in paths]


def _place_in(into: str, source: str) -> str:
    """Where a source goes: a path that ends with a slash is a directory to put files into."""
    is_directory = source.endswith("/")
    return into + PurePosixPath(source).name if into.endswith("/") and not is_directory else into


def _submission(
    source_id: str,
    destination_id: str,
    items: list[tuple[str, str]],
    *,
    recursive: bool,
    sync: str | None,
    delete_extra: bool,
    preserve_time: bool,
    checksum: bool,
    label: str | None,
) -> Any:
    from globus_sdk import TransferData

    chosen: dict[str, Any] = {"sync_level": sync, "label": label}
    data = TransferData(
        source_endpoint=source_id,
        destination_endpoint=destination_id,
        delete_destination_extra=delete_extra,
        preserve_timestamp=preserve_time,
        verify_checksum=checksum,
        **{name: value for name, value in chosen.items() if value is not None},
    )
    for source, destination in items:
        data.add_item(source, destination, recursive=recursive)
    return data
