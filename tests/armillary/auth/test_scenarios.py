"""The attacks of ``scenarios``, with all defences up."""

from __future__ import annotations

import pytest

from armillary.auth.app import create_app
from tests.armillary.auth.conftest import AuthServer, Person
from tests.armillary.auth.scenarios import SCENARIOS, World


@pytest.fixture
def world(server: AuthServer, person: Person) -> World:
    app = create_app(server.settings, server.database)
    app.state.parts.outbox.close()
    return World(server, app.state.parts, person)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_an_attack_fails(world: World, scenario: str) -> None:
    SCENARIOS[scenario](world)
