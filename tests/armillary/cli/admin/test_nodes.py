"""``armillary admin nodes``."""

from __future__ import annotations

from armillary.db.engine import Database
from armillary.transfer.model import Collection
from tests.armillary.auth.conftest import Person
from tests.armillary.cli.admin.conftest import Admin
from tests.armillary.transfer.nodes.test_enroll import Joining


def test_nodes_are_listed_and_revoked(admin: Admin, database: Database) -> None:
    node = Joining(database).allow()
    node_id = node.enroll()["node_id"]
    (shown,) = admin.json("nodes", "list")["nodes"]
    assert (shown["id"], shown["revoked_at"]) == (node_id, None)
    assert shown["manager"] == "127.0.0.1:1"
    assert node_id in admin.run("nodes", "list").output
    done = admin.json("nodes", "revoke", node_id)
    assert done == {"revoked": node_id, "display_name": "node"}
    assert admin.json("nodes", "list")["nodes"][0]["revoked_at"]
    assert admin.events("node.revoked")[0]["target"] == node_id


def test_a_token_lets_one_node_join(admin: Admin, database: Database, person: Person) -> None:
    made = admin.json("nodes", "enroll-token", person.username)
    assert made["owner"] == person.username
    assert made["expires_at"]
    node = Joining(database, token=made["token"])
    node.enroll()
    with database.read() as session:
        collection = session.get_one(Collection, node.collection)
    assert collection.owner_identity_id == person.id
    assert admin.events("node.allowed")[0]["target"] == person.id
    assert made["token"] not in str(admin.json("audit", "list"))
    assert admin.run("nodes", "enroll-token", "nobody").exit_code == 2


def test_an_unknown_node(admin: Admin) -> None:
    assert admin.run("nodes", "revoke", "nobody").exit_code == 1
