"""Every error that a caller can get has a code, a status, a doc, and a test that provokes it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import armillary
from armillary.auth.errors import AuthError, OAuthError, TooManyAttempts, UsernameTaken
from armillary.core.errors import ArmillaryError
from armillary.groups.errors import ActionRefused, GroupsError
from armillary.transfer.errors import StorageFault, TransferError

TESTS = Path(__file__).parents[1]
# Modules whose import does something, or that are no modules of ours.
NOT_IMPORTED = ("armillary.cli.__main__", "armillary.cli.tutorial.steps", "armillary.db.migrations")

ABSTRACT = {AuthError, GroupsError, OAuthError, TransferError}
# What a test sees of an error whose code is not in its answer.
SEEN_AS = {
    ActionRefused: '"LAST_ADMIN"',
    TooManyAttempts: "429",
    UsernameTaken: "This username is taken",
    StorageFault: "ExternalError.MkdirFailed.Exists",
}


def subclasses(root: type[ArmillaryError]) -> Iterator[type[ArmillaryError]]:
    for subclass in root.__subclasses__():
        yield subclass
        yield from subclasses(subclass)


for module in pkgutil.walk_packages(armillary.__path__, "armillary."):
    if not module.name.startswith(NOT_IMPORTED):
        importlib.import_module(module.name)

ERRORS = sorted(set(subclasses(ArmillaryError)) - ABSTRACT, key=lambda error: error.__qualname__)


@pytest.fixture(scope="module")
def test_text() -> str:
    here = Path(__file__)
    return "\n".join(path.read_text() for path in TESTS.rglob("*.py") if path != here)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_error_is_documented_and_provoked(
    error: type[ArmillaryError], test_text: str
) -> None:
    assert error.__doc__
    assert 400 <= error.status <= 599
    signs = {error.__name__, f'"{error.code}"', SEEN_AS.get(error, error.__name__)}
    if issubclass(error, OAuthError):
        signs.add(f'"{error.error}"')
    assert any(sign in test_text for sign in signs)
