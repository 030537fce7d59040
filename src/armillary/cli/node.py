"""``armillary node``."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import click

from armillary.core.well_known import LONGEST_TIMEOUT_MINS


@click.group()
def node() -> None:
    """Storage nodes: the processes that hold and move files."""


_folder = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
_as_json = click.option("--json", "as_json", is_flag=True, help="Answer with a JSON document.")


@node.command("setup")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--service-url", required=True, help="Base URL of the services, https://...")
@click.option(
    "--token",
    required=True,
    envvar="ARMILLARY_ENROLLMENT_TOKEN",
    help="What `armillary admin nodes enroll-token` has shown, or the setup key of a personal"
    " collection; better in the environment variable ARMILLARY_ENROLLMENT_TOKEN.",
)
@click.option(
    "--collection",
    "collections",
    multiple=True,
    required=True,
    metavar="NAME=DIRECTORY",
    help="A mapped collection and the directory that it shows; repeatable. An id in the place of"
    " the name takes up the collection that had it on a revoked node. With the setup key of a"
    " personal collection: that collection's id or name, alone.",
)
@click.option("--display-name", default=socket.gethostname, show_default="this host's name")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on, at which services and other nodes reach this one.",
)
@click.option("--manager-port", default=0, help="For the services; 0 picks a free one, for good.")
@click.option("--data-port", default=0, help="For other nodes; 0 picks a free one, for good.")
@click.option("--allow-root", is_flag=True, help="Let the node run as root.")
@_as_json
def setup(folder: Path, as_json: bool, **options: Any) -> None:
    """Write the FOLDER of a new node; `armillary node run FOLDER` then joins and serves.

    \b
    Example:
      armillary node setup /srv/node --service-url https://lab.example \\
          --collection "Project data=/data" --host 10.0.0.7
    """
    from armillary.node.settings import set_up

    collections = set_up(folder, **options)
    if as_json:
        click.echo(json.dumps({"folder": str(folder), "collections": collections}))
        return
    for collection in collections:
        _tell(collection)


@node.command("run")
@_folder
def run(folder: Path) -> None:
    """Run the node whose configuration lies in FOLDER."""
    from armillary.cli.processes import run_node

    run_node(folder)


@node.command("show")
@_folder
@_as_json
def show(folder: Path, as_json: bool) -> None:
    """Show the collections of the node in FOLDER and how they are treated."""
    from armillary.node.settings import shown

    collections = shown(folder)
    if as_json:
        click.echo(json.dumps({"collections": collections}))
        return
    for collection in collections:
        _tell(collection)


@node.command("set")
@_folder
@click.option("--collection", help="Id of a mapped collection, if the node has several.")
@click.option(
    "--fsync/--no-fsync", default=None, help="Whether what is done survives a power cut, or not."
)
@click.option(
    "--read-back/--no-read-back",
    default=None,
    help="Whether files are read again from the storage before they get their names.",
)
@click.option(
    "--limit", "limits", multiple=True, help="A limit, in the place of those of before; repeatable."
)
@click.option("--no-limits", is_flag=True, help="Take all limits away.")
@click.option(
    "--high-assurance",
    type=click.IntRange(1, LONGEST_TIMEOUT_MINS),
    metavar="MINUTES",
    help="Let only those at the files who have signed in within so many minutes.",
)
@click.option("--no-high-assurance", is_flag=True, help="Let a sign-in be as old as it may.")
@_as_json
def set_(
    folder: Path,
    collection: str | None,
    fsync: bool | None,
    read_back: bool | None,
    limits: tuple[str, ...],
    no_limits: bool,
    high_assurance: int | None,
    no_high_assurance: bool,
    as_json: bool,
) -> None:
    """Change how a collection of the node in FOLDER is treated; a running node follows at once.

    A limit is "[DAYS] [HH:MM-HH:MM] LIMIT...", of in=, out= (bytes a second), in-files=,
    out-files= (files a second). The first whose time it is holds, alone.

    \b
    Examples:
      armillary node set FOLDER --fsync --read-back
      armillary node set FOLDER --limit "mon-fri 08:00-18:00 in=20MB" --limit "in=200MB"
      armillary node set FOLDER --high-assurance 30
    """
    from armillary.node.settings import change

    changed = change(
        folder,
        collection,
        fsync=fsync,
        read_back=read_back,
        limits=[] if no_limits else list(limits) or None,
        high_assurance=0 if no_high_assurance else high_assurance,
    )
    if as_json:
        click.echo(json.dumps(changed))
    else:
        _tell(changed)


def _tell(collection: dict[str, Any]) -> None:
    for name, value in collection.items():
        if isinstance(value, bool):
            value = "yes" if value else "no"
        elif value is None:
            value = "-"
        elif isinstance(value, list):
            value = "; ".join(value) or "-"
        click.echo(f"{name:27}  {value}")
