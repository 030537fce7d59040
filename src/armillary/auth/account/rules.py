"""What may be linked and parted."""

from __future__ import annotations

from collections.abc import Iterable

from armillary.auth.errors import Conflict
from armillary.auth.identities.model import Identity
from armillary.auth.identities.providers import CLIENTS


class LinkRefused(Conflict):
    """These identities can't be linked."""

    title = "Not linked"


class PartRefused(Conflict):
    """This identity can't leave its account."""

    title = "Not unlinked"


def check_can_link(account_id: str, other_account_id: str, others: Iterable[Identity]) -> None:
    """Let pass identities of another account that people have.

    :raises LinkRefused: they are linked already, or one is an app's
    """
    if account_id == other_account_id:
        raise LinkRefused("These identities are linked already.")
    if any(identity.identity_provider == CLIENTS.id for identity in others):
        raise LinkRefused("The identity of an app can't be linked to a person's.")


def check_can_part(identity: Identity, *, can_sign_in: bool) -> None:
    """Let pass an identity that another one is left beside, and that does not get lost.

    :raises PartRefused: it is the primary one, which the last one always is, or can't sign in
    """
    if identity.is_primary:
        raise PartRefused(
            f"{identity.username} is the primary identity. Make another one primary first."
        )
    if not can_sign_in:
        raise PartRefused(
            f"{identity.username} has neither a password nor a passkey, and no identity provider "
            "that can be reached: nobody could sign in as it. Give it one of these first."
        )
