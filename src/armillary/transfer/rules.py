"""Who may do what with a collection. Pure decisions on what was read before."""

from __future__ import annotations

from armillary.transfer.errors import (
    TRANSFER_ALL,
    EndpointNotFound,
    NotSupported,
    PermissionDenied,
    data_access_required,
)
from armillary.transfer.model import Collection, EntityType
from armillary.web.caller import Caller


def effective_roles(caller: Caller, collection: Collection) -> list[str]:
    """The caller's roles on a collection; its owner is its administrator."""
    return ["administrator"] if collection.owner_identity_id in caller.identity_set else []


def check_visible(caller: Caller, collection: Collection | None, wanted_id: str) -> Collection:
    """The collection, if it exists and the caller may know of it.

    :raises EndpointNotFound: otherwise; the two cases can't be told apart
    """
    if collection is None or not (collection.public or effective_roles(caller, collection)):
        raise EndpointNotFound(
            f"No such endpoint '{wanted_id}'. Find the ids of yours with endpoint_search."
        )
    return collection


def check_data_access(caller: Caller, collection: Collection) -> None:
    """Whether the caller may read and write the collection's files.

    Guest collections need no consent: their owner's role (later also access rules) decides. A
    mapped collection first asks for the ``data_access`` consent. Mapping other people's
    identities to local accounts is not there yet, so beyond that only its owner gets in.

    :raises NotSupported: it is an endpoint, which has no files
    :raises ConsentRequired: ``data_access`` is missing
    :raises PermissionDenied: the caller has no role on it
    """
    if collection.entity_type == EntityType.ENDPOINT:
        raise NotSupported(
            f"'{collection.display_name}' is an endpoint, not a collection: it holds no files."
        )
    if collection.entity_type == EntityType.MAPPED:
        scope = f"https://auth.globus.org/scopes/{collection.id}/data_access"
        if scope not in caller.dependent_scopes.get(TRANSFER_ALL, frozenset()):
            raise data_access_required(collection.id)
    if not effective_roles(caller, collection):
        raise PermissionDenied(
            f"You have no access to '{collection.display_name}' ({collection.id}). "
            f"Ask its owner, {collection.owner_string}, for permission."
        )
