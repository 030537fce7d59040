"""``armillary admin accounts``."""

from __future__ import annotations

import sys
from typing import Any

import click

from armillary.cli.admin.place import Place, with_place

_COLUMNS = ("username", "name", "email", "disabled", "id")


@click.group()
def accounts() -> None:
    """Accounts of people.

    An account is named by its username or by the id of one of its identities.
    """


@accounts.command("list")
@click.option("--search", default="", help="Part of a username, name or e-mail address.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True)
@click.option("--after", default="", help="Go on after this username.")
@with_place
def list_(place: Place, **options: Any) -> None:
    """List accounts by username.

    \b
    Example:
      armillary admin accounts list --search @lab.example --json
    """
    from armillary.auth.operator.accounts import list_accounts

    with place.reading() as session:
        found = list_accounts(session, **options)
    place.answer_list("accounts", found, _COLUMNS)


@accounts.command()
@click.argument("name")
@with_place
def show(place: Place, name: str) -> None:
    """Show the account NAME with its identities and live sessions."""
    from armillary.auth.operator.accounts import show_account

    with place.reading() as session:
        place.answer(show_account(session, name))


@accounts.command()
@click.argument("username")
@click.option("--name", required=True, help="The person's name.")
@click.option("--email", required=True)
@click.option("--organization", default="")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@with_place
def create(place: Place, password_stdin: bool, **fields: str) -> None:
    """Make the account USERNAME; asks for its password.

    \b
    Example:
      armillary admin accounts create ada --name "Ada Lovelace" --email ada@lab.example
    """
    from armillary.auth.operator.accounts import create_account

    with place.database() as database:
        place.answer(create_account(database, password=_password(password_stdin), **fields))


@accounts.command()
@click.argument("name")
@with_place
def disable(place: Place, name: str) -> None:
    """Let nobody sign in to the account NAME; ends its sessions and voids its tokens."""
    from armillary.auth.operator.accounts import disable_account

    with place.writing() as session:
        place.answer(disable_account(session, name))


@accounts.command()
@click.argument("name")
@with_place
def enable(place: Place, name: str) -> None:
    """Let people sign in to the account NAME again."""
    from armillary.auth.operator.accounts import enable_account

    with place.writing() as session:
        place.answer(enable_account(session, name))


@accounts.command("end-sessions")
@click.argument("name")
@with_place
def end_sessions(place: Place, name: str) -> None:
    """Sign the account NAME out in every browser; tokens of its apps stay.

    \b
    See also:
      armillary admin tokens revoke --identity NAME
    """
    from armillary.auth.operator.accounts import end_account_sessions

    with place.writing() as session:
        place.answer(end_account_sessions(session, name))


@accounts.command("remove-factors")
@click.argument("name")
@with_place
def remove_factors(place: Place, name: str) -> None:
    """Remove the second factors of NAME, who has lost them and the recovery codes.

    First make sure who asks: from then on the password alone signs in.
    """
    from armillary.auth.operator import accounts as operations

    with place.writing() as session:
        place.answer(operations.remove_factors(session, name))


@accounts.command("set-password")
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@with_place
def set_password(place: Place, name: str, password_stdin: bool) -> None:
    """Give NAME another password, and sign it out everywhere; asks for the password.

    \b
    Example:
      armillary admin accounts set-password ada --password-stdin < new-password
    """
    from armillary.auth.operator import accounts as operations

    with place.database() as database:
        place.answer(operations.set_password(database, name, _password(password_stdin)))


def _password(from_stdin: bool) -> str:
    """The new password, typed twice or from standard input; never an argument, which others see."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return typed
