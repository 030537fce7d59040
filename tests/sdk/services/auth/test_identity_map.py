from __future__ import annotations

import uuid
from typing import Any

import pytest

from globus_sdk import AuthClient, IdentityMap

from ...recording import Answer, RecordingServer, Request

IDS = [str(uuid.UUID(int=number)) for number in range(5)]


def known(request: Request) -> Answer:
    """Every id, and the usernames of one domain."""
    query = dict(request.query)
    ids = query.get("ids", "").split(",")
    names = query.get("usernames", "").split(",")
    found = [{"id": one, "username": f"{one}@x.org"} for one in ids if one]
    found += [{"id": f"id of {name}", "username": name} for name in names if "@x.org" in name]
    return Answer({"identities": found})


@pytest.fixture
def client(server: RecordingServer) -> Any:
    server.respond = known
    with AuthClient(base_url=server.url) as made:
        yield made


def test_one_request_for_a_batch(client: AuthClient, server: RecordingServer) -> None:
    identities = IdentityMap(client, IDS, id_batch_size=3)
    assert identities[IDS[0]]["username"] == f"{IDS[0]}@x.org"
    assert identities[IDS[1]]["id"] == IDS[1]
    assert identities[f"{IDS[2]}@x.org"]["id"] == IDS[2]
    assert len(server.requests) == 1
    assert identities[IDS[4]]["id"] == IDS[4]
    assert identities[IDS[3]]["id"] == IDS[3]
    assert len(server.requests) == 2


def test_names_and_ids_are_looked_up_apart(client: AuthClient, server: RecordingServer) -> None:
    identities = IdentityMap(client, [IDS[0], "a@x.org"])
    assert identities["a@x.org"]["id"] == "id of a@x.org"
    assert identities[IDS[0]]["id"] == IDS[0]
    assert [sorted(dict(r.query)) for r in server.requests] == [["provision", "usernames"], ["ids"]]


def test_what_is_not_there(client: AuthClient, server: RecordingServer) -> None:
    identities = IdentityMap(client)
    assert identities.get("nobody@y.org", "default") == "default"
    with pytest.raises(KeyError):
        identities["nobody@y.org"]


def test_adding_and_a_cache_of_ones_own(client: AuthClient, server: RecordingServer) -> None:
    cache = {"a@x.org": {"id": "cached"}}
    identities = IdentityMap(client, cache=cache)
    assert identities.add("b@x.org")
    assert not identities.add("b@x.org")
    assert not identities.add("a@x.org")
    assert identities["a@x.org"]["id"] == "cached"
    assert server.requests == []
    assert identities["b@x.org"] is cache["b@x.org"]
