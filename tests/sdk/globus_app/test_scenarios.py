"""The same scenarios with the official library, ours, and ours for asyncio: the same requests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ..official import run_official, run_ours
from ..recording import recording_server
from . import scenarios
from .auth_server import AuthServer

NAMES = [scenario.__name__ for scenario in scenarios.SCENARIOS]
Played = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """What was said and what was requested, by player and scenario."""
    with recording_server() as server:
        auth = AuthServer(server.url)
        server.respond = auth.respond
        found: Played = {}
        script = Path(scenarios.__file__)
        for player in ("official", "sync", "async"):
            home = str(tmp_path_factory.mktemp(player))
            job = {"url": server.url, "place": player, "async": player == "async", "home": home}
            official = player == "official"
            said = run_official(4, script, job) if official else run_ours(script, job)
            found[player] = {
                name: {"said": said[name], "requests": auth.places[f"{player}-{name}"].requests}
                for name in NAMES
            }
        yield found


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("player", ["sync", "async"])
def test_ours_does_as_the_official_library(played: Played, player: str, name: str) -> None:
    wanted, found = played["official"][name], played[player][name]
    assert found["said"] == wanted["said"]
    assert found["requests"] == wanted["requests"]


def test_the_scenarios_say_something(played: Played) -> None:
    quiet = [name for name, told in played["official"].items() if not told["said"]]
    assert quiet == []
    requests = [request for told in played["official"].values() for request in told["requests"]]
    assert len(requests) > 100
    said = str([told["said"] for told in played["official"].values()])
    for kind in ("IdentityMismatchError", "UnmetScopeRequirementsError", "MissingTokenError"):
        assert kind in said
