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
        for found in re.findall(r"`((?:test_\w+\.py|\.\.\.)(?:::\w+)?)`", line):
            name, _, test = found.partition("::")
            file = file if name == "..." else name
            named.append((file, test))
    return named


@pytest.mark.parametrize(("file", "test"), sorted(set(_named_tests())))
def test_a_named_test_exists(file: str, test: str) -> None:
    assert f"def {test}" in (FOLDER / file).read_text()


def test_the_table_names_tests() -> None:
    assert len(_named_tests()) > 40
