"""A database in which a thousand nodes serve ten thousand people who wait for a million tasks."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import Table, insert, select
from sqlalchemy import func as sql

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.db.engine import Database
from armillary.transfer.model import (
    QUEUED,
    Collection,
    EntityType,
    Lane,
    Node,
    Phase,
    Task,
    TaskStatus,
)
from armillary.transfer.permissions.model import AccessRule

NODES = 1_000
PEOPLE = 10_000
TASKS = 1_000_000
FLOODER = "the-one"
FLOOD = 10
"""One task of so many is hers, all submitted before everybody else's."""


def fill(database: Database, tasks: int = TASKS) -> None:
    """Nodes, a mapped collection on each, tasks that wait, and the lanes that they wait in."""
    nodes, mapped, guests = ([new_id() for _ in range(NODES)] for _ in range(3))
    with database.write() as session:
        session.execute(insert(Node), list(map(_node, nodes)))
        session.execute(insert(Collection), list(map(_mapped, mapped, nodes)))
        session.execute(insert(Collection), list(map(_guest, guests, mapped)))
        session.execute(insert(AccessRule), list(map(_rule, guests)))
    _bulk(database, cast(Table, Task.__table__), _tasks(guests, tasks))
    with database.write() as session:
        oldest = select(Task.owner_id, Task.type, sql.min(Task.request_time))
        oldest = oldest.group_by(Task.owner_id, Task.type)
        session.execute(insert(Lane).from_select(["owner_id", "type", "since"], oldest))
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.exec_driver_sql("ANALYZE")


def _node(node_id: str) -> dict[str, Any]:
    return {
        "id": node_id,
        "display_name": "node",
        "certificate": "",
        "fingerprint": "",
        "manager_host": "10.0.0.1",
        "manager_port": 1,
        "data_host": "10.0.0.1",
        "data_port": 2,
        "last_seen": utcnow(),
    }


def _mapped(collection_id: str, node_id: str) -> dict[str, Any]:
    return _collection(collection_id, EntityType.MAPPED) | {"node_id": node_id}


def _guest(collection_id: str, mapped_id: str) -> dict[str, Any]:
    return _collection(collection_id, EntityType.GUEST) | {"mapped_collection_id": mapped_id}


def _collection(collection_id: str, kind: EntityType) -> dict[str, Any]:
    return {
        "id": collection_id,
        "entity_type": kind,
        "display_name": "Storage",
        "owner_identity_id": new_id(),
        "owner_string": "owner@example.org",
        "base_path": "/",
    }


def _rule(collection_id: str) -> dict[str, Any]:
    return {
        "id": new_id(),
        "collection_id": collection_id,
        "principal_type": "all_authenticated_users",
        "principal": "",
        "path": "/",
        "permissions": "rw",
    }


def _tasks(collections: list[str], tasks: int) -> Iterator[dict[str, Any]]:
    """One person floods the queue; the others have more or less in it, mixed."""
    chance = random.Random(1)
    began = utcnow() - timedelta(days=1)
    template = _template()
    for number in range(tasks):
        flooding = number < tasks // FLOOD
        owner = FLOODER if flooding else f"person-{int(PEOPLE * chance.random() ** 3)}"
        source, destination = chance.sample(collections, 2)
        options = {
            "data_type": "transfer",
            "submission_id": (submission := new_id()),
            "source_endpoint": source,
            "destination_endpoint": destination,
            "label": None,
            "sync_level": None,
            "verify_checksum": True,
        }
        yield template | {
            "id": new_id(),
            "owner_id": owner,
            "owner_username": f"{owner}@example.org",
            "type": "DELETE" if number % 10 == 9 else "TRANSFER",
            "submission_id": submission,
            "options": json.dumps(options),
            "source_id": source,
            "destination_id": destination,
            "request_time": (moment := began + timedelta(milliseconds=50 * number)),
            "deadline": moment + timedelta(days=30),
        }


def _template() -> dict[str, Any]:
    """A row with the defaults of the model."""
    values: dict[str, Any] = {}
    for column in Task.__table__.columns:
        default = getattr(column.default, "arg", None)
        values[column.name] = "{}" if callable(default) else default
    items = [{"source_path": "/a", "destination_path": "/b", "recursive": False}]
    return values | {
        "status": str(TaskStatus.ACTIVE),
        "phase": str(Phase.SCAN),
        "nice_status": QUEUED,
        "items": json.dumps(items),
        "skipped_errors": 0,
        "bytes_total": 0,
    }


def _bulk(database: Database, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    names = [column.name for column in table.columns]
    columns = ", ".join(f'"{name}"' for name in names)
    with database.connection() as connection:
        driver: Any = connection.driver_connection
        if database.engine.dialect.name == "postgresql":
            with driver.cursor().copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row([row[name] for name in names])
            driver.commit()
            return
        marks = ", ".join("?" * len(names))
        driver.execute("BEGIN IMMEDIATE")
        driver.executemany(
            f"INSERT INTO {table.name} ({columns}) VALUES ({marks})",
            ([_plain(row[name]) for name in names] for row in rows),
        )
        driver.execute("COMMIT")


def _plain(value: Any) -> Any:
    return value.isoformat(" ", "microseconds")[:26] if hasattr(value, "isoformat") else value
