"""The pages for operators name every setting and every command."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import click
import pytest

from armillary.cli.admin import admin
from armillary.core.settings import Settings
from tests.docs.fences import ROOT

PAGE = (ROOT / "docs" / "operation.md").read_text()


def commands(group: click.Group, path: str) -> Iterator[tuple[str, str]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield path, name


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_setting_is_documented(name: str) -> None:
    first_cells = [row.split("|")[1] for row in PAGE.splitlines() if row.startswith("| ")]
    assert any(f"`ARMILLARY_{name.upper()}`" in cell for cell in first_cells)


def test_every_command_is_documented() -> None:
    rows = [row for row in PAGE.splitlines() if row.startswith("| `armillary admin")]
    for path, name in commands(admin, "armillary admin"):
        named = [row for row in rows if f"`{path} " in row and f"{name}`" in row]
        assert len(named) == 1, (path, name)
