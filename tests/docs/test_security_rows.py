"""The tests that the security table names exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs" / "security" / "rfc9700.md").read_text()
FOLDER = ROOT / "tests" / "armillary" / "auth"


def _named_tests() -> list[tuple[str, str]]:
    named = []
    for line in TABLE.splitlines():
        file = ""
        for found in re.findall(r"`((?:(?:test_\w+|scenarios)\.py|\.\.\.)(?:::\w+)?)`", line):
            name, _, test = found.partition("::")
            file = file if name == "..." else name
            named.append((file, test))
    return named


@pytest.mark.parametrize(("file", "test"), sorted(set(_named_tests())))
def test_a_named_test_exists(file: str, test: str) -> None:
    assert f"def {test}" in (FOLDER / file).read_text()


def test_the_table_names_tests() -> None:
    assert len(_named_tests()) > 80


def test_every_section_has_a_row() -> None:
    """Sections 2.1 to 2.6 and 4.1 to 4.17 of RFC 9700, each with a test."""
    rows = [line.split(" | ") for line in TABLE.splitlines() if re.match(r"\| [24]\.", line)]
    covered = {
        ".".join(section.split(".")[:2])
        for row in rows
        for section in row[0].strip("| ").split(", ")
    }
    assert covered == {f"2.{n}" for n in range(1, 7)} | {f"4.{n}" for n in range(1, 18)}
    for row in rows:
        assert "`test_" in row[-1] or "`scenarios.py" in row[-1], row[1]


def test_every_row_is_met_or_says_why_not() -> None:
    rows = [line.split(" | ") for line in TABLE.splitlines() if re.match(r"\| [24]\.", line)]
    for row in rows:
        assert re.search(r"\bmet\b|deviation", row[2], re.IGNORECASE), row[1]
    assert sum("eviation" in row[2] for row in rows) >= 4
