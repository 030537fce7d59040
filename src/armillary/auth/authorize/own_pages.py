"""The pages of ours that need a sign-in of their own; nothing else is ever gone on to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class OwnPage:
    """One page.

    :param path: below Auth's root
    :param title: what the sign-in page calls it
    """

    path: str
    title: str


ACCOUNT = "account"
OWN_PAGES: Mapping[str, OwnPage] = {
    ACCOUNT: OwnPage("/v2/web/account", "your account"),
    "authenticator": OwnPage("/v2/web/account/authenticator", "your account"),
    "passkey": OwnPage("/v2/web/account/passkey", "your account"),
}
