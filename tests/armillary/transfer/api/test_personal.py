"""Personal collections: made, not connected, joined by their node, shared, changed, deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from armillary.core import pki
from armillary.core.clock import utcnow
from armillary.core.ids import new_id, secret_hash
from armillary.transfer.model import Collection, EnrollmentToken, Node
from armillary.transfer.nodes.revoke import revoke_node
from armillary.transfer.personal import MAX_UNCONNECTED
from tests.armillary.transfer.conftest import Person, TransferService

# A port at which nobody listens.
ADDRESS = {"host": "127.0.0.1", "port": 1}


@dataclass
class Home:
    """Somebody's personal collection, and its setup key."""

    service: TransferService
    owner: Person
    id: str
    key: str

    def document(self, who: Person | None = None) -> dict[str, Any]:
        return self.service.call(who or self.owner, "GET", f"/endpoint/{self.id}")

    def call(self, method: str, path: str, body: Any = None, /, **query: Any) -> dict[str, Any]:
        return self.service.call(self.owner, method, path, body, **query)

    def join(self, *collections: str, token: str | None = None) -> dict[str, Any]:
        """What a node is answered that brings collections of these ids along."""
        body = {
            "token": token or self.key,
            "csr": pki.signing_request(pki.new_private_key(), "laptop").decode(),
            "manager": ADDRESS,
            "data": ADDRESS,
            "display_name": "laptop",
            "account": "ann",
            "collections": [{"id": each, "display_name": "x"} for each in collections],
        }
        response = self.service.client.post("/nodes/enroll", json=body)
        document: dict[str, Any] = response.json()
        return document | {"http": response.status_code}

    def share(self) -> str:
        body = {"host_endpoint": self.id, "host_path": "/shared/", "display_name": "shared"}
        made = self.call("POST", "/shared_endpoint", body)
        assert made["http"] == 201, made
        guest: str = made["id"]
        return guest


def make(service: TransferService, owner: Person, **fields: Any) -> dict[str, Any]:
    body = {"DATA_TYPE": "endpoint", "display_name": "My laptop", "is_globus_connect": True}
    return service.call(owner, "POST", "/endpoint", body | fields)


@pytest.fixture
def home(service: TransferService) -> Home:
    owner = service.person("ann@example.org")
    made = make(service, owner, description="at home")
    assert (made["http"], made["code"]) == (201, "Created"), made
    assert made["DATA_TYPE"] == "endpoint_create_result"
    return Home(service, owner, made["id"], made["globus_connect_setup_key"])


def test_it_is_its_makers_alone_and_not_connected(home: Home) -> None:
    expected = {
        "entity_type": "GCP_mapped_collection",
        "display_name": "My laptop",
        "description": "at home",
        "owner_id": home.owner.id,
        "owner_string": "ann@example.org",
        "is_globus_connect": True,
        "gcp_connected": False,
        "gcp_paused": False,
        "globus_connect_setup_key": None,
        "gcs_manager_url": None,
        "mapped_collection_id": None,
        "host_endpoint_id": None,
        "non_functional": False,
        "public": False,
        "my_effective_roles": ["administrator"],
    }
    document = home.document()
    assert {name: document[name] for name in expected} == expected
    stranger = home.service.person("eve")
    assert home.document(stranger)["code"] == "EndpointNotFound"
    found = home.call("GET", "/endpoint_search", filter_scope="my-gcp-endpoints")["DATA"]
    assert [each["id"] for each in found] == [home.id]
    servers = home.call("GET", f"/endpoint/{home.id}/server_list")
    assert (servers["DATA_TYPE"], servers["DATA"]) == ("endpoint_server_list", [])


def test_the_setup_key_is_stored_as_a_hash_for_a_day(home: Home) -> None:
    with home.service.database.read() as session:
        row = session.get_one(EnrollmentToken, secret_hash(home.key))
    assert (row.owner_id, row.collection_id) == (home.owner.id, home.id)
    assert timedelta(hours=23) < row.expires_at - utcnow() <= timedelta(hours=24)


OPERATIONS = [
    ("GET", "ls?path=/", None, "ExternalError.DirListingFailed.GCDisconnected"),
    ("GET", "stat?path=/", None, "ExternalError.GCDisconnected"),
    ("POST", "mkdir", {"path": "/a"}, "ExternalError.MkdirFailed.GCDisconnected"),
    (
        "POST",
        "rename",
        {"old_path": "/a", "new_path": "/b"},
        "ExternalError.RenameFailed.GCDisconnected",
    ),
    ("POST", "symlink", {"path": "/a", "symlink_target": "b"}, "ExternalError.GCDisconnected"),
]


def test_operations_say_that_it_is_not_connected(home: Home) -> None:
    guest = home.share()
    for collection in (home.id, guest):
        for method, path, body, code in OPERATIONS:
            answer = home.call(method, f"/operation/endpoint/{collection}/{path}", body)
            assert (answer["http"], answer["code"]) == (502, code)
            assert "setup key of 'My laptop'" in answer["message"]
    joined = home.join(home.id)
    assert joined["http"] == 200, joined
    # Its node has joined, and is away.
    for method, path, body, code in OPERATIONS:
        answer = home.call(method, f"/operation/endpoint/{home.id}/{path}", body)
        assert (answer["http"], answer["code"]) == (502, code)
        assert "Is it running?" in answer["message"]


