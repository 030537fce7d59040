"""The test's side of :mod:`tests.e2e.soak.halting`: closes gates, and sees who stands there."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tests.e2e.soak.halting import FOLDER

_REPOSITORY = Path(__file__).parents[3]
_LOADER = "from tests.e2e.soak.halting import install\n\ninstall()\n"
_SECONDS = 120.0


class Halts:
    """Gates at named points of the processes under test, all open at first.

    :param folder: made here
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loader = folder / "loader"
        self._loader.mkdir(parents=True)
        (self._loader / "sitecustomize.py").write_text(_LOADER)
        self._gates = 0

    @property
    def environment(self) -> dict[str, str]:
        """The variables that the processes need."""
        return {"PYTHONPATH": f"{self._loader}:{_REPOSITORY}", FOLDER: str(self._folder)}

    def close(self, point: str, *, after: int = 0) -> None:
        """Have whoever comes to a point stand still there.

        :param after: how many times each process goes by first
        """
        self._gates += 1
        prepared = self._folder / f"{point}.{self._gates}.new"
        prepared.write_text(str(after))
        prepared.rename(self._folder / point)

    def open(self, point: str) -> None:
        """Let everybody go on."""
        (self._folder / point).unlink()
        self._reached(point).unlink(missing_ok=True)

    def wait(self, point: str) -> None:
        """Return once a process that lives stands at a closed gate."""
        deadline = time.monotonic() + _SECONDS
        while not self._stands(point):
            assert time.monotonic() < deadline, f"nobody came to {point!r}"
            time.sleep(0.01)

    def _stands(self, point: str) -> bool:
        try:
            pid = int(self._reached(point).read_text())
            return os.readlink(f"/proc/{pid}/exe") != ""
        except (FileNotFoundError, ProcessLookupError):
            return False

    def _reached(self, point: str) -> Path:
        return self._folder / f"{point}.reached"
