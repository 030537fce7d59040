"""What every deployment knows from the start: services, their scopes, clients in the field."""

from __future__ import annotations

from sqlalchemy.orm import Session

from armillary.auth.clients.model import Client
from armillary.auth.clients.redirects import CONSOLE_CALLBACK, NATIVE_DEFAULTS
from armillary.auth.clients.store import find_by_secret, replace_credentials
from armillary.auth.federation.config import load_providers
from armillary.auth.identities.known_providers import register_providers
from armillary.auth.identities.providers import IdentityProvider
from armillary.auth.identities.store import create_service_identity, find_identity
from armillary.auth.scopes.store import register_resource_server
from armillary.core.settings import Settings
from armillary.core.well_known import COMMAND_LINE_CLIENT_ID

_AUTH = "urn:globus:auth:scope:auth.globus.org:"
_TRANSFER = "urn:globus:auth:scope:transfer.api.globus.org:"
_GROUPS = "urn:globus:auth:scope:groups.api.globus.org:"
_SEARCH = "urn:globus:auth:scope:search.api.globus.org:"
_SCOPES = "https://auth.globus.org/scopes/"
_TIMERS_ID = "524230d7-ea86-4a52-8312-86065a9e0417"
_FLOWS_ID = "eec9b274-0c81-4334-bdc2-54e90e689b9a"
_COMPUTE_ID = "facd7ccc-c5f4-42aa-916b-a0e270e2c2a9"

AUTH_CLIENT_ID = "2f1b7c64-93d8-4c0e-a6b1-5d7f0e3a8c92"
TRANSFER_CLIENT_ID = "8a5e0d3b-17f4-4b69-9c2d-e4f6a1b08c37"
CONSOLE_CLIENT_ID = "d4c7e9a2-5b18-4f36-8e0a-1c9f2b6d7a53"

# client id, name, resource server, {scope string: what the consent page says}
_SERVICES: tuple[tuple[str, str, str | None, dict[str, str]], ...] = (
    (
        AUTH_CLIENT_ID,
        "Login",
        "auth.globus.org",
        {
            "openid": "Know who you are: the id of your account",
            "email": "See your e-mail address",
            "profile": "See your name, username and organization",
            _AUTH + "manage_projects": "Manage your projects and the apps in them",
            _AUTH + "view_authentications": "See when and how you signed in",
            _AUTH + "view_clients": "See the apps that you manage",
            _AUTH + "view_clients_and_scopes": "See the apps that you manage and their permissions",
            _AUTH + "view_consents": "See which apps you have allowed to do what",
            _AUTH + "view_identities": "Look up people by username or id",
            _AUTH + "view_identity_set": "See all identities linked to your account",
        },
    ),
    (
        TRANSFER_CLIENT_ID,
        "Transfer",
        "transfer.api.globus.org",
        {
            _TRANSFER + "all": "Transfer, share and manage your files on collections you can use",
            _TRANSFER + "gcp_install": "Set up a collection on a personal computer",
        },
    ),
    (
        "c1a94f7e-60b2-4d83-b5e7-9f28d03c6a14",
        "Groups",
        "groups.api.globus.org",
        {
            _GROUPS + "all": "See and manage your groups",
            _GROUPS + "view_my_groups_and_memberships": "See the groups that you belong to",
        },
    ),
    (
        "7e3d58c0-b9a6-4f12-80d4-2a6c1f9e5b73",
        "Groups (earlier name)",
        "nexus.api.globus.org",
        {"urn:globus:auth:scope:nexus.api.globus.org:groups": "See and manage your groups"},
    ),
    (
        "5b0f6e29-d471-4ac8-93e5-c80a7d1b4f26",
        "Search",
        "search.api.globus.org",
        {
            _SEARCH + "all": "Search, and manage search indices",
            _SEARCH + "globus_connect_server": "Keep search indices for storage endpoints",
            _SEARCH + "ingest": "Add to search indices",
            _SEARCH + "search": "Search indices that you can see",
        },
    ),
    (
        _TIMERS_ID,
        "Timers",
        None,
        {f"{_SCOPES}{_TIMERS_ID}/timer": "Do things for you on a schedule"},
    ),
    (
        _FLOWS_ID,
        "Flows",
        "flows.globus.org",
        {
            f"{_SCOPES}{_FLOWS_ID}/all": "Manage and run your flows",
            f"{_SCOPES}{_FLOWS_ID}/manage_flows": "Manage your flows",
            f"{_SCOPES}{_FLOWS_ID}/view_flows": "See flows",
            f"{_SCOPES}{_FLOWS_ID}/run": "Start flows",
            f"{_SCOPES}{_FLOWS_ID}/run_status": "See how runs of flows are doing",
            f"{_SCOPES}{_FLOWS_ID}/run_manage": "Manage runs of flows",
        },
    ),
    (
        _COMPUTE_ID,
        "Compute",
        "funcx_service",
        {f"{_SCOPES}{_COMPUTE_ID}/all": "Register and run functions"},
    ),
)

