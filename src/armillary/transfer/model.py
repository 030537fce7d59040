"""Tables of Transfer: nodes, collections, tasks, their units of work and their events."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from armillary.core.clock import utcnow
from armillary.db.base import Base, PathBytes

_ID = String(36)
# SQLite only fills in ids by itself for its own INTEGER type.
_SERIAL = BigInteger().with_variant(Integer, "sqlite")


class EntityType(StrEnum):
    """What a row of the collection table is, in the words of the wire."""

    ENDPOINT = "GCSv5_endpoint"
    MAPPED = "GCSv5_mapped_collection"
    GUEST = "GCSv5_guest_collection"
    # On somebody's own computer; endpoint and mapped collection in one.
    PERSONAL = "GCP_mapped_collection"
    PERSONAL_GUEST = "GCP_guest_collection"


HOSTS = frozenset({EntityType.MAPPED, EntityType.PERSONAL})
"""What shows a directory of a node, and what guest collections lie on."""

GUESTS = frozenset({EntityType.GUEST, EntityType.PERSONAL_GUEST})


QUEUED = "Queued"
"""``nice_status`` of a task that no worker has taken up yet."""

PLACES_TOLD = 1000
"""How far people are told at which place in their queue a task is."""


class TaskStatus(StrEnum):
    """A task's life as clients see it; the last two are final."""

    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


class Phase(StrEnum):
    """How far the worker has come with a task; what is behind it is never done again."""

    SCAN = "scan"
    MOVE = "move"
    DONE = "done"


