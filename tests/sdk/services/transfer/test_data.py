"""Submission documents, in both of their styles, and how they are written."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest

from globus_sdk import MISSING, AsyncTransferClient, DeleteData, TransferClient, TransferData
from globus_sdk._core import json as written

CLIENT = mock.create_autospec(TransferClient, instance=True)
CLIENT.get_submission_id.return_value = {"value": "new"}
FORMER_FLAGS = {
    "notify_on_succeeded": True,
    "notify_on_failed": True,
    "notify_on_inactive": True,
}
FORMER_TRANSFER = {
    **FORMER_FLAGS,
    "verify_checksum": False,
    "preserve_timestamp": False,
    "encrypt_data": False,
    "skip_source_errors": False,
    "fail_on_quota_errors": False,
    "delete_destination_extra": False,
}


def sent(data: Any) -> Any:
    return json.loads(written.encode(data))


@pytest.mark.parametrize(
    "make",
    [
        lambda **more: TransferData("a", "b", **more),
        lambda **more: TransferData(source_endpoint="a", destination_endpoint="b", **more),
        lambda **more: TransferData("a", destination_endpoint="b", **more),
    ],
)
def test_the_ways_to_say_what_to_transfer(make: Callable[..., TransferData]) -> None:
    assert sent(make(label="L", sync_level="size")) == {
        "DATA_TYPE": "transfer",
        "DATA": [],
        "source_endpoint": "a",
        "destination_endpoint": "b",
        "label": "L",
        "sync_level": 1,
    }


@pytest.mark.parametrize(
    ("make", "fetched"),
    [
        (lambda **more: TransferData(CLIENT, "a", "b", **more), {"submission_id": "new"}),
        (lambda **more: TransferData(None, "a", "b", **more), {}),
        (
            lambda **more: TransferData(
                CLIENT, source_endpoint="a", destination_endpoint="b", submission_id="s", **more
            ),
            {"submission_id": "s"},
        ),
        (
            lambda **more: TransferData(
                transfer_client=CLIENT, source_endpoint="a", destination_endpoint="b", **more
            ),
            {"submission_id": "new"},
        ),
        (lambda **more: TransferData(AsyncTransferClient(), "a", "b", **more), {}),
    ],
)
def test_a_client_makes_it_a_document_of_version_3(
    make: Callable[..., TransferData], fetched: dict[str, Any]
) -> None:
    made = make(sync_level="size", skip_activation_check=True, encrypt_data=True)
    assert sent(made) == {
        **FORMER_TRANSFER,
        **fetched,
        "DATA_TYPE": "transfer",
        "DATA": [],
        "source_endpoint": "a",
        "destination_endpoint": "b",
        "sync_level": 1,
        "skip_activation_check": True,
        "encrypt_data": True,
    }
    assert made.data is made


def test_the_styles_of_a_deletion() -> None:
    expected = {"DATA_TYPE": "delete", "DATA": [], "endpoint": "a", "recursive": True}
    assert sent(DeleteData("a", recursive=True)) == expected
    assert sent(DeleteData(endpoint="a", recursive=True)) == expected
    former = {**expected, **FORMER_FLAGS, "ignore_missing": False, "interpret_globs": False}
    assert sent(DeleteData(None, "a", recursive=True)) == former
    asked = DeleteData(transfer_client=CLIENT, endpoint="a", recursive=True, label=None)
    assert sent(asked) == {**former, "submission_id": "new"}


@pytest.mark.parametrize(
    "make",
    [
        lambda: TransferData("a"),  # type: ignore[call-overload]
        lambda: TransferData(CLIENT, "a"),
        lambda: TransferData("a", "b", "c"),  # type: ignore[call-overload]
        lambda: TransferData("a", "b", source_endpoint="c"),  # type: ignore[call-overload]
        lambda: TransferData("a", "b", lable="x"),  # type: ignore[call-overload]
        lambda: DeleteData(),  # type: ignore[call-overload]
        lambda: DeleteData("a", verify_checksum=True),  # type: ignore[call-overload]
    ],
)
def test_wrong_arguments_are_type_errors(make: Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        make()


@pytest.mark.parametrize(
    ("level", "number"), [("exists", 0), ("size", 1), ("mtime", 2), ("checksum", 3), (7, 7)]
)
def test_sync_levels_by_name(level: Any, number: int) -> None:
    assert sent(TransferData("a", "b", sync_level=level))["sync_level"] == number


def test_an_unknown_sync_level_is_refused() -> None:
    with pytest.raises(ValueError, match="newer"):
        TransferData("a", "b", sync_level="newer")  # type: ignore[call-overload]


def test_items_links_and_rules() -> None:
    data = TransferData(uuid.UUID(int=1), "b", deadline=datetime.datetime(2030, 1, 1))  # noqa: DTZ001
    data.add_item("/a", "/b")
    data.add_item("/c", "/d", recursive=False, additional_fields={"x": 1})
    data.add_symlink_item("/l", "/m")
    data.add_filter_rule("*.o")
    document = sent(data)
    assert [item["DATA_TYPE"] for item in data.iter_items()] == [
        "transfer_item",
        "transfer_item",
        "transfer_symlink_item",
    ]
    assert document["DATA"][0] == {
        "DATA_TYPE": "transfer_item", "source_path": "/a", "destination_path": "/b",
    }  # fmt: skip
    assert document["DATA"][1]["recursive"] is False
    assert document["DATA"][1]["x"] == 1
    assert document["filter_rules"] == [
        {"DATA_TYPE": "filter_rule", "method": "exclude", "name": "*.o"}
    ]
    assert document["deadline"] == "2030-01-01 00:00:00"
    assert document["source_endpoint"] == str(uuid.UUID(int=1))


class NoOrjson:
    """The standard module does the same work."""

    def __call__(self) -> None:
        return None


@pytest.mark.parametrize("accelerated", [True, False])
@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"a": MISSING, "b": None}, {"b": None}),
        ({"a": {"b": [1, MISSING, {"c": MISSING}]}}, {"a": {"b": [1, {}]}}),
        ([MISSING, {"a": MISSING}], [{}]),
        ({"id": uuid.UUID(int=1)}, {"id": str(uuid.UUID(int=1))}),
        ({1: "a"}, {"1": "a"}),
        ({"a": 2**70}, {"a": 2**70}),
        ({"a": "\udcff"}, {"a": "\udcff"}),
        (TransferData("a", "b", label=MISSING)["DATA"], []),
    ],
)
def test_documents_are_written(
    document: Any, expected: Any, accelerated: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not accelerated:
        monkeypatch.setattr(written, "_orjson", NoOrjson())
    body = written.encode(document)
    assert json.loads(body) == expected
    assert written.decode(body) == expected


def test_what_json_does_not_know_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        written.encode({"a": object()})
    with pytest.raises(ValueError, match="JSON"):
        written.encode({"a": float("nan"), 1: 1})
