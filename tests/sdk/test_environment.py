from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from globus_sdk._environment import refuse_to_share


def test_the_official_distribution_beside_ours_is_refused_with_one_clear_error(
    tmp_path: Path,
) -> None:
    (tmp_path / "globus_sdk-4.9.1.dist-info").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", "import globus_sdk"],
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "install each in an environment of its own" in done.stderr.splitlines()[-1]


def test_other_distributions_and_missing_directories_are_fine(tmp_path: Path) -> None:
    (tmp_path / "globus_sdk_tools-1.dist-info").mkdir()
    (tmp_path / "globus_sdk-notes.txt").touch()
    refuse_to_share([str(tmp_path), str(tmp_path / "missing"), ""])


@pytest.mark.parametrize("name", ["requests", "aiohttp", "asyncio", "orjson", "jwt", "ssl"])
def test_making_a_client_loads_nothing_heavy(name: str) -> None:
    code = "import sys, globus_sdk as g; g.TransferClient(); g.AuthClient(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "globus_sdk.client" in done.stdout.split()
    assert name not in done.stdout.split()