def test_a_node_joins_with_it_and_brings_nothing_else(home: Home) -> None:
    service = home.service
    other = make(service, service.person("bob"))
    strange: tuple[list[str], ...] = (
        [],
        [other["id"]],
        [home.id, new_id()],
        [new_id()],
        [home.id, other["id"]],
    )
    for collections in strange:
        refused = home.join(*collections)
        assert (refused["http"], refused["code"]) == (400, "ClientError.BadRequest")
        assert home.id in refused["message"]
    joined = home.join(home.id.upper())
    assert joined["collections"] == [{"id": home.id, "display_name": "My laptop"}]
    assert joined["endpoint_id"] == home.id
    assert home.join(home.id)["http"] == 401, "the key is spent"
    document = home.document()
    assert (document["gcp_connected"], document["entity_type"]) == (True, "GCP_mapped_collection")
    (server,) = home.call("GET", f"/endpoint/{home.id}/server_list")["DATA"]
    assert (server["hostname"], server["is_connected"]) == ("127.0.0.1", True)
    assert home.call("GET", f"/endpoint/{home.id}/server/1") == server | {"http": 200}
    with service.database.write() as session:
        node = session.get_one(Node, joined["node_id"])
        assert (node.personal, node.account) == (True, "ann")
        assert session.query(Collection).filter_by(node_id=node.id).count() == 1
        node.last_seen = utcnow() - timedelta(seconds=11)
    assert home.document()["gcp_connected"] is False


def test_no_other_token_takes_it_over(home: Home) -> None:
    home.join(home.id)
    with home.service.database.write() as session:
        node = session.get_one(Collection, home.id).node_id
        assert node
        revoke_node(session, node)
        row = EnrollmentToken(
            token_hash=secret_hash("an administrator's"),
            owner_id=home.owner.id,
            expires_at=utcnow() + timedelta(hours=1),
        )
        session.add(row)
    refused = home.join(home.id, token="an administrator's")
    assert (refused["http"], refused["code"]) == (400, "ClientError.BadRequest")
    assert home.document()["gcp_connected"] is False


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_how_many_may_wait_for_their_nodes(home: Home) -> None:
    service = home.service
    for _ in range(MAX_UNCONNECTED - 1):
        assert make(service, home.owner)["http"] == 201
    refused = make(service, home.owner)
    assert (refused["http"], refused["code"]) == (409, "TooManyUnconnected")
    assert make(service, service.person("bob"))["http"] == 201
    home.join(home.id)
    assert make(service, home.owner)["http"] == 201


