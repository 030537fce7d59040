"""The supervisor keeps its children running, whatever keeps them from starting."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from armillary.cli.supervisor import Child, Supervisor


def test_a_child_that_can_not_be_started_is_started_later(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    logs = tmp_path / "logs"
    child = Child("probe", ["--version"], {})

    async def scene() -> None:
        supervisor = Supervisor([child], logs)
        running = asyncio.create_task(supervisor.run())
        async with asyncio.timeout(20):
            while "can't be started" not in capfd.readouterr().err:
                await asyncio.sleep(0.01)
            logs.mkdir()
            while not (logs / "probe.log").exists() or not (logs / "probe.log").read_text():
                await asyncio.sleep(0.01)
        supervisor.stop()
        await running

    asyncio.run(scene())
    assert "version" in (logs / "probe.log").read_text()
