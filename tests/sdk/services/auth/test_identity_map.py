from __future__ import annotations

import asyncio
import uuid
from typing import Any

import pytest

from globus_sdk import AsyncAuthClient, AsyncIdentityMap, AuthClient, IdentityMap
from globus_sdk.services.auth.identity_map import is_username, split_ids_and_usernames

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


def test_what_was_forgotten_is_looked_up_again(client: AuthClient, server: RecordingServer) -> None:
    identities = IdentityMap(client)
    assert identities["b@x.org"] == identities["id of b@x.org"]
    del identities["b@x.org"]
    assert identities["b@x.org"] == identities["id of b@x.org"]
    assert len(server.requests) == 2
    with pytest.raises(KeyError):
        del identities["c@x.org"]


def test_what_waits_can_be_seen(client: AuthClient) -> None:
    identities = IdentityMap(client, ["b@x.org", IDS[0], "c@x.org"], id_batch_size=2)
    assert (identities.unresolved_ids, identities.unresolved_usernames) == (
        {IDS[0]},
        {"b@x.org", "c@x.org"},
    )
    assert identities["d@x.org"]
    assert identities.unresolved_usernames == {"c@x.org"}


def test_the_same_for_asyncio(server: RecordingServer) -> None:
    server.respond = known

    async def main() -> None:
        async with AsyncAuthClient(base_url=server.url) as client:
            identities = AsyncIdentityMap(client, IDS, id_batch_size=3)
            assert (await identities[IDS[0]])["username"] == f"{IDS[0]}@x.org"
            assert (await identities.get(IDS[1]))["id"] == IDS[1]
            assert len(server.requests) == 1
            assert await identities.get("nobody@y.org", "nobody") == "nobody"
            with pytest.raises(KeyError):
                await identities["nobody@y.org"]
            assert identities.add("e@x.org")
            assert not identities.add(IDS[1])

    asyncio.run(main())


def test_usernames_and_ids_are_told_apart() -> None:
    assert [is_username(key) for key in (IDS[0], "a@x.org", "", "0")] == [False, True, True, True]
    assert split_ids_and_usernames([IDS[0], "a", IDS[0]]) == ({IDS[0]}, {"a"})
