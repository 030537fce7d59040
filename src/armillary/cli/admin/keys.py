"""``armillary admin keys``."""

from __future__ import annotations

from dataclasses import asdict

import click

from armillary.cli.admin.place import Place, with_place


@click.group()
def keys() -> None:
    """Keys that sign id_tokens. Running services notice a change within seconds."""


@keys.command("list")
@with_place
def list_(place: Place) -> None:
    """List the published keys: the one that signs, then those of before."""
    from armillary.auth.openid.keyring import list_keys

    found = [asdict(key) for key in list_keys(place.deployment.keys_dir)]
    place.answer_list("keys", found, ("kid", "signs", "bits", "since"))


@keys.command()
@click.option(
    "--which",
    type=click.Choice(["id_token", "interaction"]),
    default="id_token",
    show_default=True,
    help="What the key signs: id_tokens, or the pages of logins under way.",
)
@with_place
def rotate(place: Place, which: str) -> None:
    """Let a new key sign from now on.

    The former key of id_tokens stays published until you retire it. Logins under way when the
    key of `interaction` changes must be started again.

    \b
    Example:
      armillary admin keys rotate && armillary admin keys list
    """
    from armillary.auth.openid.keyring import rotate_interaction_key, rotate_signing_key
    from armillary.auth.operator.record import record_operation

    folder = place.deployment.keys_dir
    with place.writing() as session:
        if which == "interaction":
            rotate_interaction_key(folder)
            answer = {"rotated": which}
        else:
            former, kid = rotate_signing_key(folder)
            answer = {"rotated": which, "kid": kid, "former": former}
        record_operation(session, "key.rotated", target=which, **answer)
    place.answer(answer)


@keys.command()
@click.argument("kid")
@click.option("--force", is_flag=True, help="Although id_tokens may live that it signed.")
@with_place
def retire(place: Place, kid: str, force: bool) -> None:
    """No longer publish the key KID: what it signed is not believed any more.

    Refused as long as id_tokens that it signed may live, unless --force says that the key is no
    longer to be trusted. (A KID that begins with "-" is given after "--".)
    """
    from armillary.auth.openid.keyring import retire_key
    from armillary.auth.operator.record import record_operation

    lifetime = place.settings.access_token_lifetime
    with place.writing() as session:
        retire_key(place.deployment.keys_dir, kid, lifetime=lifetime, force=force)
        record_operation(session, "key.retired", target=kid, forced=force)
    place.answer({"retired": kid})
