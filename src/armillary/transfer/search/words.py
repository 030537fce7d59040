"""The words under which collections are found, kept up with every change of a collection.

One table of words that both databases search by beginnings of words; see
docs/decisions/0015-endpoint-search.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, event, insert
from sqlalchemy.orm import Mapper

from armillary.transfer.model import Collection
from armillary.transfer.search.model import WORD_LENGTH, CollectionWord

# What a word says of a collection, by the field that it is in.
WEIGHTS: Mapping[str, int] = {
    "display_name": 4,
    "keywords": 2,
    "organization": 2,
    "department": 2,
    "owner_string": 1,
    "description": 1,
}


def words(text: str) -> list[str]:
    """Lower-case words, punctuation dropped; what is too long is cut."""
    spaced = "".join(c if c.isalnum() else " " for c in text.lower())
    return [word[:WORD_LENGTH] for word in spaced.split()]


def weighted_words(collection: Collection) -> dict[str, int]:
    """The words of a collection, with the weight of the weightiest field each is in."""
    found: dict[str, int] = {}
    for field, weight in sorted(WEIGHTS.items(), key=lambda pair: pair[1]):
        found.update(dict.fromkeys(words(getattr(collection, field) or ""), weight))
    return found


@event.listens_for(Collection, "after_insert")
@event.listens_for(Collection, "after_update")
def _index(_: Mapper[Any], connection: Connection, collection: Collection) -> None:
    # A collection that is not in the index can't be found, so nobody has to remember to do it.
    connection.execute(delete(CollectionWord).where(CollectionWord.collection_id == collection.id))
    rows = [
        {"collection_id": collection.id, "word": word, "weight": weight}
        for word, weight in weighted_words(collection).items()
    ]
    connection.execute(insert(CollectionWord), rows)
