"""A Transfer service in the process, with callers and collections made up by the test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.core.settings import Settings
from armillary.db.engine import Database
from armillary.transfer.app import create_app
from armillary.transfer.errors import TRANSFER_ALL
from armillary.transfer.model import Collection, EntityType
from armillary.web.caller import Caller
from tests.armillary.auth.conftest import Stage, stage
from tests.armillary.transfer.people import MadeUpPeople

__all__ = ["stage"]


@dataclass(frozen=True)
class Person:
    """Somebody with a token; their token is their id."""

    id: str
    name: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.id}"}


class HttpClient(requests.Session):
    """Speaks to the service at its base URL."""

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self._base_url = base_url

    def address(self, path: str) -> str:
        """The whole URL of a path."""
        return f"{self._base_url}{path}"

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> Any:
        return super().request(method, f"{self._base_url}{url!s}", *args, **kwargs)


@dataclass
class TransferService:
    """The service under test and the people it knows."""

    client: HttpClient
    database: Database
    callers: dict[str, Caller]
    people: MadeUpPeople
    keys_dir: Path

    def call(
        self, person: Person, method: str, path: str, body: Any = None, /, **query: Any
    ) -> dict[str, Any]:
        """The document that somebody is answered with, and its status as ``http``."""
        response = self.client.request(
            method, f"/v0.10{path}", headers=person.headers, json=body, params=query
        )
        document: dict[str, Any] = response.json()
        return document | {"http": response.status_code}

    def group(self, *members: Person) -> str:
        """A new group; its id."""
        group_id = new_id()
        self.people.members[group_id] = {person.id for person in members}
        return group_id

    def person(
        self,
        name: str,
        *consents: str,
        resource_server: str = "transfer.api.globus.org",
        scope: str = TRANSFER_ALL,
    ) -> Person:
        """Somebody new, whose token has the given consents below its scope."""
        person = Person(new_id(), name)
        self.callers[person.id] = Caller(
            identity_id=person.id,
            username=name,
            identity_set=frozenset({person.id}),
            client_id="app",
            resource_server=resource_server,
            scopes=frozenset({scope}),
            expires_at=utcnow() + timedelta(hours=1),
            dependent_scopes={TRANSFER_ALL: frozenset(consents)},
        )
        return person

    def collection(
        self,
        owner: Person,
        name: str,
        *,
        kind: EntityType = EntityType.GUEST,
        public: bool = True,
        description: str | None = None,
        on: str | None = None,
    ) -> str:
        """A collection of somebody's; its id.

        :param on: what it lies on: the mapped collection of a guest, the endpoint of a mapped one
        """
        row = Collection(
            id=new_id(),
            entity_type=kind,
            display_name=name,
            owner_identity_id=owner.id,
            owner_string=owner.name,
            description=description,
            public=public,
            base_path="/",
            mapped_collection_id=on if kind == EntityType.GUEST else None,
            endpoint_id=on if kind == EntityType.MAPPED else None,
        )
        with self.database.write() as session:
            session.add(row)
        return row.id


@pytest.fixture
def service(database: Database, tmp_path: Path, stage: Stage) -> Iterator[TransferService]:
    settings = Settings(data_dir=tmp_path, base_url=stage.base_url)
    callers: dict[str, Caller] = {}
    people = MadeUpPeople()
    stage.app = create_app(settings, database, callers.get, people)
    with HttpClient(stage.base_url) as client:
        yield TransferService(client, database, callers, people, settings.keys_dir)
