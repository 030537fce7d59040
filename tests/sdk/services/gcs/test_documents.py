"""Which version a document says it has, and what its parts are."""

from __future__ import annotations

from typing import Any

import pytest

from globus_sdk import (
    MISSING,
    CollectionDocument,
    EndpointDocument,
    GuestCollectionDocument,
    MappedCollectionDocument,
    StorageGatewayDocument,
)

VERSIONS = {
    "display_name": "1.0.0",
    "enable_https": "1.1.0",
    "user_message": "1.1.0",
    "user_message_link": "1.1.0",
    "sharing_users_allow": "1.2.0",
    "sharing_users_deny": "1.2.0",
    "force_verify": "1.4.0",
    "disable_anonymous_writes": "1.5.0",
    "guest_auth_policy_id": "1.6.0",
    "delete_protected": "1.8.0",
    "acl_expiration_mins": "1.10.0",
    "restrict_transfers_to_high_assurance": "1.12.0",
    "auto_delete_timeout": "1.13.0",
    "associated_flow_policy": "1.15.0",
}


@pytest.mark.parametrize(("field", "version"), VERSIONS.items())
def test_the_version_is_the_lowest_that_has_the_field(field: str, version: str) -> None:
    fields: dict[str, Any] = {field: None}
    assert MappedCollectionDocument(**fields)["DATA_TYPE"] == f"collection#{version}"
    assert MappedCollectionDocument(**fields, data_type="mine")["DATA_TYPE"] == "mine"


@pytest.mark.parametrize(
    ("document", "data_type"),
    [
        (MappedCollectionDocument(), "collection#1.0.0"),
        (GuestCollectionDocument(skip_auto_delete=False), "collection#1.13.0"),
        (GuestCollectionDocument(activity_notification_policy={}), "collection#1.14.0"),
        (GuestCollectionDocument(user_message="ü" * 64), "collection#1.1.0"),
        (GuestCollectionDocument(user_message="ü" * 65), "collection#1.7.0"),
        (GuestCollectionDocument(user_message="ü" * 65, force_verify=True), "collection#1.7.0"),
        (EndpointDocument(), "endpoint#1.0.0"),
        (EndpointDocument(gridftp_control_channel_port=443), "endpoint#1.1.0"),
        (StorageGatewayDocument(), "storage_gateway#1.0.0"),
        (StorageGatewayDocument(require_mfa=False), "storage_gateway#1.1.0"),
    ],
)
def test_versions_of_all_kinds(document: dict[str, Any], data_type: str) -> None:
    assert document["DATA_TYPE"] == data_type


def test_further_fields_win_and_count() -> None:
    """The official library drops those that are also parameters of a mapped collection."""
    further = {"delete_protected": True, "display_name": "theirs"}
    document = MappedCollectionDocument(display_name="mine", additional_fields=further)
    assert document["delete_protected"] is True
    assert document["display_name"] == "theirs"
    assert document["DATA_TYPE"] == "collection#1.8.0"


def test_a_kind_of_ones_own_has_its_own_versions() -> None:
    class Mine(MappedCollectionDocument):
        DATATYPE_BASE = "mine"
        DATATYPE_VERSION_IMPLICATIONS = {"display_name": (9, 8, 7)}
        DATATYPE_VERSION_CALLBACKS = (lambda document: (9, 9, 0) if document["public"] else None,)

    assert Mine(display_name="n")["DATA_TYPE"] == "mine#9.8.7"
    assert Mine(display_name="n", public=True)["DATA_TYPE"] == "mine#9.9.0"
    assert Mine()["DATA_TYPE"] == "mine#1.0.0"


def test_a_collection_is_mapped_or_guest() -> None:
    assert MappedCollectionDocument().collection_type == "mapped"
    assert GuestCollectionDocument()["collection_type"] == "guest"
    with pytest.raises(
        TypeError, match="CollectionDocument is abstract: it has no collection_type"
    ):
        CollectionDocument()  # type: ignore[abstract]


def test_what_is_not_given_is_missing() -> None:
    document = EndpointDocument(keywords="one")
    assert document["public"] is MISSING
    assert document["keywords"] == ["one"]
