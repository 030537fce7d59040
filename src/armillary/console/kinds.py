"""The kinds of app that can be registered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from globus_sdk.services.auth.clients import ClientType


@dataclass(frozen=True)
class Kind:
    """What the console calls a type of client, and what it asks for.

    :param client_type: Auth's name of it
    :param choice: the words of the link that begins the registration
    :param name: what an app of this kind is
    :param after: what there is to do once it is registered
    :param hosted: whether its logins end at addresses of its own, which it therefore needs
    """

    client_type: ClientType
    choice: str
    name: str
    after: str
    hosted: bool = False


_SECRET_NEXT = "Your app is registered. Next, make a client secret for it."  # noqa: S105 - a hint

KINDS: Mapping[str, Kind] = {
    "portal": Kind(
        "confidential_client",
        "Register a portal, science gateway, or other application you host.",
        "Portal, science gateway or other hosted application",
        _SECRET_NEXT,
        hosted=True,
    ),
    "service-account": Kind(
        "client_identity",
        "Register a service account or application credential for automation.",
        "Service account or application credential",
        _SECRET_NEXT,
    ),
    "native": Kind(
        "public_installed_client",
        "Register a thick client or script that will be installed and run by users on their "
        "devices.",
        "Thick client or script",
        "Your app is registered.",
    ),
    "resource-server": Kind(
        "hybrid_confidential_client_resource_server",
        "Register a new resource server or service API, with scopes of its own.",
        "Resource server or service API",
        "Your service is registered. Next, make a client secret and its scopes.",
    ),
}


def kind_name(client_type: str) -> str:
    """What an app of a type is, in words."""
    names: dict[str, str] = {kind.client_type: kind.name for kind in KINDS.values()}
    return names.get(client_type, client_type)
