"""``COLLECTION:PATH``, the way in which commands name files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from armillary.core.ids import is_uuid

if TYPE_CHECKING:
    from globus_sdk import TransferClient


@dataclass(frozen=True)
class Target:
    """A path on a collection.

    :param collection: its id, or a name that its owner gave it
    :param path: None where none was given
    """

    collection: str
    path: str | None

    def resolved(self, client: TransferClient) -> Target:
        """The same with the collection's id.

        :raises click.UsageError: no collection that one can see has this name, or several have
        """
        return Target(collection_id(client, self.collection), self.path)


class TargetType(click.ParamType[Target]):
    """``COLLECTION[:PATH]``; the collection by id or display name."""

    name = "collection:path"

    def convert(self, value: Any, param: Any, ctx: Any) -> Target:
        """Split at the first colon: neither ids nor, as a rule, names have one."""
        collection, _, path = str(value).partition(":")
        if not collection:
            self.fail(f"{value!r} names no collection. Write COLLECTION:PATH.", param, ctx)
        return Target(collection, path or None)


def collection_id(client: TransferClient, wanted: str) -> str:
    """The id of a collection, by id or exact display name.

    :raises click.UsageError: there is no such name, or more than one
    """
    if is_uuid(wanted):
        return wanted.lower()
    found = [each for each in client.endpoint_search(wanted) if each["display_name"] == wanted]
    if len(found) == 1:
        return str(found[0]["id"])
    if not found:
        raise click.UsageError(f"No collection that you can see is called {wanted!r}. Use its id.")
    ids = ", ".join(str(each["id"]) for each in found)
    raise click.UsageError(f"Several collections are called {wanted!r}: {ids}. Use an id.")
