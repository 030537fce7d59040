"""Looking up identities and their providers."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from armillary.auth.callers import ApiCaller, CallerOf
from armillary.auth.errors import BadRequest, NotFound
from armillary.auth.identities.known_providers import active_providers
from armillary.auth.identities.model import Identity
from armillary.auth.identities.store import find_identity, find_many, provision
from armillary.auth.identities.wire import identity_document, provider_document
from armillary.auth.parts import PartsOf

router = APIRouter(prefix="/v2/api")

VIEW_IDENTITIES = "urn:globus:auth:scope:auth.globus.org:view_identities"
_MAX_LOOKUP = 100


@router.get("/identities")
def get_identities(
    caller: CallerOf,
    parts: PartsOf,
    usernames: str | None = None,
    ids: str | None = None,
    provisioning: Annotated[bool, Query(alias="provision")] = False,
    include: str = "",
) -> dict[str, Any]:
    """Identities by username or by id, at most 100; unknown ones are left out.

    ``provision=true`` makes unknown usernames known, as identities that nobody uses yet.
    """
    by_name, by_id = _listed(usernames), _listed(ids)
    if (usernames is None) == (ids is None):
        raise BadRequest("Give either usernames or ids.")
    if len(by_name) + len(by_id) > _MAX_LOOKUP:
        raise BadRequest(f"At most {_MAX_LOOKUP} identities can be looked up at once.")
    if provisioning and by_name:
        with parts.database.write() as session:
            provision(session, by_name)
    with parts.database.read() as session:
        found = find_many(session, ids=by_id, usernames=by_name)
    document: dict[str, Any] = {"identities": [_document(caller, i) for i in found]}
    if "identity_provider" in include.split(","):
        document["included"] = {"identity_providers": _providers_of(found)}
    return document


@router.get("/identities/{identity_id}")
def get_identity(identity_id: str, caller: CallerOf, parts: PartsOf) -> dict[str, Any]:
    """One identity."""
    with parts.database.read() as session:
        identity = find_identity(session, identity_id)
    if identity is None:
        raise NotFound("There is no such identity.")
    return {"identity": _document(caller, identity)}


@router.get("/identity_providers")
def get_identity_providers(
    _caller: CallerOf, parts: PartsOf, domains: str | None = None, ids: str | None = None
) -> dict[str, Any]:
    """Identity providers by the domains of their usernames, or by id."""
    if domains is not None and ids is not None:
        raise BadRequest("Give either domains or ids.")
    wanted_ids, wanted_domains = set(_listed(ids)), set(_listed(domains))
    every = domains is None and ids is None
    with parts.database.read() as session:
        providers = active_providers(session)
    return {
        "identity_providers": [
            provider_document(provider)
            for provider in providers
            if every or provider.id in wanted_ids or wanted_domains & set(provider.domains)
        ]
    }


def _listed(text: str | None) -> list[str]:
    return [item.strip() for item in (text or "").split(",") if item.strip()]


def _document(caller: ApiCaller, identity: Identity) -> dict[str, Any]:
    trusted = caller.by_secret or VIEW_IDENTITIES in caller.scopes
    return identity_document(identity, with_email=trusted or identity.id == caller.identity_id)


def _providers_of(identities: list[Identity]) -> list[dict[str, Any]]:
    providers = {identity.identity_provider: identity.provider for identity in identities}
    return [provider_document(provider) for _, provider in sorted(providers.items())]
