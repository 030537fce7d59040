"""The Transfer API held by random calls, of one tenant at another too, on real files."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

import pytest

from tests.e2e.services import start
from tests.e2e.transfer_fuzz import new_stage

FIXED = 20250101


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_random_calls_find_nothing(database_url: str, fresh_dir: Path) -> None:
    hold(database_url, fresh_dir, start_at=FIXED, cases=400)


@pytest.mark.soak
@pytest.mark.parametrize("start_at", [FIXED, secrets.randbelow(1 << 32)], ids=["fixed", "random"])
def test_many_random_calls_find_nothing(database_url: str, fresh_dir: Path, start_at: int) -> None:
    hold(database_url, fresh_dir, start_at=start_at, cases=5000)


def hold(
    database_url: str,
    folder: Path,
    *,
    start_at: int,
    cases: int,
) -> None:
    """No 500, no exception in the log, nothing outside touched, nothing of another tenant's."""
    examples = 1 if cases < 1000 else 2
    services = start(folder, "--database-url", database_url)
    try:
        stage = new_stage(services, database_url, examples)
        print(f"seed {start_at}")
        beside, outside = stage.beside(), stage.files_outside()
        stage.fuzz.run(start=start_at, cases=cases)
        print(*stage.fuzz.lines(), sep="\n")
        assert stage.belongings() == stage.fuzz.belongings.documents
        assert (stage.beside(), stage.files_outside()) == (beside, outside)
    finally:
        assert services.stop() == 0
    assert {log.name for log in folder.glob("logs/*.log")} >= {"api.log", "worker.log"}
    assert [line for log in folder.glob("logs/*.log") for line in troubles(log)] == []
    statuses = {status for _, status in stage.fuzz.counts}
    expected = {200, 201, 400, 401, 404} | ({202, 403} if examples > 1 else set())
    assert expected <= statuses, "not only refusals, not only successes"


def troubles(log: Path) -> list[str]:
    """The lines of a log that tell of an exception or an error: some are JSON, some plain."""
    bad = re.compile(r'Traceback|"level": ?"(error|critical)"|\b(ERROR|CRITICAL)\b')
    return [line for line in log.read_text().splitlines() if bad.search(line)]


def test_troubles_are_seen(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    bad = ['{"event":"x","level":"error"}', "Traceback (most recent call last):", "ERROR: no"]
    log.write_text("\n".join([*bad, '{"event":"error","level":"info"}', "WARNING: errors"]))
    assert troubles(log) == bad
