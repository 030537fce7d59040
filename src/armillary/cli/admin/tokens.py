"""``armillary admin tokens``."""

from __future__ import annotations

import click

from armillary.cli.admin.place import Place, with_place
from armillary.core.errors import UsageError


@click.group()
def tokens() -> None:
    """Tokens that were issued."""


@tokens.command()
@click.option("--identity", help="Username or id: tokens of this person, all identities.")
@click.option("--client", help="Id: tokens that this client holds.")
@with_place
def revoke(place: Place, identity: str | None, client: str | None) -> None:
    """Void tokens of a person, of a client, or of a person at a client.

    Services refuse them within 5 seconds. Consents stay.

    \b
    Examples:
      armillary admin tokens revoke --identity ada@lab.example
      armillary admin tokens revoke --client 61338d24-54d5-408f-a10d-66c06b59f6d2
    """
    from armillary.auth.operator.tokens import revoke_tokens

    if not (identity or client):
        raise UsageError("Say whose tokens: --identity, --client, or both.")
    with place.writing() as session:
        place.answer(revoke_tokens(session, identity=identity, client=client))
