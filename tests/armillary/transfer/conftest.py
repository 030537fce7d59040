"""A Transfer service in the process, with callers and collections made up by the test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.core.settings import Settings
from armillary.db.engine import Database
from armillary.transfer.app import create_app
from armillary.transfer.errors import TRANSFER_ALL
from armillary.transfer.model import Collection, EntityType
from armillary.transfer.store import search_text
from armillary.web.caller import Caller


@dataclass(frozen=True)
class Person:
    """Somebody with a token; their token is their id."""

    id: str
    name: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.id}"}


@dataclass
class TransferService:
    """The service under test and the people it knows."""

    client: TestClient
    database: Database
    callers: dict[str, Caller]

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
    ) -> str:
        """A collection of somebody's; its id."""
        row = Collection(
            id=new_id(),
            entity_type=kind,
            display_name=name,
            owner_identity_id=owner.id,
            owner_string=owner.name,
            description=description,
            public=public,
            base_path="/",
        )
        row.search_text = search_text(row)
        with self.database.write() as session:
            session.add(row)
        return row.id


@pytest.fixture
def service(database: Database, tmp_path: Path) -> Iterator[TransferService]:
    settings = Settings(data_dir=tmp_path, base_url="http://test")
    callers: dict[str, Caller] = {}
    app = create_app(settings, database, callers.get)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield TransferService(client, database, callers)
