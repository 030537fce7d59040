"""The whole system on PostgreSQL: login, listing, a transfer."""

from __future__ import annotations

from pathlib import Path

import pytest

from globus_sdk import TransferData
from tests.e2e.services import start


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_transfer_on_postgresql(database_url: str, fresh_dir: Path) -> None:
    running = start(fresh_dir, "--database-url", database_url)
    try:
        source, destination = running.collections
        with running.transfer_client() as client:
            found = [e["id"] for e in client.endpoint_search(filter_scope="my-endpoints")]
            assert found == [source["id"], destination["id"]]
            data = TransferData(source["id"], destination["id"], label="on PostgreSQL")
            data.add_item("/share", "/shared", recursive=True)
            task_id = client.submit_transfer(data)["task_id"]
            assert client.task_wait(task_id, timeout=30, polling_interval=1)
            assert client.get_task(task_id)["status"] == "SUCCEEDED"
        arrived = Path(destination["path"]) / "shared/godata/file3.txt"
        assert arrived.read_text() == "three\n"
        assert not (fresh_dir / "armillary.db").exists()
    finally:
        assert running.stop() == 0
