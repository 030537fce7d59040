"""``armillary login`` and ``logout``."""

from __future__ import annotations

import click

from armillary.cli.client.exits import FAILED, end, with_services
from armillary.cli.client.place import app, find_services, token_file


@click.command()
@click.option("--force", is_flag=True, help="Sign in anew, even if that is not needed.")
@with_services
def login(force: bool) -> None:
    """Log in, so that other commands need not ask.

    Opens the login page in a browser, or shows its address and asks for the code that the page
    gives. The login lasts until it was not used for months.
    """
    from globus_sdk import ClientApp, TransferClient
    from globus_sdk.gare import GlobusAuthorizationParameters

    find_services()
    with app(may_ask=True) as known, TransferClient(app=known):
        if isinstance(known, ClientApp):
            end("A client's id and secret are set, so there is nobody to log in.", FAILED)
        if known.login_required() or force:
            # A browser that is still signed in is not asked again unless it has to be.
            anew = GlobusAuthorizationParameters(prompt="login") if force else None
            known.login(auth_params=anew, force=force)
            click.echo("You are logged in.")
        else:
            click.echo("You are logged in already. Use --force to log in again.")


@click.command()
@with_services
def logout() -> None:
    """Give the tokens back and forget them."""
    find_services()
    with app(may_ask=False) as known:
        known.logout()
    token_file().unlink(missing_ok=True)
    click.echo("You are logged out.")
