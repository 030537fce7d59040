from __future__ import annotations

from datetime import timedelta

from armillary.transfer.deliveries.rules import WAITS, wait_after


def test_waits_grow_for_about_a_day() -> None:
    waits = [wait_after(number) for number in range(1, len(WAITS) + 1)]
    known = [wait for wait in waits if wait is not None]
    assert known == sorted(known) == list(WAITS)
    assert timedelta(days=1) <= sum(known, timedelta()) <= timedelta(days=1.5)
    assert wait_after(len(waits) + 1) is None
