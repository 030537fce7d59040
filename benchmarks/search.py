"""Endpoint searches among 100,000 collections: the 95th percentile of what many queries take."""

from __future__ import annotations

import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import insert

from armillary.db.engine import Database
from armillary.db.migrate import upgrade
from armillary.transfer.model import Collection, EntityType
from armillary.transfer.people import Party
from armillary.transfer.search.model import CollectionWord
from armillary.transfer.search.query import SearchQuery, search
from armillary.transfer.search.words import weighted_words
from benchmarks.measure import OURS, Row, compare
from benchmarks.site import MEMORY

COLLECTIONS = 100_000
_QUERIES = 200
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PARTY = Party(frozenset({"owner5"}), frozenset())


def rows(rounds: int) -> Iterator[Row]:
    """Different queries of one to three beginnings of words, common words more often.

    Each comes once, on a database opened just before.
    """
    folder = Path(tempfile.mkdtemp(prefix="armillary-bench-", dir=MEMORY))
    url = f"sqlite:///{folder / 'search.db'}"
    try:
        with closing(Database(url)) as database:
            _fill(database)
        name = f"endpoint search among {COLLECTIONS:,}, 95th percentile"
        yield compare(name, {OURS: lambda: _percentile(url)}, unit="ms", rounds=rounds)
    finally:
        shutil.rmtree(folder)


def _vocabulary() -> tuple[list[str], list[float]]:
    """Words, and how common each is: the usual distribution of a language."""
    chance = random.Random(1)
    words = ["".join(chance.choices(_LETTERS, k=chance.randint(3, 10))) for _ in range(20_000)]
    return words, [1 / rank for rank in range(1, len(words) + 1)]


def _fill(database: Database) -> None:
    upgrade(database)
    chance = random.Random(2)
    words, weights = _vocabulary()
    for first in range(0, COLLECTIONS, 10_000):
        made = [
            _collection(number, chance.choices(words, weights, k=12))
            for number in range(first, first + 10_000)
        ]
        found = [
            {"collection_id": row["id"], "word": word, "weight": weight}
            for row in made
            for word, weight in weighted_words(Collection(**row)).items()
        ]
        with database.write() as session:
            session.execute(insert(Collection), made)
            session.execute(insert(CollectionWord), found)


def _collection(number: int, words: list[str]) -> dict[str, object]:
    return {
        "id": f"{number:08d}-0000-4000-8000-000000000000",
        "entity_type": EntityType.GUEST,
        "display_name": " ".join(words[:3]),
        "description": " ".join(words[3:]),
        "owner_identity_id": f"owner{number % 1000}",
        "owner_string": f"owner{number % 1000}@example.org",
        "base_path": "/",
        "public": number % 10 != 0,
        "details": {},
    }


def _percentile(url: str) -> float:
    with closing(Database(url)) as database:
        taken = [_seconds(database, text) * 1000 for text in _texts()]
    return statistics.quantiles(taken, n=20)[-1]


def _texts() -> list[str]:
    chance = random.Random(3)
    words, weights = _vocabulary()
    texts: dict[str, None] = {}
    while len(texts) < _QUERIES:
        chosen = chance.choices(words, weights, k=chance.choice((1, 1, 2, 3)))
        texts[" ".join(word[: chance.randint(2, len(word))] for word in chosen)] = None
    return list(texts)


def _seconds(database: Database, text: str) -> float:
    begun = time.perf_counter()
    with database.read() as session:
        search(session, _PARTY, SearchQuery(fulltext=text), limit=100, offset=0)
    return time.perf_counter() - begun
