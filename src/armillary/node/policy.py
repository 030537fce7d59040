"""What the owner of a collection decided about how its files are treated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from armillary.node.connectors.base import Care
from armillary.node.timetable import Rule, parse_rule


@dataclass(frozen=True)
class Policy:
    """Of one mapped collection, and of the guest collections on it.

    :param fsync: whether what is told as done survives a power cut
    :param read_back: whether files are read again from the storage before they get their names
    :param limits: rules of :mod:`armillary.node.timetable`
    :param authentication_timeout_mins: of a high assurance collection, how many minutes a sign-in
        is good for; the transfer service, which is told of it, sees to it
    """

    fsync: bool = False
    read_back: bool = False
    limits: tuple[str, ...] = ()
    authentication_timeout_mins: int | None = None

    @property
    def care(self) -> Care:
        """What a storage needs to know of it."""
        return Care(durable=self.fsync, read_back=self.read_back)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The limits, read.

        :raises ValueError: one is malformed
        """
        return tuple(parse_rule(text) for text in self.limits)

    def document(self) -> dict[str, Any]:
        """As it is stored and shown."""
        return {
            "fsync": self.fsync,
            "read_back": self.read_back,
            "limits": list(self.limits),
            "authentication_timeout_mins": self.authentication_timeout_mins,
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Policy:
        """Read what :meth:`document` wrote; what is absent has its default."""
        return cls(
            fsync=bool(document.get("fsync", False)),
            read_back=bool(document.get("read_back", False)),
            limits=tuple(document.get("limits", ())),
            authentication_timeout_mins=document.get("authentication_timeout_mins"),
        )
