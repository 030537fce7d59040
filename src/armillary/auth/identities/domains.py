"""Which domain an identity is of, as far as anybody vouches for it."""

from __future__ import annotations

from armillary.auth.identities.model import Identity
from armillary.auth.identities.providers import LOCAL


def vouched_domain(identity: Identity) -> str | None:
    """The domain of an identity's username, if somebody vouches for it.

    A provider vouches for the domains of which it gives out usernames. People choose the
    usernames of local accounts themselves, so that one proves its domain only when it is, letter
    for letter, the e-mail address that the person has proven to read.
    """
    domain = identity.username.partition("@")[2]
    if identity.provider.active and domain in identity.provider.domains:
        return domain
    return domain if domain and _username_is_proven(identity) else None


def _username_is_proven(identity: Identity) -> bool:
    return (
        identity.identity_provider == LOCAL.id
        and identity.email_verified_at is not None
        and (identity.email or "").lower() == identity.username
    )