class EnrollmentToken(Base):
    """Permission for one node to join, once."""

    __tablename__ = "enrollment_token"
    __table_args__ = (Index("ix_enrollment_token_collection_id", "collection_id"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    owner_id: Mapped[str] = mapped_column(_ID)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    # Who used it: the same node may ask again, for it may have died before it kept the answer.
    node_id: Mapped[str | None] = mapped_column(_ID)
    # The only collection that the node may bring: the token is the setup key of a personal one.
    collection_id: Mapped[str | None] = mapped_column(_ID)


class Node(Base):
    """A storage node: where it is reached and the certificate that it has."""

    __tablename__ = "node"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    display_name: Mapped[str] = mapped_column(String(256))
    certificate: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(64))
    manager_host: Mapped[str] = mapped_column(String(255))
    manager_port: Mapped[int]
    data_host: Mapped[str] = mapped_column(String(255))
    data_port: Mapped[int]
    last_seen: Mapped[datetime]
    # Since when the node is trusted no longer.
    revoked_at: Mapped[datetime | None]
    # The local account that it runs as, by its own account.
    account: Mapped[str | None] = mapped_column(String(256))
    # It serves somebody's personal collection, and nothing else.
    personal: Mapped[bool] = mapped_column(default=False, server_default=false())


class Collection(Base):
    """An endpoint or a collection: everything that has an endpoint document."""

    __tablename__ = "collection"
    __table_args__ = (
        Index("ix_collection_owner_identity_id", "owner_identity_id"),
        Index("ix_collection_mapped_collection_id", "mapped_collection_id"),
        Index("ix_collection_endpoint_id", "endpoint_id"),
        # Whole, for searches that go through all collections by name.
        Index("ix_collection_name", "display_name", "id", "public", "entity_type"),
    )

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    entity_type: Mapped[str] = mapped_column(String(32))
    display_name: Mapped[str] = mapped_column(String(256))
    owner_identity_id: Mapped[str] = mapped_column(_ID)
    owner_string: Mapped[str] = mapped_column(String(256))
    # The endpoint to which a mapped collection belongs; its own id for an endpoint. A guest
    # belongs to its mapped collection's.
    endpoint_id: Mapped[str | None] = mapped_column(_ID)
    node_id: Mapped[str | None] = mapped_column(_ID)
    mapped_collection_id: Mapped[str | None] = mapped_column(_ID)
    # Where a guest's root lies below its mapped collection's.
    base_path: Mapped[str] = mapped_column(Text, default="/")
    public: Mapped[bool] = mapped_column(default=True)
    description: Mapped[str | None] = mapped_column(Text)
    organization: Mapped[str | None] = mapped_column(String(256))
    department: Mapped[str | None] = mapped_column(String(256))
    keywords: Mapped[str | None] = mapped_column(Text)
    # Of a mapped collection that is a high assurance one: how many minutes a sign-in is good for.
    authentication_timeout_mins: Mapped[int | None]
    # Fields of the endpoint document that its managers set and that nothing is searched by.
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


class DeletedCollection(Base):
    """A collection that is no more: who still has its id is told so."""

    __tablename__ = "deleted_collection"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    deleted: Mapped[datetime] = mapped_column(default=utcnow)


_WAITING = "status = 'ACTIVE' AND lease_until IS NULL AND paused_since IS NULL"


def _only(condition: str) -> dict[str, Any]:
    """The arguments of an index that has only some of a table's rows."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class Lane(Base):
    """That tasks of one person and type may wait for a worker: see ``transfer/queue.py``."""

    __tablename__ = "task_lane"
    __table_args__ = (Index("ix_task_lane_since", "since"),)

    owner_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    type: Mapped[str] = mapped_column(String(16), primary_key=True)
    # Not later than the submission of the oldest of them.
    since: Mapped[datetime]


class Task(Base):
    """A submitted transfer or deletion."""

    __tablename__ = "task"
    __table_args__ = (
        Index("uq_task_submission", "owner_id", "submission_id", unique=True),
        Index("ix_task_owner_time", "owner_id", "request_time"),
        Index("ix_task_waiting", "owner_id", "type", "request_time", "id", **_only(_WAITING)),
        Index("ix_task_held", "lease_until", **_only("lease_until IS NOT NULL")),
        Index("ix_task_unfinished", "id", **_only("completion_time IS NULL")),
        Index(
            "ix_task_due", "deadline", **_only("completion_time IS NULL AND paused_since IS NULL")
        ),
        Index("ix_task_source", "source_id", "status"),
        Index("ix_task_destination", "destination_id", "status"),
    )

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    owner_id: Mapped[str] = mapped_column(_ID)
    owner_username: Mapped[str] = mapped_column(String(256))
    type: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16), default=TaskStatus.ACTIVE)
    label: Mapped[str | None] = mapped_column(String(128))
    submission_id: Mapped[str] = mapped_column(_ID)
    # The validated submission, as its model dumps it; a repeat must be equal. The items apart,
    # because they may be many and are needed once.
    options: Mapped[dict[str, Any]]
    items: Mapped[list[dict[str, Any]]] = mapped_column(deferred=True)
    source_id: Mapped[str] = mapped_column(_ID)
    destination_id: Mapped[str | None] = mapped_column(_ID)
    request_time: Mapped[datetime]
    deadline: Mapped[datetime]
    # Nobody chose the deadline: as long as the task gets on, it moves on too.
    deadline_moves: Mapped[bool] = mapped_column(default=False, server_default=false())
    completion_time: Mapped[datetime | None]

    # The worker's hold on the task. Every write of a worker names its attempt, so that one
    # which was thought dead can do no harm.
    phase: Mapped[str] = mapped_column(String(8), default=Phase.SCAN)
    worker_id: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]
    attempt: Mapped[int] = mapped_column(default=0)
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    # Why the task is to end, where it is not its owner's wish: an event code and a sentence.
    stop_code: Mapped[str | None] = mapped_column(String(64))
    stop_description: Mapped[str | None] = mapped_column(Text)
    canceled_by_admin: Mapped[str | None] = mapped_column(String(16))
    canceled_by_admin_message: Mapped[str | None] = mapped_column(Text)
    # A paused task is not leased, and whoever holds it lets it go.
    paused_since: Mapped[datetime | None]
    # Messages of the managers who paused just this task, by the name of the field of pause_info.
    admin_pauses: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # The directories outside which the owner had no permission when the task was submitted; nodes
    # are shown nothing else of the collections.
    source_root: Mapped[str] = mapped_column(Text, default="/")
    destination_root: Mapped[str] = mapped_column(Text, default="/")

    nice_status: Mapped[str | None] = mapped_column(String(64))
    nice_status_details: Mapped[str | None] = mapped_column(Text)
    fatal_error_code: Mapped[str | None] = mapped_column(String(64))
    fatal_error_description: Mapped[str | None] = mapped_column(Text)

    faults: Mapped[int] = mapped_column(default=0)
    files: Mapped[int] = mapped_column(default=0)
    directories: Mapped[int] = mapped_column(default=0)
    symlinks: Mapped[int] = mapped_column(default=0)
    files_skipped: Mapped[int] = mapped_column(default=0)
    skipped_errors: Mapped[int] = mapped_column(default=0, server_default="0")
    files_transferred: Mapped[int] = mapped_column(default=0)
    bytes_transferred: Mapped[int] = mapped_column(BigInteger, default=0)
    # What there is to move, known once the source has been looked through.
    bytes_total: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    bytes_checksummed: Mapped[int] = mapped_column(BigInteger, default=0)
    # Only where the submission asks for them: what all its paths begin with.
    source_base_path: Mapped[str | None] = mapped_column(PathBytes)
    destination_base_path: Mapped[str | None] = mapped_column(PathBytes)
    # The owner's session, whose sign-ins high assurance collections look at: that of the
    # submission, or a later one with which the owner let the task go on.
    session_id: Mapped[str | None] = mapped_column(_ID)
    # What the owner has to log in with before an INACTIVE task can go on.
    authorization_parameters: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # Its owner had removed what happened in it; see ``transfer/history.py``.
    history_deleted: Mapped[bool] = mapped_column(default=False, server_default=false())


class Unit(Base):
    """A piece of a task's work that a node does in one go: a batch of files, a big file, ..."""

    __tablename__ = "task_unit"

    task_id: Mapped[str] = mapped_column(
        ForeignKey("task.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    # The unit as the node gets it (see docs/architecture.md), without its number.
    work: Mapped[dict[str, Any]]
    finished: Mapped[bool] = mapped_column(default=False)
    # Ranges of a big file that are safely at the destination: [[offset, length], ...].
    done: Mapped[list[list[int]]] = mapped_column(default=list)


class Success(Base):
    """Files that a task has put in place: those of one unit of work that came together.

    A row a file would cost a third of the speed with which small files move.
    """

    __tablename__ = "transfer_success"

    task_id: Mapped[str] = mapped_column(
        ForeignKey("task.id", ondelete="CASCADE"), primary_key=True
    )
    # Of the first file; files are counted 0, 1, 2, ... in the order in which they came.
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    # Of the item; the files' own are below them.
    source_path: Mapped[str] = mapped_column(PathBytes)
    destination_path: Mapped[str] = mapped_column(PathBytes)
    algorithm: Mapped[str | None] = mapped_column(String(16))
    # [[path, size, seconds since the epoch at the source, checksum or null], ...]
    files: Mapped[list[list[Any]]] = mapped_column(JSON)


class SkippedError(Base):
    """Something that a task left out because of an error, as its submission wants it."""

    __tablename__ = "transfer_skipped"

    task_id: Mapped[str] = mapped_column(
        ForeignKey("task.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    source_path: Mapped[str] = mapped_column(PathBytes)
    destination_path: Mapped[str] = mapped_column(PathBytes)
    error_code: Mapped[str] = mapped_column(String(64))
    error_details: Mapped[str] = mapped_column(Text)
    error_time: Mapped[datetime]
    is_directory: Mapped[bool]
    is_symlink: Mapped[bool]
    is_delete_destination_extra: Mapped[bool]
    external_checksum: Mapped[str | None] = mapped_column(String(128))
    checksum_algorithm: Mapped[str | None] = mapped_column(String(16))


class Event(Base):
    """Something that happened to a task."""

    __tablename__ = "task_event"
    __table_args__ = (Index("ix_task_event_task", "task_id", "id"),)

    id: Mapped[int] = mapped_column(_SERIAL, primary_key=True)
    task_id: Mapped[str] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"))
    time: Mapped[datetime]
    code: Mapped[str] = mapped_column(String(64))
    is_error: Mapped[bool] = mapped_column(default=False)
    description: Mapped[str] = mapped_column(Text)
    details: Mapped[str] = mapped_column(Text)


class Worker(Base):
    """A worker process and when it last gave a sign of life."""

    __tablename__ = "worker"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    last_seen: Mapped[datetime]
