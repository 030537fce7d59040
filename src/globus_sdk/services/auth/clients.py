"""Registered clients and their credentials."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from ..._core.calls import delete, get, listing, post, put
from ..._core.encoding import texts
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType, present
from ...exc import GlobusSDKUsageError
from ...response import GlobusHTTPResponse
from .calls import listed
from .response import GetClientCredentialsResponse, GetClientsResponse

if TYPE_CHECKING:
    from ...documents import ClientAnswer, CredentialAnswer

ClientType = Literal[
    "client_identity",
    "confidential_client",
    "globus_connect_server",
    "public_installed_client",
    "hybrid_confidential_client_resource_server",
    "resource_server",
]
Visibility = Literal["public", "private"]
_Id = uuid.UUID | str

_TOGETHER = "terms_and_conditions and privacy_policy are given together."


@operation
def get_clients(self: object) -> Call[GetClientsResponse]:
    """List the clients of the projects that the user administers.

    ``GET /v2/api/clients``
    """
    return listing("/v2/api/clients", GetClientsResponse)


@operation
def get_client(
    self: object, *, client_id: _Id | MissingType = MISSING, fqdn: str | MissingType = MISSING
) -> Call[GlobusHTTPResponse[ClientAnswer]]:
    """Look up a client by its id or by its domain name.

    ``GET /v2/api/clients/<client_id>`` or ``GET /v2/api/clients?fqdn=<fqdn>``

    :param client_id: its id.
    :param fqdn: a domain name registered for it.
    :raises GlobusSDKUsageError: not exactly one of the two.
    """
    if (client_id is MISSING) is (fqdn is MISSING):
        raise GlobusSDKUsageError("A client is looked up by client_id or by fqdn.")
    if client_id is not MISSING:
        return get(f"/v2/api/clients/{client_id}")
    return get("/v2/api/clients", {"fqdn": fqdn})


@operation
def create_client(
    self: object,
    name: str,
    project: _Id,
    *,
    public_client: bool | MissingType = MISSING,
    client_type: ClientType | MissingType = MISSING,
    visibility: Visibility | MissingType = MISSING,
    redirect_uris: Iterable[str] | MissingType = MISSING,
    terms_and_conditions: str | MissingType = MISSING,
    privacy_policy: str | MissingType = MISSING,
    required_idp: _Id | MissingType = MISSING,
    preselect_idp: _Id | MissingType = MISSING,
    additional_fields: dict[str, Any] | MissingType = MISSING,
) -> Call[GlobusHTTPResponse[ClientAnswer]]:
    """Register a client.

    ``POST /v2/api/clients``

    :param name: what users see when they are asked for consent.
    :param project: the project that it belongs to.
    :param public_client: whether it has no secret; instead of ``client_type``.
    :param client_type: which kind it is.
    :param visibility: whether others can look it up.
    :param redirect_uris: where its logins may end.
    :param terms_and_conditions: where they are to be read; given together with ``privacy_policy``.
    :param privacy_policy: where it is to be read.
    :param required_idp: the identity provider that its users have to use.
    :param preselect_idp: the one that they are offered first.
    :param additional_fields: anything else that the document should have.
    :raises GlobusSDKUsageError: not exactly one of ``public_client`` and ``client_type``, or only
        one of the links.
    """
    _check_kind(public_client, client_type)
    document = {
        "name": name,
        "project": project,
        "public_client": public_client,
        "client_type": client_type,
        "visibility": visibility,
        "redirect_uris": listed(redirect_uris),
        "links": _links(terms_and_conditions, privacy_policy),
        "required_idp": required_idp,
        "preselect_idp": preselect_idp,
        **_fields(additional_fields),
    }
    return post("/v2/api/clients", {"client": present(document)})


@operation
def create_child_client(
    self: object,
    name: str,
    *,
    public_client: bool | MissingType = MISSING,
    client_type: ClientType | MissingType = MISSING,
    visibility: Visibility | MissingType = MISSING,
    redirect_uris: Iterable[str] | MissingType = MISSING,
    terms_and_conditions: str | MissingType = MISSING,
    privacy_policy: str | MissingType = MISSING,
    required_idp: _Id | MissingType = MISSING,
    preselect_idp: _Id | MissingType = MISSING,
    additional_fields: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[ClientAnswer]]:
    """Register a client below this one, in the same project.

    ``POST /v2/api/clients``; the parameters are those of :meth:`AuthClient.create_client`.

    :param name: what users see when they are asked for consent.
    :param public_client: whether it has no secret; instead of ``client_type``.
    :param client_type: which kind it is.
    :param visibility: whether others can look it up.
    :param redirect_uris: where its logins may end.
    :param terms_and_conditions: where they are to be read; given together with ``privacy_policy``.
    :param privacy_policy: where it is to be read.
    :param required_idp: the identity provider that its users have to use.
    :param preselect_idp: the one that they are offered first.
    :param additional_fields: anything else that the document should have.
    :raises GlobusSDKUsageError: as for :meth:`AuthClient.create_client`.
    """
    _check_kind(public_client, client_type)
    document = {
        "name": name,
        "public_client": public_client,
        "client_type": client_type,
        "visibility": visibility,
        "redirect_uris": texts(redirect_uris),
        "links": _links(terms_and_conditions, privacy_policy),
        "required_idp": required_idp,
        "preselect_idp": preselect_idp,
        **_fields(additional_fields),
    }
    return post("/v2/api/clients", {"client": present(document)})


@operation
def create_native_app_instance(
    self: object, template_id: _Id, name: str
) -> Call[GlobusHTTPResponse]:
    """Register an instance of a template client, with a secret of its own.

    ``POST /v2/api/clients``

    :param template_id: the template.
    :param name: what users see when they are asked for consent.
    """
    document = {"template_id": str(template_id), "name": name}
    return post("/v2/api/clients", {"client": document})


@operation
def update_client(
    self: object,
    client_id: _Id,
    *,
    name: str | MissingType = MISSING,
    visibility: Visibility | MissingType = MISSING,
    redirect_uris: Iterable[str] | MissingType = MISSING,
    terms_and_conditions: str | MissingType | None = MISSING,
    privacy_policy: str | MissingType | None = MISSING,
    required_idp: _Id | MissingType | None = MISSING,
    preselect_idp: _Id | MissingType | None = MISSING,
    additional_fields: dict[str, Any] | MissingType = MISSING,
) -> Call[GlobusHTTPResponse[ClientAnswer]]:
    """Change a client; what is not given stays as it is.

    ``PUT /v2/api/clients/<client_id>``

    :param client_id: its id.
    :param name: what users see when they are asked for consent.
    :param visibility: whether others can look it up.
    :param redirect_uris: where its logins may end.
    :param terms_and_conditions: where they are to be read; None for nowhere.
    :param privacy_policy: where it is to be read; None for nowhere.
    :param required_idp: the identity provider that its users have to use; None for any.
    :param preselect_idp: the one that they are offered first; None for none.
    :param additional_fields: anything else that the document should have.
    :raises GlobusSDKUsageError: only one of the links.
    """
    document = {
        "name": name,
        "visibility": visibility,
        "redirect_uris": listed(redirect_uris),
        "links": _changed_links(terms_and_conditions, privacy_policy),
        "required_idp": required_idp,
        "preselect_idp": preselect_idp,
        **_fields(additional_fields),
    }
    return put(f"/v2/api/clients/{client_id}", {"client": present(document)})


@operation
def delete_client(self: object, client_id: _Id) -> Call[GlobusHTTPResponse[ClientAnswer]]:
    """Delete a client.

    ``DELETE /v2/api/clients/<client_id>``

    :param client_id: its id.
    """
    return delete(f"/v2/api/clients/{client_id}")


@operation
def get_client_credentials(self: object, client_id: _Id) -> Call[GetClientCredentialsResponse]:
    """List the credentials of a client; their secrets are not told again.

    ``GET /v2/api/clients/<client_id>/credentials``

    :param client_id: the client.
    """
    return listing(f"/v2/api/clients/{client_id}/credentials", GetClientCredentialsResponse)


@operation
def create_client_credential(
    self: object, client_id: _Id, name: str
) -> Call[GlobusHTTPResponse[CredentialAnswer]]:
    """Make a secret for a client; the answer alone tells it.

    ``POST /v2/api/clients/<client_id>/credentials``

    :param client_id: the client.
    :param name: a name for people to see.
    """
    return post(f"/v2/api/clients/{client_id}/credentials", {"credential": {"name": name}})


@operation
def delete_client_credential(
    self: object, client_id: _Id, credential_id: _Id
) -> Call[GlobusHTTPResponse[CredentialAnswer]]:
    """Withdraw a secret.

    ``DELETE /v2/api/clients/<client_id>/credentials/<credential_id>``

    :param client_id: the client.
    :param credential_id: the credential.
    """
    return delete(f"/v2/api/clients/{client_id}/credentials/{credential_id}")


def _check_kind(public_client: object, client_type: object) -> None:
    if (public_client is MISSING) is (client_type is MISSING):
        raise GlobusSDKUsageError("A client is made with public_client or with client_type.")


def _fields(additional: dict[str, Any] | MissingType | None) -> dict[str, Any]:
    return {} if additional is None or isinstance(additional, MissingType) else additional


def _links(
    terms_and_conditions: str | MissingType | None, privacy_policy: str | MissingType | None
) -> dict[str, Any] | MissingType:
    """The links of a new client."""
    if bool(terms_and_conditions) is not bool(privacy_policy):
        raise GlobusSDKUsageError(_TOGETHER)
    if not terms_and_conditions:
        return MISSING
    return {"terms_and_conditions": terms_and_conditions, "privacy_policy": privacy_policy}


def _changed_links(
    terms_and_conditions: str | MissingType | None, privacy_policy: str | MissingType | None
) -> dict[str, Any] | MissingType:
    """The links of a client that is there already, which may be taken away."""
    if type(terms_and_conditions) is not type(privacy_policy):
        raise GlobusSDKUsageError(_TOGETHER)
    if terms_and_conditions is MISSING:
        return MISSING
    return {"terms_and_conditions": terms_and_conditions, "privacy_policy": privacy_policy}
