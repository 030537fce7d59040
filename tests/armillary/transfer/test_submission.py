from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from armillary.transfer.errors import NotImplementedHere, NoTransferItems
from armillary.transfer.submission import DeleteSubmission, TransferSubmission

A, B, S = (f"{n * 8}-0000-4000-8000-{n * 12}" for n in "123")


def body(**changes: Any) -> dict[str, Any]:
    item = {
        "DATA_TYPE": "transfer_item",
        "source_path": "/~/a",
        "destination_path": "b/",
    }
    base = {
        "DATA_TYPE": "transfer",
        "submission_id": S,
        "source_endpoint": A.upper(),
        "destination_endpoint": B,
        "DATA": [item],
    }
    return base | changes


def test_paths_and_ids_are_canonical() -> None:
    parsed = TransferSubmission.model_validate(body())
    assert parsed.source_endpoint == A
    assert (parsed.items[0].source_path, parsed.items[0].destination_path) == ("/a", "/b")


def test_what_is_stored_reads_back_the_same() -> None:
    parsed = TransferSubmission.model_validate(body(deadline="2030-01-01 00:00:00"))
    stored = parsed.model_dump(mode="json")
    assert TransferSubmission.model_validate(stored, by_name=True) == parsed


def test_deadline_without_zone_is_utc() -> None:
    parsed = TransferSubmission.model_validate(body(deadline="2030-01-01 00:00:00"))
    assert parsed.effective_deadline() == datetime(2030, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "changes",
    [
        {"submission_id": "nope"},
        {"source_endpoint": 7},
        {"DATA": {}},
        {"DATA": [{"source_path": "/a"}]},
        {"DATA": [{"source_path": "", "destination_path": "/b"}]},
        {"DATA_TYPE": "delete"},
        {"label": "x" * 129},
        {"verify_checksum": "perhaps"},
    ],
)
def test_invalid_bodies_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        TransferSubmission.model_validate(body(**changes))


def test_empty_submissions_have_an_error_of_their_own() -> None:
    with pytest.raises(NoTransferItems):
        TransferSubmission.model_validate(body(DATA=[]))
    with pytest.raises(NoTransferItems):
        DeleteSubmission.model_validate(
            {"DATA_TYPE": "delete", "submission_id": S, "endpoint": A, "DATA": []}
        )


@pytest.mark.parametrize(
    "option",
    [
        {"sync_level": 1},
        {"delete_destination_extra": True},
        {"recursive_symlinks": "copy"},
        {"filter_rules": [{"method": "exclude", "name": "*"}]},
        {"DATA": [{"DATA_TYPE": "transfer_symlink_item"}]},
        {"DATA": [{"DATA_TYPE": "transfer_item", "external_checksum": "00"}]},
    ],
)
def test_options_that_are_not_built_are_refused_not_ignored(option: dict[str, Any]) -> None:
    with pytest.raises(NotImplementedHere):
        TransferSubmission.model_validate(body(**option))


def item(algorithm: str | None) -> dict[str, Any]:
    return {"source_path": "/a", "destination_path": "/b", "checksum_algorithm": algorithm}


def test_one_known_checksum_algorithm_for_all_items() -> None:
    mixed = body(verify_checksum=True, DATA=[item("SHA256"), item("sha256"), item(None)])
    assert TransferSubmission.model_validate(mixed).checksum_algorithm == "sha256"
    for bad in ([item("sha256"), item("md5")], [item("crc7")]):
        with pytest.raises(ValidationError, match="checksum_algorithm"):
            TransferSubmission.model_validate(body(DATA=bad))
