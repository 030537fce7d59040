"""``armillary ls``."""

from __future__ import annotations

from typing import Any

import click

from armillary.cli.client.exits import with_services
from armillary.cli.client.names import Target, TargetType
from armillary.cli.client.output import in_bytes, json_option, print_json, print_table
from armillary.cli.client.place import transfer_client


@click.command()
@click.argument("target", type=TargetType(), required=False, metavar="[COLLECTION[:PATH]]")
@click.option("-l", "long", is_flag=True, help="With permissions, size and time of change.")
@click.option("-a", "--all", "hidden", is_flag=True, help="Also what begins with a dot.")
@click.option("--filter", "name_filter", help="Only names like this, such as '~*.txt'.")
@json_option
@with_services
def ls(
    target: Target | None, long: bool, hidden: bool, name_filter: str | None, as_json: bool
) -> None:
    """List a directory of a collection; without one, your collections.

    \b
    Examples:
      armillary ls
      armillary ls 6c54cade-bde5-45c1-bdea-f4bd71dba2cc:/share/godata/
      armillary ls -l 'Beamline 7:/2026'
    """
    with transfer_client() as client:
        if target is None:
            _show_collections(client, as_json=as_json)
        else:
            _show_directory(
                client, target, long=long, hidden=hidden, name_filter=name_filter, as_json=as_json
            )


def _show_collections(client: Any, *, as_json: bool) -> None:
    found = [dict(each) for each in client.endpoint_search(filter_scope="my-endpoints")]
    if as_json:
        print_json(found)
    else:
        print_table(("ID", "NAME"), ((each["id"], each["display_name"]) for each in found))


def _show_directory(
    client: Any,
    target: Target,
    *,
    long: bool,
    hidden: bool,
    name_filter: str | None,
    as_json: bool,
) -> None:
    place = target.resolved(client)
    options: dict[str, Any] = {"show_hidden": hidden}
    if place.path is not None:
        options["path"] = place.path
    if name_filter is not None:
        options["filter"] = {"name": name_filter}
    listing = client.operation_ls(place.collection, **options)
    if as_json:
        print_json(listing.data)
    elif long:
        print_table(("MODE", "SIZE", "CHANGED", "NAME"), map(_row, listing))
    else:
        for entry in listing:
            click.echo(_name(entry))


def _row(entry: Any) -> tuple[str, str, str, str]:
    size = in_bytes(entry["size"]) if entry["type"] == "file" else ""
    return entry["permissions"], size, entry["last_modified"], _name(entry)


def _name(entry: Any) -> str:
    name: str = entry["name"]
    return f"{name}/" if entry["type"] == "dir" else name
