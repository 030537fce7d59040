"""Client and credential documents of the Auth API."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import Field

from armillary.auth.bodies import Body, Name, Url, UuidText
from armillary.auth.clients.model import Client, ClientCredential
from armillary.auth.clients.redirects import resolve
from armillary.core.settings import Settings


class Links(Body):
    """Where an app's users can read about it."""

    terms_and_conditions: Url | None = None
    privacy_policy: Url | None = None


class ClientFields(Body):
    """What can be said of a client when it is made, and changed later."""

    name: Name | None = None
    visibility: str | None = Field(default=None, pattern="^(public|private)$")
    redirect_uris: list[str] | None = Field(default=None, max_length=100)
    links: Links | None = None
    required_idp: UuidText | None = None
    preselect_idp: UuidText | None = None


class NewClientFields(ClientFields):
    """What can only be said when a client is made."""

    name: Name
    project: UuidText | None = None
    client_type: str | None = None
    public_client: bool | None = None
    template_id: UuidText | None = None


class NewClientBody(Body):
    """The body of ``POST /v2/api/clients``."""

    client: NewClientFields


class ClientBody(Body):
    """The body of ``PUT /v2/api/clients/{id}``."""

    client: ClientFields


class CredentialFields(Body):
    """A credential's name."""

    name: Name


class CredentialBody(Body):
    """The body of ``POST /v2/api/clients/{id}/credentials``."""

    credential: CredentialFields


def client_document(
    client: Client, settings: Settings, scope_ids: Iterable[str] = ()
) -> dict[str, Any]:
    """A client."""
    return {
        "id": client.id,
        "name": client.name,
        "client_type": client.client_type,
        "public_client": client.public,
        "grant_types": list(client.grant_types),
        "redirect_uris": [resolve(uri, settings) for uri in client.redirect_uris],
        "scopes": list(scope_ids),
        "fqdns": client.fqdns,
        "links": {
            "terms_and_conditions": client.terms_and_conditions,
            "privacy_policy": client.privacy_policy,
        },
        "parent_client": client.parent_client_id,
        "project": client.project_id,
        "visibility": client.visibility,
        "required_idp": client.required_idp,
        "preselect_idp": client.preselect_idp,
        "prompt_for_named_grant": True,
        "userinfo_from_effective_identity": True,
    }


def credential_document(credential: ClientCredential, secret: str | None = None) -> dict[str, Any]:
    """A credential; the secret is in the answer to its making only."""
    return {
        "id": credential.id,
        "name": credential.name,
        "client": credential.client_id,
        "created": credential.created.isoformat(timespec="microseconds"),
        "secret": secret,
    }
