from __future__ import annotations

import pytest

from armillary.db.engine import Busy, Database


def test_a_database_for_the_event_loop_never_waits_for_a_writer(database: Database) -> None:
    unwaiting = database.unwaiting()
    if database.engine.dialect.name != "sqlite":
        assert unwaiting is None
        return
    assert unwaiting is not None
    with database.write() as session:
        session.connection()  # takes the lock
        with pytest.raises(Busy), unwaiting.write() as other:
            other.connection()
    with unwaiting.write() as again:
        again.connection()
