"""What the caller is to the collection that a route is about."""

from __future__ import annotations

from collections.abc import Collection as Several

from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.transfer import rules
from armillary.transfer.api.context import Services
from armillary.transfer.errors import EndpointDeleted, NotSupported
from armillary.transfer.model import GUESTS, DeletedCollection
from armillary.transfer.people import party_of
from armillary.transfer.permissions import store
from armillary.transfer.rules import Power, Standing
from armillary.transfer.store import Place
from armillary.web.caller import Caller


def standing_on(
    session: Session, services: Services, caller: Caller, collection_id: str
) -> Standing:
    """The caller's standing on a collection that they may know of.

    :raises EndpointNotFound: there is none
    :raises EndpointDeleted: there was one
    """
    party = party_of(session, services.people, caller)
    found = store.standing_on(session, party, collection_id)
    if found is None and session.get(DeletedCollection, collection_id) is not None:
        raise EndpointDeleted(f"The endpoint '{collection_id}' has been deleted.")
    return rules.check_visible(found, collection_id)


def standing_with(
    session: Session, services: Services, caller: Caller, collection_id: str, power: Power
) -> Standing:
    """The same, for a caller whose roles allow something.

    :raises PermissionDenied: none of them does
    """
    found = standing_on(session, services, caller, collection_id)
    return rules.check_power(found, power)


def files_of(
    session: Session,
    services: Services,
    caller: Caller,
    collection_id: str,
    *,
    read: Several[str] = (),
    write: Several[str] = (),
) -> tuple[Standing, Place]:
    """The caller's standing, and the place as far as their permission for these paths goes.

    :param read: paths to read, unless there are some to write
    :raises TransferError: the collection is unknown, has no files, or the caller may not
    """
    found = standing_on(session, services, caller, collection_id)
    rules.check_files(caller, found)
    rules.check_assurance(caller, found.place, utcnow())
    return found, rules.check_access(found, write or read, write=bool(write))


def check_guest(standing: Standing) -> None:
    """Whether the collection is one that can have access rules.

    :raises NotSupported: it is no guest collection
    """
    if standing.collection.entity_type not in GUESTS:
        raise NotSupported(
            f"'{standing.collection.display_name}' is no guest collection: only those have access "
            "rules."
        )
