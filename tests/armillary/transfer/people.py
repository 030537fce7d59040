"""Groups and accounts, made up by the test."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy.orm import Session


@dataclass
class MadeUpPeople:
    """Everyone has an account of their own, unless told otherwise.

    :param members: by the id of a group, the identities in it
    :param accounts: identities that belong together
    :param addresses: where identities get mail
    """

    members: dict[str, set[str]] = field(default_factory=dict)
    accounts: list[frozenset[str]] = field(default_factory=list)
    addresses: dict[str, str] = field(default_factory=dict)

    def linked(self, _: Session, identity_id: str, /) -> frozenset[str]:
        mine = (account for account in self.accounts if identity_id in account)
        return next(mine, frozenset({identity_id}))

    def address(self, _: Session, identity_id: str, /) -> str | None:
        return self.addresses.get(identity_id)

    def groups(self, _: Session, identity_ids: Collection[str], /) -> frozenset[str]:
        return frozenset(g for g, ids in self.members.items() if ids.intersection(identity_ids))
