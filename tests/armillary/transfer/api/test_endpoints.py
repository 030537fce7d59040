from __future__ import annotations

import pytest

from armillary.transfer.model import EntityType
from tests.armillary.transfer.conftest import Person, TransferService


@pytest.fixture
def ann(service: TransferService) -> Person:
    return service.person("ann@example.org")


def found(service: TransferService, person: Person, **query: str) -> list[str]:
    response = service.client.get("/v0.10/endpoint_search", params=query, headers=person.headers)
    assert response.status_code == 200, response.text
    return [doc["display_name"] for doc in response.json()["DATA"]]


def test_my_endpoints_are_mine(service: TransferService, ann: Person) -> None:
    bob = service.person("bob")
    service.collection(ann, "one")
    service.collection(ann, "two", public=False)
    service.collection(bob, "three")
    assert found(service, ann, filter_scope="my-endpoints") == ["one", "two"]
    assert found(service, bob, filter_scope="my-endpoints") == ["three"]
    assert found(service, bob, filter_scope="shared-with-me") == []


def test_full_text_finds_words_by_their_beginning(service: TransferService, ann: Person) -> None:
    service.collection(ann, "Climate data", description="daily, 100% measured")
    service.collection(ann, "Genomes")
    service.collection(ann, "Hidden climate", public=False)
    bob = service.person("bob")
    assert found(service, bob, filter_fulltext="clim") == ["Climate data"]
    assert found(service, bob, filter_fulltext="DAILY climate") == ["Climate data"]
    assert found(service, bob, filter_fulltext="mate") == []
    assert found(service, bob, filter_fulltext="100%") == ["Climate data"]
    assert found(service, ann, filter_fulltext="climate") == ["Climate data", "Hidden climate"]


def test_filters(service: TransferService, ann: Person) -> None:
    service.collection(ann, "guest")
    service.collection(ann, "mapped", kind=EntityType.MAPPED)
    service.collection(ann, "endpoint", kind=EntityType.ENDPOINT)
    mine = {"filter_scope": "my-endpoints"}
    guests = {**mine, "filter_entity_type": "GCSv5_guest_collection"}
    assert found(service, ann, **guests) == ["guest"]
    assert found(service, ann, filter_owner_id=ann.id) == ["guest", "mapped"]
    assert found(service, ann, **mine, filter_non_functional="1") == ["endpoint"]
    assert found(service, ann, **mine, filter_non_functional="False") == ["guest", "mapped"]


def test_paging(service: TransferService, ann: Person) -> None:
    for number in range(5):
        service.collection(ann, f"c{number}")
    query = {"filter_scope": "my-endpoints", "limit": "2"}
    pages = []
    for offset in ("0", "2", "4"):
        response = service.client.get(
            "/v0.10/endpoint_search", params=query | {"offset": offset}, headers=ann.headers
        ).json()
        pages.append((len(response["DATA"]), response["has_next_page"]))
    assert pages == [(2, True), (2, True), (1, False)]


def test_documents_tell_the_owner_more_roles(service: TransferService, ann: Person) -> None:
    collection = service.collection(ann, "guest")
    bob = service.person("bob")
    roles = {}
    for person in (ann, bob):
        response = service.client.get(f"/v0.10/endpoint/{collection}", headers=person.headers)
        document = response.json()
        assert (document["id"], document["entity_type"]) == (collection, "GCSv5_guest_collection")
        assert document["is_globus_connect"] is False
        roles[person.name] = document["my_effective_roles"]
    assert roles == {"ann@example.org": ["administrator"], "bob": []}
