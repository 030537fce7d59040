"""One consent."""

from __future__ import annotations

import dataclasses
import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from .errors import ConsentParseError

_TIMES = ("created", "updated", "last_used")


@dataclasses.dataclass
class Consent:
    """The consent that a client may use a scope, given by a user or implied by another consent.

    :param client: the client that may use the scope.
    :param scope: the scope's id.
    :param scope_name: the scope's string.
    :param id: the consent's id.
    :param effective_identity: the identity that the client acts for.
    :param dependency_path: the ids of the consents that lead from the one that the user gave to
        this one, both included.
    :param created: when it was given.
    :param updated: when it was last changed.
    :param last_used: when it was last used.
    :param status: ``approved``, or why it is not.
    :param allows_refresh: whether it is good for refresh tokens.
    :param auto_approved: whether it was given without asking the user.
    :param atomically_revocable: whether it can be withdrawn without the one above it.
    """

    client: uuid.UUID | str
    scope: uuid.UUID | str
    scope_name: str
    id: int
    effective_identity: uuid.UUID | str
    dependency_path: list[int]
    created: datetime.datetime
    updated: datetime.datetime
    last_used: datetime.datetime
    status: str
    allows_refresh: bool
    auto_approved: bool
    atomically_revocable: bool

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> Consent:
        """Read the service's document of a consent.

        :raises ConsentParseError: a key is missing, or a time is no time.
        """
        fields = [field.name for field in dataclasses.fields(cls)]
        missing = [name for name in fields if name not in data]
        if missing:
            raise ConsentParseError(f"A consent lacks {', '.join(missing)}.", dict(data))
        values: dict[str, Any] = {name: data[name] for name in fields}
        values.update(_times(data))
        return cls(**values)

    def __str__(self) -> str:
        return f"Consent [{self.id}]: Client [{self.client}] -> Scope [{self.scope_name}]"


def _times(data: Mapping[str, Any]) -> dict[str, datetime.datetime]:
    try:
        return {name: datetime.datetime.fromisoformat(data[name]) for name in _TIMES}
    except (TypeError, ValueError) as error:
        raise ConsentParseError(f"A consent has an unreadable time: {error}", dict(data)) from error
