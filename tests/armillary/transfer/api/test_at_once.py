"""The same submission in many requests at the same moment, as impatient clients send it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from sqlalchemy import func, select

from armillary.core.ids import new_id
from armillary.transfer.model import Task
from tests.armillary.transfer.api.world import World, new_world
from tests.armillary.transfer.conftest import TransferService

TIMES = 100


@pytest.fixture
def world(service: TransferService) -> World:
    return new_world(service)


@pytest.mark.parametrize("kind", ["transfer", "delete"])
def test_a_hundred_times_the_same_submission_is_one_task(world: World, kind: str) -> None:
    submission_id = new_id()
    body = world.filled(
        {
            "transfer": {
                "DATA_TYPE": "transfer",
                "source_endpoint": "{collection}",
                "destination_endpoint": "{collection}",
                "DATA": [
                    {"DATA_TYPE": "transfer_item", "source_path": "/a", "destination_path": "/b"}
                ],
            },
            "delete": {
                "DATA_TYPE": "delete",
                "endpoint": "{collection}",
                "DATA": [{"DATA_TYPE": "delete_item", "path": "/a"}],
            },
        }[kind]
        | {"submission_id": submission_id}
    )
    url = world.service.client.address(f"/v0.10/{kind}")
    headers = world.people["owner"].headers
    together = threading.Barrier(TIMES)

    def submit(_: int) -> tuple[int, dict[str, Any]]:
        together.wait()
        response = requests.post(url, json=body, headers=headers, timeout=60)
        return response.status_code, response.json()

    with ThreadPoolExecutor(TIMES) as pool:
        answers = list(pool.map(submit, range(TIMES)))
    assert {status for status, _ in answers} == {202}
    codes = sorted(document["code"] for _, document in answers)
    assert codes == ["Accepted"] + ["Duplicate"] * (TIMES - 1)
    (task_id,) = {document["task_id"] for _, document in answers}
    with world.service.database.read() as session:
        query = select(func.count()).where(Task.submission_id == submission_id)
        assert session.scalar(query) == 1
        assert session.get_one(Task, task_id).submission_id == submission_id
