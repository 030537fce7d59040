"""Submissions of transfers and deletions: what a client may send, and what it means.

Source: https://docs.globus.org/api/transfer/task_submit/
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from armillary.core.clock import utcnow
from armillary.transfer.errors import BadRequest, NoTransferItems
from armillary.transfer.paths import collection_path

DEFAULT_LIFETIME = timedelta(days=1)
_MAX_ITEMS = 100_000
_MAX_RULES = 1000

CHECKSUM_ALGORITHMS = frozenset({"md5", "sha1", "sha256", "sha384", "sha512"})
DEFAULT_ALGORITHM = "md5"
"""What ``external_checksum`` is where the item names no algorithm."""

CollectionPath = Annotated[
    str, Field(min_length=1, max_length=4096), AfterValidator(collection_path)
]


def _uuid_text(text: str) -> str:
    """The canonical lower-case form, so that ids compare as text."""
    return str(UUID(text))


def _known_algorithm(text: str) -> str:
    name = text.lower().replace("sha-", "sha")
    if name not in CHECKSUM_ALGORITHMS:
        raise ValueError(f"must be one of {', '.join(sorted(CHECKSUM_ALGORITHMS))}")
    return name


Id = Annotated[str, AfterValidator(_uuid_text)]


class _Document(BaseModel):
    # Clients may send fields of newer versions of the API.
    model_config = ConfigDict(extra="ignore")


class TransferItem(_Document):
    """One pair of paths.

    A ``transfer_symlink_item`` means the link at the source path itself. ``recursive`` absent
    means: whatever the source is.
    """

    data_type: Literal["transfer_item", "transfer_symlink_item"] = Field(
        "transfer_item", alias="DATA_TYPE"
    )
    source_path: CollectionPath
    destination_path: CollectionPath
    recursive: bool | None = None
    external_checksum: Annotated[str, Field(pattern=r"^[0-9a-fA-F]+$")] | None = None
    checksum_algorithm: Annotated[str, AfterValidator(_known_algorithm)] | None = None

    @property
    def is_symlink(self) -> bool:
        """Whether the link itself is meant, not what it leads to."""
        return self.data_type == "transfer_symlink_item"

    @model_validator(mode="after")
    def _has_checksums_of_files_only(self) -> Self:
        if self.external_checksum is None:
            return self
        if self.recursive or self.is_symlink:
            raise ValueError("external_checksum is for single files")
        algorithm = self.checksum_algorithm or DEFAULT_ALGORITHM
        digits = 2 * hashlib.new(algorithm, usedforsecurity=False).digest_size
        if len(self.external_checksum) != digits:
            raise ValueError(f"external_checksum is no {algorithm} ({digits} hexadecimal digits)")
        return self


class FilterRule(_Document):
    """What a transfer takes of the trees that it names; see ``datalink.filters``."""

    data_type: Literal["filter_rule"] = Field("filter_rule", alias="DATA_TYPE")
    method: Literal["include", "exclude"]
    name: Annotated[str, Field(min_length=1, max_length=1024)] | None = None
    path: Annotated[str, Field(min_length=1, max_length=4096)] | None = None
    type: Literal["file", "dir"] | None = None

    @model_validator(mode="after")
    def _has_a_pattern(self) -> Self:
        if self.name is None and self.path is None:
            raise ValueError("a filter rule needs a name or a path")
        return self


class DeleteItem(_Document):
    """One path to delete."""

    data_type: Literal["delete_item"] = Field("delete_item", alias="DATA_TYPE")
    path: CollectionPath


_LOCAL_USERS = ("source_local_user", "destination_local_user", "local_user")


class _Submission(_Document):
    submission_id: Id
    label: Annotated[str, Field(max_length=128)] | None = None
    deadline: datetime | None = None
    notify_on_succeeded: bool = True
    notify_on_failed: bool = True
    notify_on_inactive: bool = True
    store_base_path_info: bool = False

    @model_validator(mode="before")
    @classmethod
    def _names_no_account_in_vain(cls, body: Any) -> Any:
        """Who names an account where none is looked for is told so: data is at stake."""
        if isinstance(body, dict):
            for name in _LOCAL_USERS:
                if body.get(name) is not None and name not in cls.model_fields:
                    raise BadRequest(f"This kind of submission has no field '{name}'.")
        return body

    def effective_deadline(self) -> datetime:
        """When the task fails if it has not ended; without a zone, UTC is meant."""
        if self.deadline is None:
            return utcnow() + DEFAULT_LIFETIME
        return self.deadline if self.deadline.tzinfo else self.deadline.replace(tzinfo=UTC)


class TransferSubmission(_Submission):
    """Body of ``POST /v0.10/transfer``. What each option does is told in docs/semantics.md."""

    data_type: Literal["transfer"] = Field(alias="DATA_TYPE")
    source_endpoint: Id
    destination_endpoint: Id
    items: Annotated[list[TransferItem], Field(alias="DATA", max_length=_MAX_ITEMS)]
    sync_level: Annotated[int, Field(ge=0, le=3)] | None = None
    verify_checksum: bool = False
    preserve_timestamp: bool = False
    encrypt_data: bool = False
    skip_source_errors: bool = False
    fail_on_quota_errors: bool = False
    delete_destination_extra: bool = False
    recursive_symlinks: Literal["ignore", "keep", "copy"] = "ignore"
    filter_rules: Annotated[list[FilterRule], Field(max_length=_MAX_RULES)] | None = None
    source_local_user: str | None = None
    destination_local_user: str | None = None

    @field_validator("recursive_symlinks", mode="before")
    @classmethod
    def _ignore_by_default(cls, value: Any) -> Any:
        return "ignore" if value is None else value

    @model_validator(mode="after")
    def _has_items(self) -> Self:
        if not self.items:
            raise NoTransferItems("A transfer requires at least one item")
        return self

    @model_validator(mode="after")
    def _deletes_within_trees_only(self) -> Self:
        """Source: https://docs.globus.org/api/transfer/task_submit/#delete_destination_extra"""
        if self.delete_destination_extra and any(i.recursive is False for i in self.items):
            raise ValueError("delete_destination_extra needs recursive items")
        return self

    def algorithm_of(self, item: TransferItem) -> str | None:
        """The whole-file digest by which an item is verified; None: each range and batch is."""
        if item.external_checksum is not None:
            return item.checksum_algorithm or DEFAULT_ALGORITHM
        return item.checksum_algorithm if self.verify_checksum else None


class DeleteSubmission(_Submission):
    """Body of ``POST /v0.10/delete``."""

    data_type: Literal["delete"] = Field(alias="DATA_TYPE")
    endpoint: Id
    items: Annotated[list[DeleteItem], Field(alias="DATA", max_length=_MAX_ITEMS)]
    recursive: bool = False
    ignore_missing: bool = False
    interpret_globs: bool = False
    local_user: str | None = None

    @model_validator(mode="after")
    def _has_items(self) -> Self:
        if not self.items:
            raise NoTransferItems("A delete requires at least one item")
        return self
