"""The official command line, as a person at a home directory runs it."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from armillary.cli.tutorial.signin import authorization_code
from tests.e2e.services import Services
from tests.e2e.terminal import converse

GLOBUS = str(Path(__file__).parents[2] / ".venvs/official-cli/bin/globus")


@dataclass
class CommandLine:
    """`globus` as the person at this home directory runs it.

    :param home: where it keeps its tokens
    :param variables: of the environment, beside those of `armillary env`
    """

    services: Services
    home: Path
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        given = self.services.client_environment()
        return {**given, "HOME": str(self.home), **self.variables}

    def try_run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [GLOBUS, *arguments], capture_output=True, text=True, env=self.environment, timeout=120
        )

    def run(self, *arguments: str) -> str:
        """What it printed."""
        done = self.try_run(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def document(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--format", "json"))

    def sign_in(self, *arguments: str) -> str:
        """Run a command that prints a URL and waits for the code; what it printed."""
        command = [GLOBUS, *arguments, "--no-local-server"]
        return converse(command, self.environment, self._code)

    def _code(self, url: str) -> str:
        demo = self.services.state["demo"]
        return authorization_code(url, demo["username"], demo["password"])
