"""Which collections a search finds, and in which order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from armillary.core.clock import utcnow
from armillary.db.engine import Database
from armillary.transfer.errors import BadRequest
from armillary.transfer.model import Collection, EntityType
from armillary.transfer.people import Party
from armillary.transfer.permissions.model import AccessRule, EndpointRole
from armillary.transfer.search import query as searching
from armillary.transfer.search.query import SearchQuery, search
from armillary.transfer.search.words import weighted_words, words

ME, GROUP = "me", "group"
PARTY = Party(frozenset({ME, "also me"}), frozenset({GROUP}))


def collection(name: str, **fields: Any) -> Collection:
    given = {
        "entity_type": EntityType.GUEST,
        "owner_identity_id": "other",
        "owner_string": "other@example.org",
        "base_path": "/",
        **fields,
    }
    return Collection(id=name, display_name=name, **given)


def found(database: Database, *, limit: int = 100, offset: int = 0, **query: Any) -> list[str]:
    with database.read() as session:
        rows = search(session, PARTY, SearchQuery(**query), limit=limit, offset=offset)
        return [row.display_name for row in rows]


def fill(database: Database, *rows: Any) -> None:
    with database.write() as session:
        for row in rows:
            session.add(row)
            session.flush()


def test_words() -> None:
    assert words("Climate-data, 100% (Größe)") == ["climate", "data", "100", "größe"]
    assert words("x" * 100) == ["x" * 64]
    row = collection("Ice", description="ice and snow", keywords="snow", owner_string="ann")
    weights = weighted_words(row)
    assert (weights["ice"], weights["snow"], weights["and"], weights["ann"]) == (4, 2, 1, 1)


@pytest.fixture
def library(database: Database) -> Database:
    fill(
        database,
        collection("a note", description="about climate"),
        collection("Climate", description="daily"),
        collection("Climatology"),
        collection("Soil", keywords="climate,earth"),
        collection("Genomes"),
    )
    return database


@pytest.mark.parametrize("rare", [2000, 1])
def test_the_best_come_first_while_words_are_rare(
    library: Database, rare: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_RARE", rare)
    by_relevance = ["Climate", "Climatology", "Soil", "a note"]
    by_name = sorted(by_relevance)
    listed = found(library, fulltext="climat")
    assert sorted(listed) == by_name
    if rare > 1:
        assert listed == by_relevance
    assert found(library, fulltext="CLIMATE daily!") == ["Climate"]
    assert found(library, fulltext="climate genomes") == []
    assert found(library, fulltext="mate") == []
    assert found(library, fulltext="climat", limit=1, offset=1)[0] == listed[1]


def test_the_index_follows_its_collection(library: Database) -> None:
    with library.write() as session:
        session.get_one(Collection, "Genomes").description = "of plants"
    assert found(library, fulltext="plant") == ["Genomes"]
    with library.write() as session:
        session.get_one(Collection, "Genomes").description = None
    assert found(library, fulltext="plant") == []
    with library.write() as session:
        session.delete(session.get_one(Collection, "Genomes"))
    assert found(library, fulltext="genome") == []


def rule(collection_id: str, principal: str, kind: str = "identity", **more: Any) -> AccessRule:
    return AccessRule(
        collection_id=collection_id,
        principal_type=kind,
        principal=principal,
        path="/",
        permissions="r",
        **more,
    )


def role(collection_id: str, name: str, principal: str = ME, kind: str = "identity") -> Any:
    return EndpointRole(
        collection_id=collection_id, principal_type=kind, principal=principal, role=name
    )


SCOPES: dict[str, set[str]] = {
    "my-endpoints": {"mine", "also mine", "my mapped"},
    "shared-by-me": {"mine", "also mine", "I let in", "I administer"},
    "shared-with-me": {"for me", "for my group"},
    "administered-by-me": {"mine", "also mine", "my mapped", "I administer"},
    "my-gcp-endpoints": set(),
    "recently-used": set(),
    "in-use": set(),
    "hide-no-permissions": {
        "mine",
        "also mine",
        "my mapped",
        "for me",
        "for my group",
        "I let in",
        "I administer",
        "I watch",
        "hosted by me",
        "hosted where I watch",
    },
}


def test_scopes(database: Database) -> None:
    hidden = {"public": False}
    fill(
        database,
        collection("my mapped", entity_type=EntityType.MAPPED, owner_identity_id=ME, **hidden),
        collection("mapped", entity_type=EntityType.MAPPED, endpoint_id="an endpoint"),
        collection("an endpoint", entity_type=EntityType.ENDPOINT),
        collection("mine", owner_identity_id=ME, **hidden),
        collection("also mine", owner_identity_id="also me", **hidden),
        collection("for me", **hidden),
        collection("for my group", **hidden),
        collection("no longer for me", **hidden),
        collection("for everybody"),
        collection("I let in", **hidden),
        collection("I administer", **hidden),
        collection("I watch", **hidden),
        collection("hosted by me", mapped_collection_id="my mapped", **hidden),
        collection("watched mapped", entity_type=EntityType.MAPPED),
        collection("hosted where I watch", mapped_collection_id="watched mapped", **hidden),
        collection("no business of mine", **hidden),
        rule("for me", ME),
        rule("for my group", GROUP, "group"),
        rule("no longer for me", ME, expiration_date=utcnow() - timedelta(days=1)),
        rule("for everybody", "", "all_authenticated_users"),
        role("I let in", "access_manager"),
        role("I administer", "administrator", GROUP, "group"),
        role("I watch", "activity_monitor"),
        role("watched mapped", "activity_monitor"),
    )
    wanted = {**SCOPES, "hide-no-permissions": SCOPES["hide-no-permissions"] | {"watched mapped"}}
    assert {scope: set(found(database, scope=scope)) for scope in SCOPES} == wanted
    visible = wanted["hide-no-permissions"] | {"for everybody", "mapped"}
    assert (
        set(found(database, owner_id="other") + found(database, owner_id=ME)) | {"also mine"}
        == visible
    )
    assert found(database, host_endpoint="my mapped") == ["hosted by me"]
    assert found(database, host_endpoint="an endpoint") == ["mapped"]
    assert found(database, scope="my-endpoints", entity_type=EntityType.MAPPED) == ["my mapped"]


def test_a_beginning_may_be_any_text(library: Database) -> None:
    fill(library, collection("über_alles 50%"), collection("z\U0010fffd"))
    assert found(library, fulltext="üb") == ["über_alles 50%"]
    assert found(library, fulltext="50") == ["über_alles 50%"]
    with pytest.raises(BadRequest):
        found(library, fulltext="%")