@pytest.mark.parametrize(
    ("fields", "code", "says"),
    [
        ({"is_globus_connect": False}, "ClientError.BadRequest", "armillary node setup"),
        ({"is_globus_connect": None}, "ClientError.BadRequest", "/shared_endpoint"),
        ({"is_globus_connect": "true"}, "ClientError.BadRequest", "is_globus_connect as true"),
        ({"display_name": ""}, "ClientError.BadRequest", "display_name"),
        ({"display_name": None}, "ClientError.BadRequest", "display_name"),
        ({"public": None}, "ClientError.BadRequest", "public"),
        ({"subscription_id": new_id()}, "BadRequest", "no subscription"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_bodies_that_are_refused(
    service: TransferService, fields: dict[str, Any], code: str, says: str
) -> None:
    refused = make(service, service.person("ann"), **fields)
    assert (refused["http"], refused["code"]) == (400, code)
    assert says in refused["message"]


def test_its_owner_changes_it_and_nobody_else(home: Home) -> None:
    change = {"display_name": "Old laptop", "public": True, "default_directory": "/data/"}
    path = f"/endpoint/{home.id}"
    assert home.call("PUT", path, change)["code"] == "Updated"
    document = home.document(home.service.person("eve"))
    assert {name: document[name] for name in change} == change
    for method in ("PUT", "DELETE"):
        refused = home.service.call(home.service.person("eve"), method, path, {})
        assert (refused["http"], refused["code"]) == (403, "PermissionDenied")
    ls = f"/operation/endpoint/{home.id}/ls"
    assert home.service.call(home.service.person("eve"), "GET", ls)["code"] == "PermissionDenied"


def test_guests_on_it(home: Home) -> None:
    guest = home.share()
    path = f"/endpoint/{guest}"
    expected = {
        "entity_type": "GCP_guest_collection",
        "owner_id": home.owner.id,
        "is_globus_connect": False,
        "gcp_connected": False,
        "mapped_collection_id": home.id,
        "host_endpoint_id": home.id,
        "host_endpoint_display_name": "My laptop",
        "host_path": "/shared",
        "acl_editable": True,
    }
    document = home.call("GET", path)
    assert {name: document[name] for name in expected} == expected
    stranger = home.service.person("eve")
    assert home.service.call(stranger, "GET", path)["host_path"] is None
    rule = {"principal_type": "identity", "principal": stranger.id, "path": "/", "permissions": "r"}
    assert home.call("POST", f"{path}/access", rule)["http"] == 201
    ls = f"/operation/endpoint/{guest}/ls"
    assert "GCDisconnected" in home.service.call(stranger, "GET", ls)["code"]
    shared = home.call("GET", "/endpoint_search", filter_scope="shared-by-me")["DATA"]
    assert [each["id"] for each in shared] == [guest]
    hosted = home.call("GET", f"/endpoint_manager/endpoint/{home.id}/hosted_endpoint_list")
    assert [each["id"] for each in hosted["DATA"]] == [guest]
    assert home.call("PUT", path, {"display_name": "ours"})["code"] == "Updated"
    on_guest = {"host_endpoint": guest, "host_path": "/", "display_name": "x"}
    assert home.call("POST", "/shared_endpoint", on_guest)["code"] == "NotSupported"


@pytest.mark.parametrize("revoked", [False, True])
def test_a_deleted_one_is_gone_with_its_guests_its_key_and_its_node(
    home: Home, revoked: bool
) -> None:
    service, guest = home.service, home.share()
    body = {
        "DATA_TYPE": "delete",
        "submission_id": new_id(),
        "endpoint": guest,
        "DATA": [{"path": "/x"}],
    }
    task = home.call("POST", "/delete", body)["task_id"]
    node_id = home.join(home.id)["node_id"]
    if revoked:
        with service.database.write() as session:
            revoke_node(session, node_id)
    assert home.call("DELETE", f"/endpoint/{home.id}")["code"] == "Deleted"
    for each in (home.id, guest):
        assert home.call("GET", f"/endpoint/{each}")["code"] == "EndpointDeleted"
    assert home.call("GET", f"/task/{task}")["fatal_error"]["code"] == "ENDPOINT_DELETED"
    assert home.join(home.id)["http"] == 401
    with service.database.read() as session:
        assert session.get(EnrollmentToken, secret_hash(home.key)) is None
        # Other nodes have to go on hearing of one that was revoked.
        assert (session.get(Node, node_id) is not None) is revoked


def test_a_deleted_one_can_not_be_joined(home: Home) -> None:
    assert home.call("DELETE", f"/endpoint/{home.id}")["code"] == "Deleted"
    assert home.join(home.id)["http"] == 401


LOCAL_USERS = [
    ("GET", "/operation/endpoint/{id}/ls?local_user=", None),
    ("GET", "/operation/endpoint/{id}/stat?path=/&local_user=", None),
    ("POST", "/operation/endpoint/{id}/mkdir", "local_user"),
    ("POST", "/operation/endpoint/{id}/rename", "local_user"),
    ("POST", "/operation/endpoint/{id}/symlink", "local_user"),
    ("POST", "/transfer", "source_local_user"),
    ("POST", "/transfer", "destination_local_user"),
    ("POST", "/delete", "local_user"),
]


def asked_as(home: Home, method: str, path: str, field: str | None, user: str) -> dict[str, Any]:
    """The answer to who wants something done as a local account."""
    wholes = {
        "/transfer": {
            "source_endpoint": home.id,
            "destination_endpoint": home.id,
            "DATA": [{"source_path": "/a", "destination_path": "/b"}],
        },
        "/delete": {"endpoint": home.id, "DATA": [{"path": "/a"}]},
    }
    paths = {"path": "/a", "old_path": "/a", "new_path": "/b", "symlink_target": "/b"}
    document = {"DATA_TYPE": path[1:], "submission_id": new_id(), **wholes.get(path, paths)}
    whole_path = path.format(id=home.id)
    if field is None:
        return home.call(method, whole_path + user)
    return home.call(method, whole_path, {**document, field: user})


def test_local_users_have_one_rule(home: Home) -> None:
    refused = [asked_as(home, *row, "ann") for row in LOCAL_USERS]
    assert {(each["http"], each["code"]) for each in refused} == {(501, "NotImplemented")}
    assert all("has not told yet" in each["message"] for each in refused)
    home.join(home.id)
    refused = [asked_as(home, *row, "root") for row in LOCAL_USERS]
    assert {(each["http"], each["code"]) for each in refused} == {(501, "NotImplemented")}
    assert all("runs as one account, 'ann'" in each["message"] for each in refused)
    accepted = [asked_as(home, *row, "ann") for row in LOCAL_USERS]
    # The node is away; what was asked for would have been done.
    assert [each["http"] for each in accepted] == [502] * 5 + [202] * 3
    told = [home.call("GET", f"/task/{each['task_id']}") for each in accepted[5:]]
    shown = [(each["source_local_user"], each["destination_local_user"]) for each in told]
    assert shown == [("ann", None), (None, "ann"), ("ann", None)]
    for account, number in (("ann", 1), ("root", 0)):
        query = f"filter_endpoint={home.id}&filter_local_user={account}&limit=1"
        found = home.call("GET", f"/endpoint_manager/task_list?{query}")["DATA"]
        assert [each["source_local_user"] for each in found] == ["ann"] * number
