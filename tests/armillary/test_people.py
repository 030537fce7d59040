"""What other services learn of people."""

from __future__ import annotations

import pytest

from armillary.auth.identities.model import Account, Identity
from armillary.auth.identities.store import add_identity, create_service_identity
from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.db.engine import Database
from armillary.people import KnownPeople


def person(database: Database, name: str, *, proven: bool, account: str | None = None) -> Identity:
    with database.write() as session:
        identity = add_identity(
            session,
            username=name,
            password_hash="",
            name=name,
            email=f"{name}@example.org",
            organization=None,
        )
        identity.email_verified_at = utcnow() if proven else None
        if account is not None:
            identity.account_id, identity.is_primary = account, False
    return identity


def address(database: Database, identity_id: str) -> str | None:
    with database.read() as session:
        return KnownPeople().address(session, identity_id)


@pytest.mark.parametrize("closed", ["identity", "account", ""])
def test_mail_goes_to_proven_addresses_of_open_accounts(database: Database, closed: str) -> None:
    ann, ben = person(database, "ann", proven=True), person(database, "ben", proven=False)
    with database.write() as session:
        if closed == "identity":
            session.get_one(Identity, ann.id).status = "closed"
        if closed == "account":
            session.get_one(Account, ann.account_id).disabled_at = utcnow()
    assert address(database, ann.id) == (None if closed else "ann@example.org")
    assert address(database, ben.id) is None


def test_of_linked_identities_the_own_address_comes_first(database: Database) -> None:
    ann = person(database, "ann", proven=True)
    for name, proven, expected in (("work", True, "work"), ("home", False, "ann")):
        linked = person(database, name, proven=proven, account=ann.account_id)
        assert address(database, linked.id) == f"{expected}@example.org"


def test_services_and_strangers_have_no_address(database: Database) -> None:
    service = new_id()
    with database.write() as session:
        create_service_identity(session, client_id=service, name="robot")
    assert address(database, service) is None
    assert address(database, new_id()) is None
