"""What an operator does for people who have lost everything."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from armillary.auth.audit import AuditEvent
from armillary.auth.factors.model import RecoveryCode, Totp
from armillary.auth.factors.store import add_totp, has_factor, new_recovery_codes
from armillary.auth.identities.store import create_identity
from armillary.cli.deployment import Config, Deployment
from armillary.core.sealing import Sealer
from armillary.db.engine import Database
from armillary.db.migrate import upgrade
from tests.armillary.cli.test_commands import armillary


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data directory with one person, who has a second factor."""
    deployment = Deployment(tmp_path / "data")
    deployment.create()
    deployment.remember(Config())
    database = Database(f"sqlite:///{deployment.data_dir}/armillary.db")
    upgrade(database)
    sealer = Sealer(deployment.keys_dir / "second_factors.key")
    with database.write() as session:
        ada = create_identity(session, username="ada", password="x" * 12, name="A", email="a@b.c")
        add_totp(session, sealer, identity_id=ada.id, name="App", secret="A" * 32, step=0)
        new_recovery_codes(session, ada.id)
    database.close()
    return deployment.data_dir


def test_an_operator_removes_second_factors(data_dir: Path) -> None:
    answer = armillary("account", "remove-factors", "Ada", "--data-dir", str(data_dir))
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "Removed 1 second factors of Ada." in answer.stdout
    database = Database(f"sqlite:///{data_dir}/armillary.db")
    with database.read() as session:
        event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert event is not None
        assert event.event == "second_factor.removed_by_operator"
        assert not has_factor(session, event.target or "")
        assert session.scalars(select(Totp)).all() == []
        assert session.scalars(select(RecoveryCode)).all() == []
    database.close()


def test_what_is_not_there_is_told(data_dir: Path, tmp_path: Path) -> None:
    answer = armillary("account", "remove-factors", "eve", "--data-dir", str(data_dir))
    assert (answer.returncode, "There is no account eve." in answer.stderr) == (2, True)
    answer = armillary("account", "remove-factors", "eve", "--data-dir", str(tmp_path))
    assert (answer.returncode, "no data directory of ours" in answer.stderr) == (2, True)
