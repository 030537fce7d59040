"""``armillary admin nodes``."""

from __future__ import annotations

import click

from armillary.cli.admin.place import Place, with_place
from armillary.core.errors import UsageError


@click.group()
def nodes() -> None:
    """Storage nodes that have joined."""


@nodes.command("list")
@with_place
def list_(place: Place) -> None:
    """List the nodes: where they are, when they were last heard, whether they are revoked."""
    from armillary.transfer.nodes.revoke import describe_nodes

    with place.reading() as session:
        found = describe_nodes(session)
    place.answer_list("nodes", found, ("id", "display_name", "manager", "last_seen", "revoked_at"))


@nodes.command("enroll-token")
@click.argument("owner")
@with_place
def enroll_token(place: Place, owner: str) -> None:
    """Make a token with which one node may join, once, within a day.

    Its mapped collections will belong to OWNER, a username or the id of an identity. The token is
    shown once; it goes into `armillary node setup` on the node's host.

    \b
    Example:
      armillary admin nodes enroll-token ada@lab.example --json
    """
    from armillary.auth.identities.store import find_by_username, find_identity
    from armillary.auth.operator.record import record_operation
    from armillary.core.ids import new_secret
    from armillary.transfer.nodes.enroll import allow_node

    token = new_secret()
    with place.writing() as session:
        identity = find_identity(session, owner) or find_by_username(session, owner)
        if identity is None:
            raise UsageError(f"Nobody is called {owner}: see `armillary admin accounts list`.")
        expires = allow_node(session, token, owner_id=identity.id).expires_at
        record_operation(session, "node.allowed", target=identity.id)
    place.answer({"token": token, "owner": identity.username, "expires_at": expires})


@nodes.command()
@click.argument("node")
@with_place
def revoke(place: Place, node: str) -> None:
    """Trust the node with the id NODE no longer, for good.

    The service calls it no more, and other nodes neither send to it nor fetch from it, within
    seconds. Its host joins again with a new folder and a new enrolment token, and gets its
    collections back if they have the same ids and owner.

    \b
    Example:
      armillary admin nodes list
      armillary admin nodes revoke 5b3c0b6e-2c1f-4b0e-9d0a-3c7e9a2f1d55
    """
    from armillary.auth.operator.record import record_operation
    from armillary.transfer.nodes.revoke import revoke_node

    with place.writing() as session:
        revoked = revoke_node(session, node)
        answer = {"revoked": revoked.id, "display_name": revoked.display_name}
        record_operation(
            session, "node.revoked", target=revoked.id, display_name=revoked.display_name
        )
    place.answer(answer)
