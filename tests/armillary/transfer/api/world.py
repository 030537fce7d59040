"""A guest collection with everybody who can be something to it, and what they may attack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from armillary.core.ids import new_id
from armillary.transfer.model import EntityType
from tests.armillary.transfer.conftest import Person, TransferService

ROLES = ("administrator", "access_manager", "activity_manager", "activity_monitor")
ALLOWED = 502
"""What operations answer that were allowed, where no node serves the collection."""


@dataclass
class World:
    """Ann's guest collection on Horst's mapped one; everyone else has the role of their name."""

    service: TransferService
    people: dict[str, Person]
    mapped: str
    collection: str
    rule: str
    role: str
    task: str
    pause_rule: str

    def call(self, who: str, method: str, path: str, body: Any = None, /, **query: Any) -> Any:
        """The answer to somebody; ids in braces are those of this world."""
        return self.service.call(
            self.people[who], method, self.filled(path), self.filled(body), **query
        )

    def filled(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self.filled(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.filled(inner) for inner in value]
        if not isinstance(value, str):
            return value
        for name in ("mapped", "collection", "rule", "role", "task", "pause_rule"):
            value = value.replace(f"{{{name}}}", getattr(self, name))
        for name, person in self.people.items():
            value = value.replace(f"{{{name}}}", person.id)
        return value


def new_world(service: TransferService, *, public: bool = True) -> World:
    names = ("owner", "host", "reader", "stranger", *ROLES)
    people = {name: service.person(name) for name in names}
    mapped = service.collection(people["host"], "mapped", kind=EntityType.MAPPED, on=new_id())
    collection = service.collection(people["owner"], "guest", public=public, on=mapped)
    world = World(service, people, mapped, collection, "", "", "", "")
    for role in ROLES:
        made = world.call("owner", "POST", "/endpoint/{collection}/role", a_role(role, role))
        assert made["http"] == 201, made
        world.role = made["id"]
    world.rule = world.call("owner", "POST", "/endpoint/{collection}/access", a_rule("reader"))[
        "access_id"
    ]
    world.task = submit(world, "owner")["task_id"]
    world.pause_rule = world.call(
        "owner",
        "POST",
        "/endpoint_manager/pause_rule",
        {"endpoint_id": "{collection}", "message": "later", "pause_rename": True},
    )["id"]
    return world


def a_role(who: str, role: str) -> dict[str, Any]:
    return {"principal_type": "identity", "principal": f"{{{who}}}", "role": role}


def a_rule(who: str, path: str = "/open/", permissions: str = "r") -> dict[str, Any]:
    return {
        "DATA_TYPE": "access",
        "principal_type": "identity",
        "principal": f"{{{who}}}",
        "path": path,
        "permissions": permissions,
        "notify_email": "reader@example.org",
        "notify_message": "have a look",
    }


def submit(world: World, who: str, source: str = "/a", destination: str = "/b") -> Any:
    item = {"DATA_TYPE": "transfer_item", "source_path": source, "destination_path": destination}
    body = {
        "DATA_TYPE": "transfer",
        "submission_id": new_id(),
        "source_endpoint": "{collection}",
        "destination_endpoint": "{collection}",
        "DATA": [item],
    }
    return world.call(who, "POST", "/transfer", body)
