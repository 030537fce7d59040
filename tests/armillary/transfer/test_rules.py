from __future__ import annotations

from datetime import UTC, datetime

import pytest

from armillary.transfer.errors import (
    TRANSFER_ALL,
    ConsentRequired,
    EndpointNotFound,
    NotSupported,
    PermissionDenied,
)
from armillary.transfer.model import Collection, EntityType
from armillary.transfer.rules import check_data_access, check_visible
from armillary.web.caller import Caller

ME, OTHER, COLLECTION = "me", "other", "c1"
DATA_ACCESS = f"https://auth.globus.org/scopes/{COLLECTION}/data_access"


def caller(*consents: str) -> Caller:
    return Caller(
        identity_id=ME,
        username="me@example.org",
        identity_set=frozenset({ME}),
        client_id="app",
        resource_server="transfer.api.globus.org",
        scopes=frozenset({TRANSFER_ALL}),
        expires_at=datetime.now(UTC),
        dependent_scopes={TRANSFER_ALL: frozenset(consents)},
    )


def collection(kind: EntityType, *, owner: str = ME, public: bool = True) -> Collection:
    return Collection(
        id=COLLECTION,
        entity_type=kind,
        display_name="C",
        owner_identity_id=owner,
        owner_string=owner,
        public=public,
    )


@pytest.mark.parametrize(
    ("kind", "owner", "consents", "error"),
    [
        (EntityType.GUEST, ME, (), None),
        (EntityType.GUEST, OTHER, (), PermissionDenied),
        (EntityType.MAPPED, ME, (), ConsentRequired),
        (EntityType.MAPPED, ME, ("https://auth.globus.org/scopes/x/data_access",), ConsentRequired),
        (EntityType.MAPPED, ME, (DATA_ACCESS,), None),
        (EntityType.MAPPED, OTHER, (DATA_ACCESS,), PermissionDenied),
        (EntityType.ENDPOINT, ME, (), NotSupported),
    ],
)
def test_data_access(
    kind: EntityType, owner: str, consents: tuple[str, ...], error: type[Exception] | None
) -> None:
    target = collection(kind, owner=owner)
    if error is None:
        check_data_access(caller(*consents), target)
    else:
        with pytest.raises(error):
            check_data_access(caller(*consents), target)


def test_consent_error_says_which_scope_to_ask_for() -> None:
    with pytest.raises(ConsentRequired, match="Missing required data_access consent") as caught:
        check_data_access(caller(), collection(EntityType.MAPPED))
    scope = f"{TRANSFER_ALL}[*{DATA_ACCESS}]"
    assert caught.value.extra_fields()["required_scopes"] == [scope]
    assert caught.value.extra_fields()["authorization_parameters"]["required_scopes"] == [scope]


@pytest.mark.parametrize("hidden", [None, collection(EntityType.GUEST, owner=OTHER, public=False)])
def test_unknown_and_hidden_collections_look_alike(hidden: Collection | None) -> None:
    with pytest.raises(EndpointNotFound, match="No such endpoint 'c1'"):
        check_visible(caller(), hidden, "c1")


def test_private_collections_are_visible_to_their_owner() -> None:
    mine = collection(EntityType.GUEST, public=False)
    assert check_visible(caller(), mine, "c1") is mine
