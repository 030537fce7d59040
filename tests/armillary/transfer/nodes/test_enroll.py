"""How nodes join, are heard, renew their certificates and lose their trust; on both databases."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

import jwt
import pytest
from cryptography import x509

from armillary.core import pki
from armillary.core.clock import utcnow
from armillary.core.errors import ArmillaryError
from armillary.core.ids import new_id
from armillary.datalink.revocation import decode_revocations
from armillary.db.engine import Database
from armillary.transfer import store
from armillary.transfer.errors import AuthenticationFailed, BadRequest, EndpointNotFound
from armillary.transfer.model import Collection, EnrollmentToken, EntityType, Node
from armillary.transfer.nodes import heartbeat as beating
from armillary.transfer.nodes.client import NodeFault, reachable
from armillary.transfer.nodes.enroll import Enrolment, allow_node, enroll
from armillary.transfer.nodes.heartbeat import heartbeat
from armillary.transfer.nodes.revoke import describe_nodes, revoke_node

AUTHORITY = pki.Authority.create()
AUDIENCE = "http://localhost/transfer"
ADDRESSES = {
    "manager": {"host": "127.0.0.1", "port": 1},
    "data": {"host": "127.0.0.1", "port": 2},
}
OWNER = new_id()


@dataclass
class Joining:
    """A node as the service sees it."""

    database: Database
    token: str = field(default_factory=new_id)
    collection: str = field(default_factory=new_id)
    key: Any = field(default_factory=pki.new_private_key)

    def allow(self, owner: str = OWNER) -> Joining:
        with self.database.write() as session:
            allow_node(session, self.token, owner_id=owner)
        return self

    def enroll(self, **settings: Any) -> dict[str, Any]:
        body = {
            "token": self.token,
            "csr": pki.signing_request(self.key, "node").decode(),
            "display_name": "node",
            "collections": [{"id": self.collection, "display_name": "data", **settings}],
            **ADDRESSES,
        }
        with self.database.write() as session:
            return enroll(session, Enrolment.model_validate(body), AUTHORITY)

    @property
    def timeout(self) -> int | None:
        """What the service holds for a sign-in to be good on the collection, in minutes."""
        with self.database.read() as session:
            return session.get_one(Collection, self.collection).authentication_timeout_mins

    def beat(self, node: str, **claims: Any) -> dict[str, Any]:
        now = int(time.time())
        statement = jwt.encode(
            {"aud": AUDIENCE, "iat": now, "exp": now + 30, **ADDRESSES, **claims},
            self.key,
            "ES256",
            headers={"typ": "node-heartbeat+jwt"},
        )
        with self.database.write() as session:
            return heartbeat(session, node, statement, audience=AUDIENCE, authority=AUTHORITY)


def fingerprint(pem: str) -> str:
    return pki.fingerprint(x509.load_pem_x509_certificate(pem.encode()))


def refused(kind: type[ArmillaryError], action: Callable[[], object], says: str = ".") -> None:
    with pytest.raises(kind, match=says):
        action()


def test_the_answer_that_was_lost_is_given_again(database: Database) -> None:
    node = Joining(database).allow()
    lost = node.enroll()
    again = node.enroll()
    assert {**again, "certificate": ""} == {**lost, "certificate": ""}
    with database.read() as session:
        stored = session.get_one(Node, again["node_id"])
        assert stored.certificate == again["certificate"]
        assert stored.fingerprint == fingerprint(again["certificate"])
    assert node.beat(again["node_id"], certificate=stored.fingerprint).keys() == {"revocations"}


def test_a_spent_token_is_worth_nothing_to_another_key(database: Database) -> None:
    node = Joining(database).allow()
    node.enroll()
    thief = Joining(database, token=node.token)
    refused(AuthenticationFailed, thief.enroll)
    refused(AuthenticationFailed, Joining(database).enroll)


def test_a_token_that_expired_unused(database: Database) -> None:
    node = Joining(database).allow()
    with database.write() as session:
        for row in session.query(EnrollmentToken):
            row.expires_at = utcnow() - timedelta(seconds=1)
    refused(AuthenticationFailed, node.enroll)


def test_a_node_tells_as_which_account_it_runs(database: Database) -> None:
    node = Joining(database).allow()
    node_id = node.enroll()["node_id"]
    for told, known in (
        ("ann", "ann"),
        (None, None),
        ("x" * 300, "x" * 256),
        (7, None),
        ("", None),
    ):
        node.beat(node_id, **({} if told is None else {"account": told}))
        with database.read() as session:
            assert session.get_one(Node, node_id).account == known


def test_a_certificate_is_renewed_in_time_and_told_until_it_is_heard(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = Joining(database).allow()
    answer = node.enroll()
    mine = fingerprint(answer["certificate"])
    csr = pki.signing_request(node.key, "node").decode()
    assert "certificate" not in node.beat(answer["node_id"], certificate=mine, csr=csr)
    monkeypatch.setattr(beating, "_RENEW_BEFORE", timedelta(days=91))
    renewed = node.beat(answer["node_id"], certificate=mine, csr=csr)["certificate"]
    assert fingerprint(renewed) != mine
    monkeypatch.undo()
    # that answer was lost, too
    assert node.beat(answer["node_id"], certificate=mine, csr=csr)["certificate"] == renewed
    heard = node.beat(answer["node_id"], certificate=fingerprint(renewed))
    assert "certificate" not in heard


def test_a_revoked_node_is_not_heard_not_called_and_on_the_list(database: Database) -> None:
    node, other = Joining(database).allow(), Joining(database).allow()
    revoked, honest = node.enroll()["node_id"], other.enroll()["node_id"]
    with database.write() as session:
        revoke_node(session, revoked)
        when = revoke_node(session, revoked).revoked_at
    refused(AuthenticationFailed, lambda: node.beat(revoked), "revoked")
    refused(AuthenticationFailed, node.enroll)
    authority = pki.certificate_pem(AUTHORITY.certificate)
    told = decode_revocations(other.beat(honest)["revocations"], authority)
    assert revoked in told.nodes
    assert honest not in told.nodes
    with database.read() as session:
        place = store.place(session, node.collection)
        assert place
        with pytest.raises(NodeFault, match="revoked") as caught:
            reachable(place)
        assert caught.value.code == "PERMISSION_DENIED"
        shown = {row["id"]: row for row in describe_nodes(session)}
    assert shown[revoked]["revoked_at"] == when
    assert shown[honest]["revoked_at"] is None
    assert shown[honest]["collections"] == [other.collection]
    with database.write() as session:
        refused(EndpointNotFound, lambda: revoke_node(session, new_id()))


def test_collections_come_back_with_their_owners_new_node_only(database: Database) -> None:
    node = Joining(database).allow()
    first = node.enroll()
    guest = new_id()
    with database.write() as session:
        session.add(
            Collection(
                id=guest,
                entity_type=EntityType.GUEST,
                display_name="guest",
                owner_identity_id=OWNER,
                owner_string="",
                node_id=first["node_id"],
                mapped_collection_id=node.collection,
                base_path="/",
            )
        )
    successor = Joining(database, collection=node.collection).allow()
    refused(BadRequest, successor.enroll, "already")
    with database.write() as session:
        revoke_node(session, first["node_id"])
    stranger = Joining(database, collection=node.collection).allow(owner=new_id())
    refused(BadRequest, stranger.enroll, "already")
    second = successor.enroll()
    with database.read() as session:
        for collection_id in (node.collection, guest):
            collection = session.get_one(Collection, collection_id)
            assert collection.node_id == second["node_id"]
            assert collection.endpoint_id == second["endpoint_id"]


def test_high_assurance_is_the_nodes_owner_to_decide(database: Database) -> None:
    node, other = Joining(database).allow(), Joining(database).allow()
    answer = node.enroll(authentication_timeout_mins=30)
    mine, endpoint = answer["node_id"], answer["endpoint_id"]
    theirs = other.enroll()["node_id"]
    assert (node.timeout, other.timeout) == (30, None)

    def told(minutes: Any) -> dict[str, Any]:
        return {node.collection: {"authentication_timeout_mins": minutes}}

    node.beat(mine, collections=told(60))
    assert node.timeout == 60
    node.beat(mine)  # as earlier versions do
    assert node.timeout == 60
    other.beat(theirs, collections=told(None))
    assert node.timeout == 60
    nonsense: tuple[Any, ...] = (told(0), told(525_601), told("soon"), {"x": {}}, [1])
    for each in nonsense:
        refused(BadRequest, partial(node.beat, mine, collections=each))
    assert node.timeout == 60
    node.beat(mine, collections={endpoint: {"authentication_timeout_mins": 5}})
    with database.read() as session:
        assert session.get_one(Collection, endpoint).authentication_timeout_mins is None
    node.beat(mine, collections=told(None))
    assert node.timeout is None


def test_a_collection_comes_back_as_its_owners_new_node_has_it(database: Database) -> None:
    node = Joining(database).allow()
    first = node.enroll(authentication_timeout_mins=30)
    with database.write() as session:
        revoke_node(session, first["node_id"])
    Joining(database, collection=node.collection).allow().enroll(authentication_timeout_mins=5)
    assert node.timeout == 5


def test_a_node_where_the_authority_may_not_vouch_is_told_so(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ADDRESSES, "manager", {"host": "10.0.0.7", "port": 1})
    with pytest.raises(BadRequest, match=r"can't vouch for '10\.0\.0\.7'"):
        Joining(database).allow().enroll()
    node = Joining(database).allow()
    monkeypatch.setitem(ADDRESSES, "manager", {"host": "127.0.0.1", "port": 1})
    here = node.enroll()["node_id"]
    for which in ("manager", "data"):
        elsewhere = {which: {"host": "10.0.0.7", "port": 1}}
        refused(BadRequest, partial(node.beat, here, **elsewhere), "can't vouch")
    with database.read() as session:
        assert session.get_one(Node, here).manager_host == "127.0.0.1"
    monkeypatch.setitem(ADDRESSES, "manager", {"host": "10.0.0.7", "port": 1})
    wider = pki.Authority.create(extra_hosts=["10.0.0.0/8"])
    monkeypatch.setattr(__name__ + ".AUTHORITY", wider)
    assert Joining(database).allow().enroll()["node_id"]
