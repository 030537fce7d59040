"""Every error that a caller can get has a code, a status, a sentence's worth of doc, and a test."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import armillary
from armillary.core.errors import ArmillaryError

TESTS = Path(__file__).parents[1]


def subclasses(root: type[ArmillaryError]) -> Iterator[type[ArmillaryError]]:
    for subclass in root.__subclasses__():
        yield subclass
        yield from subclasses(subclass)


for module in pkgutil.walk_packages(armillary.__path__, "armillary."):
    if ".steps" not in module.name and "migrations" not in module.name:
        if module.name != "armillary.cli.__main__":
            importlib.import_module(module.name)

ERRORS = sorted(set(subclasses(ArmillaryError)), key=lambda error: error.__qualname__)


@pytest.fixture(scope="module")
def test_text() -> str:
    here = Path(__file__)
    return "\n".join(path.read_text() for path in TESTS.rglob("*.py") if path != here)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_error_is_documented_and_tried(error: type[ArmillaryError], test_text: str) -> None:
    assert error.__doc__
    assert 400 <= error.status <= 599
    assert f'"{error.code}"' in test_text or error.__name__ in test_text
