"""Submissions of transfers and deletions: what a client may send, and what it means.

Source: https://docs.globus.org/api/transfer/task_submit/
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from armillary.core.clock import utcnow
from armillary.transfer.errors import NotImplementedHere, NoTransferItems
from armillary.transfer.paths import collection_path

_DEFAULT_LIFETIME = timedelta(days=1)
_MAX_ITEMS = 100_000

CHECKSUM_ALGORITHMS = frozenset({"md5", "sha1", "sha256", "sha384", "sha512"})

CollectionPath = Annotated[
    str, Field(min_length=1, max_length=4096), AfterValidator(collection_path)
]


def _uuid_text(text: str) -> str:
    """The canonical lower-case form, so that ids compare as text."""
    return str(UUID(text))


Id = Annotated[str, AfterValidator(_uuid_text)]


class _Document(BaseModel):
    # Clients may send fields of newer versions of the API.
    model_config = ConfigDict(extra="ignore")


class TransferItem(_Document):
    """One pair of paths; ``recursive`` absent means: whatever the source is."""

    data_type: Literal["transfer_item"] = Field("transfer_item", alias="DATA_TYPE")
    source_path: CollectionPath
    destination_path: CollectionPath
    recursive: bool | None = None
    external_checksum: str | None = None
    checksum_algorithm: str | None = None


class DeleteItem(_Document):
    """One path to delete."""

    data_type: Literal["delete_item"] = Field("delete_item", alias="DATA_TYPE")
    path: CollectionPath


class _Submission(_Document):
    submission_id: Id
    label: Annotated[str, Field(max_length=128)] | None = None
    deadline: datetime | None = None

    def effective_deadline(self) -> datetime:
        """When the task fails if it has not ended; without a zone, UTC is meant."""
        if self.deadline is None:
            return utcnow() + _DEFAULT_LIFETIME
        return self.deadline if self.deadline.tzinfo else self.deadline.replace(tzinfo=UTC)


class TransferSubmission(_Submission):
    """Body of ``POST /v0.10/transfer``."""

    data_type: Literal["transfer"] = Field(alias="DATA_TYPE")
    source_endpoint: Id
    destination_endpoint: Id
    items: Annotated[list[TransferItem], Field(alias="DATA", max_length=_MAX_ITEMS)]
    verify_checksum: bool = False
    preserve_timestamp: bool = False
    encrypt_data: bool = False
    skip_source_errors: bool = False
    fail_on_quota_errors: bool = False
    notify_on_succeeded: bool = True
    notify_on_failed: bool = True
    notify_on_inactive: bool = True
    store_base_path_info: bool = False

    @model_validator(mode="before")
    @classmethod
    def _refuse_what_is_not_built(cls, body: Any) -> Any:
        """Options that would be silently ignored are refused: data is at stake."""
        if isinstance(body, dict):
            for name, harmless in _UNBUILT_OPTIONS.items():
                if body.get(name, harmless[0]) not in harmless:
                    raise NotImplementedHere(
                        f"This service does not support '{name}' yet. Submit without it."
                    )
            _refuse_unbuilt_items(body.get("DATA"))
        return body

    @model_validator(mode="after")
    def _has_items(self) -> Self:
        if not self.items:
            raise NoTransferItems("A transfer requires at least one item")
        return self

    @model_validator(mode="after")
    def _names_one_algorithm(self) -> Self:
        named = self._algorithms()
        if len(named) > 1 or not named <= CHECKSUM_ALGORITHMS:
            raise ValueError(
                f"checksum_algorithm must be one of {', '.join(sorted(CHECKSUM_ALGORITHMS))}, "
                "the same for every item"
            )
        return self

    def _algorithms(self) -> set[str]:
        return {item.checksum_algorithm.lower() for item in self.items if item.checksum_algorithm}

    @property
    def checksum_algorithm(self) -> str | None:
        """The whole-file digest that the task makes; None: each range and batch is verified."""
        return next(iter(self._algorithms()), None) if self.verify_checksum else None


# Name -> the values that mean "not asked for".
_UNBUILT_OPTIONS: dict[str, tuple[Any, ...]] = {
    "sync_level": (None,),
    "delete_destination_extra": (None, False),
    "recursive_symlinks": (None, "ignore"),
    "filter_rules": (None, []),
    "source_local_user": (None,),
    "destination_local_user": (None,),
}


def _refuse_unbuilt_items(items: Any) -> None:
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, dict):
            continue
        if item.get("DATA_TYPE") == "transfer_symlink_item":
            raise NotImplementedHere("This service does not support symlink items yet.")
        if item.get("external_checksum") is not None:
            raise NotImplementedHere("This service does not support 'external_checksum' yet.")


class DeleteSubmission(_Submission):
    """Body of ``POST /v0.10/delete``."""

    data_type: Literal["delete"] = Field(alias="DATA_TYPE")
    endpoint: Id
    items: Annotated[list[DeleteItem], Field(alias="DATA", max_length=_MAX_ITEMS)]
    recursive: bool = False
    ignore_missing: bool = False
    interpret_globs: bool = False

    @model_validator(mode="after")
    def _has_items(self) -> Self:
        if not self.items:
            raise NoTransferItems("A delete requires at least one item")
        return self