TUTORIAL_CLIENT_ID = "61338d24-54d5-408f-a10d-66c06b59f6d2"
_NATIVE_APPS = {
    TUTORIAL_CLIENT_ID: "Tutorial app",
    COMMAND_LINE_CLIENT_ID: "Armillary command line",
    "b1629e83-00e8-4036-a3bd-8a21dc2f9dce": "Globus xrootd tools",
}
_CLI_TEMPLATES = {
    "95fdeba8-fac2-42bd-a357-e068d82ff78e": "Globus CLI",
    "b2867dbb-0846-4579-8486-dc70763d700b": "Globus CLI (preview)",
    "33b6a241-bce4-4359-9c6d-09f88b3c9eef": "Globus CLI (sandbox)",
    "e0c31fd1-663b-44e1-840f-f4304bb9ee7a": "Globus CLI (integration)",
    "0ebfd058-452f-40c3-babf-5a6b16a7b337": "Globus CLI (test)",
    "3029c3cb-c8d9-4f2b-979c-c53330aa7327": "Globus CLI (staging)",
}


def well_known(session: Session, settings: Settings) -> None:
    """Register the well-known services, scopes, clients and the configured identity providers.

    Of services and clients what exists stays as it is.

    Nothing in it depends on the base URL: redirect URIs of our own pages are symbolic.
    """
    upstream = load_providers(settings.identity_providers_file).values()
    register_providers(
        session, (IdentityProvider(p.id, p.name, p.short_name, p.domains) for p in upstream)
    )
    for client_id, name, resource_server, scopes in _SERVICES:
        register_resource_server(
            session, client_id=client_id, name=name, resource_server=resource_server, scopes=scopes
        )
    for client_id, name in _NATIVE_APPS.items():
        _public_client(session, client_id, name, redirect_uris=list(NATIVE_DEFAULTS))
    for client_id, name in _CLI_TEMPLATES.items():
        _public_client(
            session, client_id, name, redirect_uris=list(NATIVE_DEFAULTS), is_template=True
        )


def _public_client(
    session: Session,
    client_id: str,
    name: str,
    *,
    redirect_uris: list[str],
    is_template: bool = False,
) -> None:
    if session.get(Client, client_id) is not None:
        return
    session.add(
        Client(
            id=client_id,
            name=name,
            client_type="public_installed_client",
            redirect_uris=redirect_uris,
            is_template=is_template,
        )
    )
    session.flush()


def console_client(session: Session, settings: Settings, secret: str) -> str:
    """Register the developer console as a confidential client, and return its client id.

    :param secret: at least 256 bits; may be new at each start, the earlier ones are dropped
    """
    client = session.get(Client, CONSOLE_CLIENT_ID) or Client(
        id=CONSOLE_CLIENT_ID,
        name="Developer console",
        client_type="confidential_client",
        redirect_uris=[CONSOLE_CALLBACK],
    )
    session.add(client)
    session.flush()
    if find_identity(session, client.id) is None:
        create_service_identity(session, client_id=client.id, name=client.name)
    if find_by_secret(session, client.id, secret) is None:
        replace_credentials(session, client.id, "console", secret)
    return client.id
