"""``armillary admin`` as a whole: help, places, exit codes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from armillary.cli.admin import admin as group
from armillary.cli.deployment import Config, Deployment
from tests.armillary.cli.admin.conftest import Admin
from tests.armillary.cli.test_commands import armillary


def commands(of: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(of, click.Group):
        for name, command in of.commands.items():
            yield from commands(command, (*path, name))


@pytest.mark.parametrize("path", list(commands(group)), ids=" ".join)
def test_every_command_has_help_and_says_where_it_works(path: tuple[str, ...]) -> None:
    answer = Admin("/nowhere", "").run(*path, "--help")
    assert answer.exit_code == 0
    assert "Usage:" in answer.output
    assert ("--data-dir" in answer.output) == ("Commands:" not in answer.output)


def test_a_place_that_is_none(tmp_path: Path) -> None:
    answer = armillary("admin", "accounts", "list", "--data-dir", str(tmp_path))
    assert answer.returncode == 2
    assert "is not a data directory" in answer.stderr


def test_a_place_without_a_database(tmp_path: Path) -> None:
    deployment = Deployment(tmp_path)
    deployment.create()
    deployment.remember(Config())
    answer = armillary("admin", "accounts", "list", "--data-dir", str(tmp_path))
    assert (answer.returncode, "There is no database" in answer.stderr) == (2, True)
    assert not (tmp_path / "armillary.db").exists()
    (tmp_path / "armillary.db").touch()
    answer = armillary("admin", "accounts", "list", "--data-dir", str(tmp_path))
    assert (answer.returncode, "another version" in answer.stderr) == (2, True)


def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    deployment = Deployment(tmp_path)
    deployment.create()
    deployment.remember(Config())
    url = "postgresql+psycopg://me:hidden@127.0.0.1:1/none"
    place = ("--data-dir", str(tmp_path), "--database-url", url)
    answer = armillary("admin", "accounts", "list", *place)
    assert answer.returncode == 2
    assert "can't be used" in answer.stderr
    assert "hidden" not in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_setting_that_makes_no_sense(admin: Admin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARMILLARY_REFRESH_GRACE", "soon")
    answer = admin.run("retention")
    assert (answer.exit_code, "ARMILLARY_REFRESH_GRACE" in answer.output) == (2, True)
