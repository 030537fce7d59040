"""The forms of identifiers."""

from __future__ import annotations

import uuid

from armillary.core.ids import is_uuid, new_id


def test_ids_are_random_uuids_in_their_usual_form() -> None:
    made = {new_id() for _ in range(1000)}
    assert len(made) == 1000
    for text in made:
        known = uuid.UUID(text)
        assert str(known) == text
        assert (known.version, known.variant) == (4, uuid.RFC_4122)
    assert all(is_uuid(text.upper()) for text in made)
