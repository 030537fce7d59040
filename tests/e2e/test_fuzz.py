"""The Transfer API held by random calls, of one tenant at another too, on real files."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from tests.e2e.services import start
from tests.e2e.transfer_fuzz import new_stage

FIXED = 20250101


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_random_calls_find_nothing(
    database_url: str, fresh_dir: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    hold(database_url, fresh_dir, capfd, start_at=FIXED, cases=400)


@pytest.mark.soak
@pytest.mark.parametrize("start_at", [FIXED, secrets.randbelow(1 << 32)], ids=["fixed", "random"])
def test_many_random_calls_find_nothing(
    database_url: str, fresh_dir: Path, capfd: pytest.CaptureFixture[str], start_at: int
) -> None:
    hold(database_url, fresh_dir, capfd, start_at=start_at, cases=5000)


def hold(
    database_url: str,
    folder: Path,
    capfd: pytest.CaptureFixture[str],
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
    told, log = capfd.readouterr()
    print(told)
    assert "Traceback" not in log, log[-5000:]
    assert '"level": "error"' not in log
    statuses = {status for _, status in stage.fuzz.counts}
    expected = {200, 201, 400, 401, 404} | ({202, 403} if examples > 1 else set())
    assert expected <= statuses, "not only refusals, not only successes"
