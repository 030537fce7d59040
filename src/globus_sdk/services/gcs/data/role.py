"""Roles on an endpoint or a collection."""

from __future__ import annotations

import uuid
from typing import Any

from ...._missing import MISSING, MissingType
from ...._payload import GlobusPayload


class GCSRoleDocument(GlobusPayload):
    """A role, to give to someone.

    :param DATA_TYPE: the document's type and version.
    :param collection: the collection; without it, the endpoint.
    :param principal: who gets it, as a URN of an identity or a group.
    :param role: ``owner``, ``administrator``, ``access_manager``, ``activity_manager``,
        ``activity_monitor`` or ``access_monitor``.
    :param additional_fields: anything else that the document should have.
    """

    def __init__(
        self,
        DATA_TYPE: str = "role#1.0.0",
        collection: uuid.UUID | str | MissingType = MISSING,
        principal: str | MissingType = MISSING,
        role: str | MissingType = MISSING,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        fields = {
            "DATA_TYPE": DATA_TYPE,
            "collection": collection,
            "principal": principal,
            "role": role,
        }
        super().__init__({**fields, **(additional_fields or {})})
