"""Guest collections: made on a mapped one, changed, listed, deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.transfer.model import Collection, EntityType, Node
from tests.armillary.transfer.conftest import Person, TransferService


@dataclass
class Site:
    """Somebody's storage: an endpoint, a mapped collection on it, and consent to use it."""

    service: TransferService
    owner: Person
    endpoint: str
    mapped: str

    def share(self, who: Person | None = None, **changes: Any) -> dict[str, Any]:
        body = {
            "DATA_TYPE": "shared_endpoint",
            "host_endpoint_id": self.mapped,
            "host_path": "/projects/x/",
            "display_name": "x",
            **changes,
        }
        return self.service.call(who or self.owner, "POST", "/shared_endpoint", body)


@pytest.fixture
def site(service: TransferService) -> Site:
    owner = service.person("owner")
    endpoint = service.collection(owner, "endpoint", kind=EntityType.ENDPOINT)
    mapped = service.collection(owner, "mapped", kind=EntityType.MAPPED, on=endpoint)
    consent(service, owner, mapped)
    return Site(service, owner, endpoint, mapped)


def consent(service: TransferService, person: Person, mapped: str) -> None:
    caller = service.callers[person.id]
    scope = f"https://auth.globus.org/scopes/{mapped}/data_access"
    (transfer,) = caller.scopes
    object.__setattr__(caller, "dependent_scopes", {transfer: frozenset({scope})})


