"""The API held against its OpenAPI document by random calls, of one tenant at another too."""

from __future__ import annotations

import logging
import secrets

import pytest

from tests.armillary.auth.conftest import AuthServer, Person
from tests.armillary.auth.fuzz import AuthFuzz, new_fuzz, unchanged
from tests.armillary.auth.logs import Logs

FIXED = 20250101


def test_random_calls_find_nothing(server: AuthServer, person: Person) -> None:
    hold(server, person, start=FIXED, cases=250)


@pytest.mark.soak
@pytest.mark.parametrize("start", [FIXED, secrets.randbelow(1 << 32)], ids=["fixed", "random"])
def test_many_random_calls_find_nothing(server: AuthServer, person: Person, start: int) -> None:
    fuzz = hold(server, person, start=start, cases=5000)
    every = {result.ok().label for result in fuzz.schema.get_all_operations()}
    # A token needs a code or the like, which no random text is; chance may miss a few more.
    assert len(every) > 30
    assert len(every - fuzz.succeeded) <= 5, every - fuzz.succeeded


def hold(server: AuthServer, person: Person, *, start: int, cases: int) -> AuthFuzz:
    """No 500, no undocumented status, no exception in the log, nothing of another tenant's."""
    print(f"seed {start}")
    fuzz = new_fuzz(server, person, examples=1 if cases < 1000 else 2)
    with Logs(logging.WARNING) as logs:
        fuzz.run(start=start, cases=cases)
    print("\n".join(fuzz.lines()))
    assert not logs.exceptions
    assert unchanged(server, fuzz, person)
    assert fuzz.total >= cases
    statuses = {status for _, status in fuzz.counts}
    assert {200, 201, 400, 401, 403, 404} <= statuses, "not only refusals, not only successes"
    return fuzz
