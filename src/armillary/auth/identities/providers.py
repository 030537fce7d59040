"""The identity providers of every deployment: its own accounts, and clients as identities."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class IdentityProvider:
    """Who vouches for an identity.

    :param domains: the part after the ``@`` of the usernames that it gives out
    """

    id: str
    name: str
    short_name: str
    domains: tuple[str, ...] = ()


LOCAL = IdentityProvider("3f6c2d0e-7a51-4f0b-9d27-5b7e1c9a4e10", "Armillary accounts", "armillary")
CLIENTS = IdentityProvider(
    "b9a3d8f4-2c6e-4d1a-8f35-0c4e7d2b6a91", "Clients", "clients", ("clients.auth.globus.org",)
)