def test_a_guest_collection_is_its_makers(site: Site) -> None:
    made = site.share(description="shared", contact_email="x@example.org", public=False)
    assert (made["http"], made["DATA_TYPE"]) == (201, "endpoint_create_result")
    document = site.service.call(site.owner, "GET", f"/endpoint/{made['id']}")
    expected = {
        "display_name": "x",
        "description": "shared",
        "contact_email": "x@example.org",
        "public": False,
        "entity_type": "GCSv5_guest_collection",
        "mapped_collection_id": site.mapped,
        "mapped_collection_display_name": "mapped",
        "owner_id": site.endpoint,
        "owner_string": "owner",
        "acl_editable": True,
    }
    assert {name: document[name] for name in expected} == expected
    with site.service.database.read() as session:
        assert session.get_one(Collection, made["id"]).base_path == "/projects/x"


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"host_path": "/a/../../etc/"}, 400, "InvalidPath"),
        ({"display_name": ""}, 400, "ClientError.BadRequest"),
        ({"display_name": None}, 400, "ClientError.BadRequest"),
        ({"host_endpoint_id": None}, 400, "ClientError.BadRequest"),
        ({"host_endpoint_id": new_id()}, 404, "EndpointNotFound"),
        ({"host_endpoint_id": "{endpoint}"}, 409, "NotSupported"),
        ({"host_endpoint_id": "{guest}"}, 409, "NotSupported"),
        ({"host_endpoint_id": None, "host_endpoint": "{mapped}"}, 201, "Created"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_can_be_shared(site: Site, changes: dict[str, Any], status: int, code: str) -> None:
    known = {"{endpoint}": site.endpoint, "{mapped}": site.mapped, "{guest}": site.share()["id"]}
    answer = site.share(**{name: known.get(value, value) for name, value in changes.items()})
    assert (answer["http"], answer["code"]) == (status, code)


def test_sharing_needs_access_to_the_files(site: Site) -> None:
    service, eve = site.service, site.service.person("eve")
    assert site.share(eve)["code"] == "ConsentRequired"
    consent(service, eve, site.mapped)
    assert site.share(eve)["code"] == "PermissionDenied"
    roles = ("administrator", "access_manager", "activity_manager")
    for role in roles:
        body = {"principal_type": "identity", "principal": eve.id, "role": role}
        service.call(site.owner, "POST", f"/endpoint/{site.mapped}/role", body)
    assert site.share(eve)["code"] == "PermissionDenied"


def test_changes(site: Site) -> None:
    service, path = site.service, f"/endpoint/{site.share()['id']}"
    change = {"display_name": "Y", "keywords": "a,b", "user_message": "hi", "owner_id": new_id()}
    assert service.call(site.owner, "PUT", path, change)["code"] == "Updated"
    service.call(site.owner, "PUT", path, {"keywords": None})
    document = service.call(site.owner, "GET", path)
    told = (document["display_name"], document["keywords"], document["user_message"])
    assert told == ("Y", None, "hi")
    assert document["owner_id"] == site.endpoint
    for nothing in ("display_name", "public"):
        assert service.call(site.owner, "PUT", path, {nothing: None})["http"] == 400
    found = service.call(site.owner, "GET", "/endpoint_search", filter_fulltext="y")["DATA"]
    assert [d["display_name"] for d in found] == ["Y"]
    for other in (site.mapped, site.endpoint):
        for method in ("PUT", "DELETE"):
            answer = service.call(site.owner, method, f"/endpoint/{other}", change)
            assert (answer["http"], answer["code"]) == (409, "NotSupported")


def test_a_deleted_collection_is_gone_with_its_rules_and_its_tasks_end(site: Site) -> None:
    service, owner, guest = site.service, site.owner, site.share()["id"]
    rule = {
        "principal_type": "all_authenticated_users",
        "principal": "",
        "path": "/",
        "permissions": "r",
    }
    service.call(owner, "POST", f"/endpoint/{guest}/access", rule)
    body = {
        "DATA_TYPE": "delete",
        "submission_id": new_id(),
        "endpoint": guest,
        "DATA": [{"path": "/x"}],
    }
    task = service.call(owner, "POST", "/delete", body)["task_id"]
    assert service.call(owner, "DELETE", f"/endpoint/{guest}")["code"] == "Deleted"
    assert service.call(owner, "GET", f"/endpoint/{guest}")["code"] == "EndpointDeleted"
    assert service.call(owner, "GET", f"/endpoint/{guest}/access_list")["http"] == 404
    ended = service.call(owner, "GET", f"/task/{task}")
    assert ended["fatal_error"]["code"] == "ENDPOINT_DELETED"
    assert service.call(owner, "GET", "/endpoint_search", filter_fulltext="x")["DATA"] == []


def test_lists_of_guests(site: Site) -> None:
    service, eve = site.service, site.service.person("eve")
    hidden = {site.share(display_name=f"hidden {n}", public=False)["id"] for n in range(2)}
    shown = site.share(display_name="shown")["id"]
    mine = service.call(site.owner, "GET", f"/endpoint/{site.mapped}/my_shared_endpoint_list")
    assert {d["id"] for d in mine["DATA"]} == hidden | {shown}
    path = f"/endpoint/{site.mapped}/shared_endpoint_list"
    pages: list[list[str]] = []
    token: str | None = ""
    while token is not None:
        page = service.call(site.owner, "GET", path, max_results=2, next_token=token)
        pages.append([each["id"] for each in page["shared_endpoints"]])
        token = page["next_token"]
    assert [len(page) for page in pages] == [2, 1]
    assert {each for page in pages for each in page} == hidden | {shown}
    assert service.call(eve, "GET", path)["shared_endpoints"] == [{"id": shown}]
    theirs = service.call(eve, "GET", f"/endpoint/{site.mapped}/my_shared_endpoint_list")
    assert theirs["DATA"] == []
    for host in (site.mapped, site.endpoint):
        hosted = f"/endpoint_manager/endpoint/{host}/hosted_endpoint_list"
        documents = service.call(site.owner, "GET", hosted)["DATA"]
        assert {d["id"] for d in documents} == hidden | {shown}
        assert service.call(eve, "GET", hosted)["code"] == "PermissionDenied"


def test_servers(site: Site) -> None:
    service = site.service
    assert service.call(site.owner, "GET", f"/endpoint/{site.mapped}/server_list")["DATA"] == []
    node = Node(
        id=new_id(),
        display_name="node",
        certificate="",
        fingerprint="",
        manager_host="storage.example.org",
        manager_port=1,
        data_host="storage.example.org",
        data_port=2811,
        last_seen=utcnow(),
    )
    with service.database.write() as session:
        session.add(node)
        session.get_one(Collection, site.mapped).node_id = node.id
    guest = site.share()["id"]
    for each in (site.mapped, guest):
        listing = service.call(site.owner, "GET", f"/endpoint/{each}/server_list")
        (server,) = listing["DATA"]
        assert (server["hostname"], server["port"]) == ("storage.example.org", 2811)
        assert server["is_connected"] is True
        one = service.call(site.owner, "GET", f"/endpoint/{each}/server/1")
        assert one == server | {"http": 200}
    missing = service.call(site.owner, "GET", f"/endpoint/{guest}/server/2")
    assert missing["code"] == "ClientError.NotFound"
