"""The pages of ours that need a sign-in of their own; nothing else is ever gone on to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class OwnPage:
    """One page.

    :param path: below Auth's root
    :param title: what the sign-in page calls it
    :param can_cancel: whether the page makes sense to who does not sign in after all
    """

    path: str
    title: str
    can_cancel: bool = False


ACCOUNT = "account"
IDENTITIES = "identities"
LINK = "link"
CONSENTS = "consents"
_IDENTITIES_PATH = "/v2/web/account/identities"
OWN_PAGES: Mapping[str, OwnPage] = {
    ACCOUNT: OwnPage("/v2/web/account", "your account"),
    "authenticator": OwnPage("/v2/web/account/authenticator", "your account"),
    "passkey": OwnPage("/v2/web/account/passkey", "your account"),
    IDENTITIES: OwnPage(_IDENTITIES_PATH, "your account"),
    # Whoever signs in on the way to this one gets no session: see ``sessions/linking.py``.
    LINK: OwnPage(_IDENTITIES_PATH, "linking an identity", can_cancel=True),
    CONSENTS: OwnPage("/v2/web/consents", "the apps that you allowed"),
}
