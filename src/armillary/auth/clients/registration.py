"""Making and changing clients."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from armillary.auth.clients.model import Client
from armillary.auth.clients.redirects import NATIVE_DEFAULTS, check_registrable, symbolic
from armillary.auth.clients.store import find_client
from armillary.auth.clients.types import CLIENT_TYPES
from armillary.auth.clients.wire import ClientFields, NewClientFields
from armillary.auth.errors import BadRequest, Problem
from armillary.auth.identities.providers import LOCAL
from armillary.auth.identities.store import create_service_identity
from armillary.core.ids import new_id
from armillary.core.settings import Settings

# Given out by this service itself, never asked for.
_NOT_REGISTRABLE = frozenset({"resource_server", "globus_connect_server"})


def client_type_of(fields: NewClientFields) -> str:
    """The type that a new client asks for, by name or as ``public_client``.

    :raises BadRequest: both or neither is given, or the type is unknown
    """
    if (fields.client_type is None) == (fields.public_client is None):
        raise BadRequest("Give either client_type or public_client.")
    if fields.client_type is None:
        public = "public_installed_client"
        return public if fields.public_client else "hybrid_confidential_client_resource_server"
    if fields.client_type not in CLIENT_TYPES.keys() - _NOT_REGISTRABLE:
        raise BadRequest(f"Clients of type {fields.client_type!r} can't be registered here.")
    return fields.client_type


def create_client(
    session: Session,
    settings: Settings,
    fields: NewClientFields,
    *,
    client_type: str,
    project_id: str | None = None,
    parent_client_id: str | None = None,
) -> Client:
    """Register a client; one that can keep a secret also becomes an identity.

    :raises BadRequest: a redirect URI or identity provider is not acceptable
    """
    client = Client(
        id=new_id(),
        client_type=client_type,
        project_id=project_id,
        parent_client_id=parent_client_id,
        redirect_uris=list(NATIVE_DEFAULTS) if CLIENT_TYPES[client_type].public else [],
        visibility="private",
    )
    change_client(client, settings, fields)
    session.add(client)
    session.flush()
    if not client.public:
        create_service_identity(session, client_id=client.id, name=client.name)
    return client


def change_client(client: Client, settings: Settings, fields: ClientFields) -> None:
    """Set what the fields name.

    :raises BadRequest: a redirect URI or identity provider is not acceptable
    """
    given = fields.model_fields_set
    if fields.name is not None:
        client.name = fields.name
    if fields.visibility is not None:
        client.visibility = fields.visibility
    if fields.redirect_uris is not None:
        client.redirect_uris = _all_storable(fields.redirect_uris, settings)
    if fields.links is not None:
        client.terms_and_conditions = fields.links.terms_and_conditions
        client.privacy_policy = fields.links.privacy_policy
    if "required_idp" in given:
        client.required_idp = _known_provider(fields.required_idp, "required_idp")
    if "preselect_idp" in given:
        client.preselect_idp = _known_provider(fields.preselect_idp, "preselect_idp")


def _all_storable(uris: Sequence[str], settings: Settings) -> list[str]:
    stored, problems = [], []
    for place, uri in enumerate(uris):
        try:
            stored.append(_storable(uri, settings))
        except BadRequest as error:
            problems.append(Problem(f"/client/redirect_uris/{place}", error.message))
    if problems:
        raise BadRequest(problems[0].detail, problems=problems)
    return stored


def _storable(uri: str, settings: Settings) -> str:
    stored = symbolic(uri, settings)
    if stored == uri:
        check_registrable(uri)
    return stored


def _known_provider(provider_id: str | None, field: str) -> str | None:
    if provider_id not in (None, LOCAL.id):
        message = f"People can't sign in with the identity provider {provider_id}."
        raise BadRequest(message, problems=[Problem(f"/client/{field}", message)])
    return provider_id


def instantiate_template(session: Session, settings: Settings, fields: NewClientFields) -> Client:
    """An app's own confidential copy of a template client: how the CLI gets its client.

    :raises BadRequest: the template does not exist
    """
    template = find_client(session, fields.template_id or "")
    if template is None or not template.is_template:
        raise BadRequest("There is no such template.")
    client = create_client(
        session,
        settings,
        NewClientFields(name=fields.name),
        client_type="confidential_client",
        parent_client_id=template.id,
    )
    client.redirect_uris = list(template.redirect_uris)
    return client
