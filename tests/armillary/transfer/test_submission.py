from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from armillary.transfer.errors import BadRequest, NoTransferItems
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


def test_local_users_in_the_wrong_place_are_refused_not_ignored() -> None:
    with pytest.raises(BadRequest, match="'local_user'"):
        TransferSubmission.model_validate(body(local_user="ann"))
    delete = {"DATA_TYPE": "delete", "submission_id": S, "endpoint": A, "DATA": [{"path": "/a"}]}
    with pytest.raises(BadRequest, match="'source_local_user'"):
        DeleteSubmission.model_validate(delete | {"source_local_user": "ann"})
    assert DeleteSubmission.model_validate(delete | {"local_user": "ann"}).local_user == "ann"


def item(**fields: Any) -> dict[str, Any]:
    return {"source_path": "/a", "destination_path": "/b"} | fields


@pytest.mark.parametrize(
    "changes",
    [
        {"sync_level": 4},
        {"recursive_symlinks": "follow"},
        {"filter_rules": [{"method": "exclude"}]},
        {"filter_rules": [{"method": "drop", "name": "*"}]},
        {"filter_rules": [{"method": "exclude", "name": "*", "type": "link"}]},
        {"delete_destination_extra": True, "DATA": [item(recursive=False)]},
        {"DATA": [item(checksum_algorithm="crc7")]},
        {"DATA": [item(external_checksum="00")]},
        {"DATA": [item(external_checksum="0" * 32, recursive=True)]},
        {"DATA": [item(external_checksum="0" * 32, checksum_algorithm="SHA256")]},
        {"DATA": [item(DATA_TYPE="transfer_symlink_item", external_checksum="0" * 32)]},
    ],
)
def test_options_that_contradict_themselves_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        TransferSubmission.model_validate(body(**changes))


@pytest.mark.parametrize(
    ("verify", "fields", "expected"),
    [
        (False, {}, None),
        (True, {}, None),
        (True, {"checksum_algorithm": "SHA-256"}, "sha256"),
        (False, {"checksum_algorithm": "SHA256"}, None),
        (False, {"external_checksum": "0" * 32}, "md5"),
        (False, {"external_checksum": "A" * 40, "checksum_algorithm": "SHA1"}, "sha1"),
    ],
)
def test_the_digest_by_which_an_item_is_verified(
    verify: bool, fields: dict[str, str], expected: str | None
) -> None:
    parsed = TransferSubmission.model_validate(body(verify_checksum=verify, DATA=[item(**fields)]))
    assert parsed.algorithm_of(parsed.items[0]) == expected
