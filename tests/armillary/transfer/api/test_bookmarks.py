from __future__ import annotations

from typing import Any

import pytest

from armillary.core.ids import new_id
from tests.armillary.transfer.conftest import Person, TransferService


@pytest.fixture
def ann(service: TransferService) -> Person:
    return service.person("ann")


def made(service: TransferService, owner: Person, **changes: Any) -> dict[str, Any]:
    body = {"name": "raw", "path": "/raw/", **changes}
    body.setdefault("endpoint_id", service.collection(owner, "c"))
    return service.call(owner, "POST", "/bookmark", body)


def test_a_bookmark_from_its_making_to_its_end(service: TransferService, ann: Person) -> None:
    bookmark = made(service, ann)
    assert bookmark["http"] == 201
    assert (bookmark["DATA_TYPE"], bookmark["path"]) == ("bookmark", "/raw/")
    path = f"/bookmark/{bookmark['id']}"
    renamed = service.call(ann, "PUT", path, {"name": "cooked"})
    assert renamed == bookmark | {"name": "cooked", "http": 200}
    listed = service.call(ann, "GET", "/bookmark_list")["DATA"]
    assert listed == [{k: v for k, v in renamed.items() if k != "http"}]
    assert service.call(ann, "DELETE", path)["code"] == "Deleted"
    assert service.call(ann, "GET", "/bookmark_list")["DATA"] == []


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"path": "/raw"}, 400, "InvalidPath"),
        ({"name": ""}, 400, "ClientError.BadRequest"),
        ({"name": " "}, 400, "ClientError.BadRequest"),
        ({"name": "n" * 129}, 400, "ClientError.BadRequest"),
        ({"endpoint_id": "nonsense"}, 400, "ClientError.BadRequest"),
        ({"endpoint_id": new_id()}, 404, "EndpointNotFound"),
        ({"name": "first"}, 409, "Exists"),
        ({"path": "/~/"}, 201, None),
        ({"path": "/~/a/"}, 201, None),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_can_be_a_bookmark(
    service: TransferService, ann: Person, changes: dict[str, Any], status: int, code: str | None
) -> None:
    made(service, ann, name="first")
    answer = made(service, ann, **changes)
    assert (answer["http"], answer.get("code")) == (status, code)


def test_bookmarks_of_others_do_not_exist(service: TransferService, ann: Person) -> None:
    eve = service.person("eve")
    path = f"/bookmark/{made(service, ann)['id']}"
    for method in ("GET", "PUT", "DELETE"):
        answer = service.call(eve, method, path, {"name": "mine"})
        assert (answer["http"], answer["code"]) == (404, "BookmarkNotFound")
    assert service.call(eve, "GET", "/bookmark_list")["DATA"] == []
    assert made(service, eve)["http"] == 201  # the same name as Ann's
    hidden = service.collection(ann, "hidden", public=False)
    assert made(service, eve, name="peep", endpoint_id=hidden)["code"] == "EndpointNotFound"
    # Clients ask by name first, and look into the list after this answer.
    assert service.call(ann, "GET", "/bookmark/raw")["code"] == "BookmarkNotFound"


def test_a_bookmark_outlives_its_collection(service: TransferService, ann: Person) -> None:
    bookmark = made(service, ann)
    endpoint = f"/endpoint/{bookmark['endpoint_id']}"
    assert service.call(ann, "DELETE", endpoint)["code"] == "Deleted"
    assert service.call(ann, "GET", f"/bookmark/{bookmark['id']}")["http"] == 200
    gone = service.call(ann, "GET", endpoint)
    assert (gone["http"], gone["code"]) == (404, "EndpointDeleted")
