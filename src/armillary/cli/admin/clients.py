"""``armillary admin clients``."""

from __future__ import annotations

from typing import Any

import click

from armillary.cli.admin.place import Place, with_place

_COLUMNS = ("id", "name", "client_type", "disabled")


@click.group()
def clients() -> None:
    """Apps and services that are registered."""


@clients.command("list")
@click.option("--search", default="", help="Part of a name.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True)
@click.option("--after", default="", help="Go on after this id.")
@with_place
def list_(place: Place, **options: Any) -> None:
    """List clients by id.

    \b
    Example:
      armillary admin clients list --search tutorial
    """
    from armillary.auth.operator.clients import list_clients

    with place.reading() as session:
        found = list_clients(session, **options)
    place.answer_list("clients", found, _COLUMNS)


@clients.command()
@click.argument("client_id")
@with_place
def show(place: Place, client_id: str) -> None:
    """Show the client CLIENT_ID, with the names of its secrets."""
    from armillary.auth.operator.clients import show_client

    with place.reading() as session:
        place.answer(show_client(session, client_id))


@clients.command()
@click.argument("client_id")
@with_place
def disable(place: Place, client_id: str) -> None:
    """Let CLIENT_ID get no tokens and sign nobody in; voids the tokens that it has."""
    from armillary.auth.operator.clients import disable_client

    with place.writing() as session:
        place.answer(disable_client(session, client_id))


@clients.command()
@click.argument("client_id")
@with_place
def enable(place: Place, client_id: str) -> None:
    """Let CLIENT_ID work again."""
    from armillary.auth.operator.clients import enable_client

    with place.writing() as session:
        place.answer(enable_client(session, client_id))


@clients.command()
@click.argument("client_id")
@click.option("--yes", is_flag=True, help="Don't ask.")
@with_place
def delete(place: Place, client_id: str, yes: bool) -> None:
    """Remove CLIENT_ID with every consent to it and every token; there is no way back.

    \b
    To stop it for a while instead:
      armillary admin clients disable CLIENT_ID
    """
    from armillary.auth.operator.clients import delete_client, show_client

    if not yes:
        with place.reading() as session:
            name = show_client(session, client_id)["name"]
        click.confirm(f"Delete {name} ({client_id}) for good?", abort=True, err=True)
    with place.writing() as session:
        place.answer(delete_client(session, client_id))


@clients.command("rotate-secret")
@click.argument("client_id")
@click.option("--keep", is_flag=True, help="Let the secrets of before go on working.")
@with_place
def rotate_secret(place: Place, client_id: str, keep: bool) -> None:
    """Give CLIENT_ID a new secret, shown this once; the old ones end at once.

    \b
    Example, for an app that must not stop:
      armillary admin clients rotate-secret CLIENT_ID --keep --json
    """
    from armillary.auth.operator import clients as operations

    with place.writing() as session:
        place.answer(operations.rotate_secret(session, client_id, keep=keep))
