"""Documents as JSON:API has them (https://jsonapi.org/format/#document-structure)."""

from __future__ import annotations

import uuid
from typing import Any

Related = tuple[str, uuid.UUID | str]


def resource(
    kind: str, attributes: dict[str, Any], relationships: dict[str, Related] | None = None
) -> dict[str, Any]:
    """A document with one resource.

    :param kind: the resource's type.
    :param attributes: its attributes.
    :param relationships: the types and ids of the resources it has to do with.
    """
    data: dict[str, Any] = {"type": kind, "attributes": attributes}
    if relationships is not None:
        data["relationships"] = {
            name: {"data": {"type": other, "id": id}} for name, (other, id) in relationships.items()
        }
    return {"data": data}
