"""Bytes damaged on their way are noticed, told, and sent again."""

from __future__ import annotations

import os
import time
from pathlib import Path

from globus_sdk import TransferData
from tests.e2e.services import start

DAMAGING = Path(__file__).with_name("damage")


def test_a_flipped_byte_is_a_fault_and_a_retry_and_never_a_file(
    fresh_dir: Path, tmp_path: Path
) -> None:
    damage = tmp_path / "damage"
    damage.touch()
    running = start(fresh_dir, PYTHONPATH=str(DAMAGING), DAMAGE=str(damage))
    try:
        source, destination = running.collections
        original = Path(source["path"]) / "original"
        original.write_bytes(os.urandom(20 << 20))
        target = Path(destination["path"]) / "copy"
        with running.transfer_client() as client:
            data = TransferData(source["id"], destination["id"])
            data.add_item("/original", "/copy")
            task_id = client.submit_transfer(data)["task_id"]
            deadline = time.monotonic() + 30
            while (task := client.get_task(task_id))["faults"] < 2:
                assert time.monotonic() < deadline
                assert task["status"] == "ACTIVE"
                assert not target.exists()
            assert task["nice_status"] == "VERIFY_CHECKSUM"
            assert task["is_ok"] is False
            assert damage.stat().st_size > 0
            damage.unlink()
            assert client.task_wait(task_id, timeout=60, polling_interval=1)
            task = client.get_task(task_id)
            assert task["status"] == "SUCCEEDED"
            codes = {event["code"] for event in client.task_event_list(task_id, limit=100)}
            assert codes == {"STARTED", "VERIFY_CHECKSUM", "SUCCEEDED"}
        assert target.read_bytes() == original.read_bytes()
        assert sorted(os.listdir(target.parent)) == ["copy"]
    finally:
        assert running.stop() == 0
