"""Which domain an identity is of, as far as anybody vouches for it."""

from __future__ import annotations

from armillary.auth.identities.model import Identity
from armillary.auth.identities.providers import PROVIDERS


def vouched_domain(identity: Identity) -> str | None:
    """The domain of an identity's username, if its provider gives out usernames of that domain.

    That a username ends in a domain says nothing by itself: people choose the usernames of
    local accounts themselves.
    """
    domain = identity.username.partition("@")[2]
    return domain if domain in PROVIDERS[identity.identity_provider].domains else None
