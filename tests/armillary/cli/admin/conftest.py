"""A deployment that administrators' commands work on, beside an authorization server on it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from click.testing import CliRunner, Result

from armillary.cli.commands import cli
from armillary.cli.deployment import Config, Deployment
from tests.armillary.auth.conftest import (
    AuthServer,
    keys,
    make_server,
    manager,
    person,
    quick_hashes,
    server,
    stage,
)

__all__ = ["keys", "make_server", "manager", "person", "quick_hashes", "server", "stage"]


@dataclass
class Admin:
    """Runs ``armillary admin`` on a deployment."""

    data_dir: str
    database_url: str

    def run(self, *arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(
            cli,
            ["admin", *arguments],
            input=stdin,
            env={
                "ARMILLARY_DATA_DIR": self.data_dir,
                "ARMILLARY_DATABASE_URL": self.database_url,
            },
            catch_exceptions=False,
        )

    def json(self, *arguments: str, stdin: str | None = None) -> dict[str, Any]:
        done = self.run(*arguments, "--json", stdin=stdin)
        assert done.exit_code == 0, done.output
        document: dict[str, Any] = json.loads(done.stdout)
        return document

    def events(self, event: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.json("audit", "list", "--event", event)["events"]
        return found


@pytest.fixture
def admin(server: AuthServer, database_url: str) -> Admin:
    deployment = Deployment(server.settings.data_dir)
    deployment.create()
    deployment.remember(Config(demo=False))
    return Admin(str(deployment.data_dir), database_url)
