"""The node's folder: its configuration and what it must remember over a restart.

====================== =======================================================
``node.db``            SQLite: configuration, attempts seen, tickets used
``node.key``           private key (P-256) of the node's certificate
``node.pem``           the certificate
``ca.pem``             the authority that certifies nodes and services
====================== =======================================================
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from armillary.core.errors import UsageError
from armillary.core.files import private_dir
from armillary.datalink.revocation import Revocations, decode_revocations
from armillary.node.policy import Policy

_SCHEMA = """
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS collection (
    id TEXT PRIMARY KEY, display_name TEXT NOT NULL, root TEXT NOT NULL,
    connector TEXT NOT NULL DEFAULT 'posix', policy TEXT NOT NULL DEFAULT '{}'
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attempt (
    task TEXT PRIMARY KEY, attempt INTEGER NOT NULL, seen REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS used_ticket (
    id TEXT PRIMARY KEY, expires REAL NOT NULL
) WITHOUT ROWID;
"""
_ATTEMPTS_KEPT = 90 * 86400  # longer than any task lives


@dataclass(frozen=True)
class NodeConfig:
    """What the node's owner decided, and the ports that were found free.

    :param service_url: base URL of the services, without a final slash
    :param token: one-time enrolment token
    :param host: address to listen on, and at which the manager is reached
    :param manager_port: of the HTTPS manager; 0 until one has been chosen
    :param data_port: of the data listener; 0 until one has been chosen
    :param advertise_data: host and port at which other nodes reach the data port, if not these
    :param allow_root: run although the user is root
    """

    service_url: str
    token: str
    display_name: str
    host: str
    manager_port: int
    data_port: int
    advertise_data: tuple[str, int] | None
    allow_root: bool

    @property
    def data_address(self) -> tuple[str, int]:
        """Where other nodes reach the data port."""
        return self.advertise_data or (self.host, self.data_port)


@dataclass(frozen=True)
class Enrolment:
    """What the transfer service gave the node.

    :param ticket_key: public key, as PEM, with which tickets are checked
    """

    node_id: str
    endpoint_id: str
    ticket_key: str


@dataclass(frozen=True)
class Collection:
    """A mapped collection and the directory that it shows.

    :param connector: what serves it, of :data:`armillary.node.connectors.opening.CONNECTORS`
    """

    id: str
    display_name: str
    root: Path
    connector: str = "posix"
    policy: Policy = field(default_factory=Policy)


class NodeState:
    """The node's own database; safe to use from any thread.

    :param folder: made, with mode 0700, when absent
    """

    def __init__(self, folder: Path) -> None:
        self.folder = private_dir(folder)
        self._lock = threading.Lock()
        self._attempts: dict[str, int] = {}
        self._database = sqlite3.connect(
            folder / "node.db", isolation_level=None, check_same_thread=False, timeout=10
        )
        (folder / "node.db").chmod(0o600)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.executescript(_SCHEMA)
        self._add_columns()

    def _add_columns(self) -> None:
        """Give a folder of an earlier version what it lacks."""
        found = {row[1] for row in self._database.execute("PRAGMA table_info(collection)")}
        for name, default in (("connector", "posix"), ("policy", "{}")):
            if name not in found:
                self._database.execute(
                    f"ALTER TABLE collection ADD COLUMN {name} TEXT NOT NULL DEFAULT '{default}'"
                )

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    @property
    def key_path(self) -> Path:
        return self.folder / "node.key"

    @property
    def certificate_path(self) -> Path:
        return self.folder / "node.pem"

    @property
    def authority_path(self) -> Path:
        return self.folder / "ca.pem"

    def config(self) -> NodeConfig:
        """:raises UsageError: the folder was never prepared"""
        found = self._setting("config")
        if found is None:
            raise UsageError(f"{self.folder} holds no node; prepare it first.")
        if found["advertise_data"]:
            found["advertise_data"] = tuple(found["advertise_data"])
        return NodeConfig(**found)

    def save_config(self, config: NodeConfig) -> None:
        self._save_setting("config", asdict(config))

    def enrolment(self) -> Enrolment | None:
        """What the service gave, or None before the first start."""
        found = self._setting("enrolment")
        return Enrolment(**found) if found else None

    def save_enrolment(self, enrolment: Enrolment) -> None:
        self._save_setting("enrolment", asdict(enrolment))

    def revocations(self) -> Revocations:
        """The nodes that are not to be trusted, as last heard."""
        found = self._setting("revocations")
        if found is None:
            return Revocations()
        return decode_revocations(found["list"], self.authority_path.read_bytes())

    def learn_revocations(self, signed: str) -> Revocations:
        """Take in a list; an earlier one than is known changes nothing.

        :raises SignatureInvalid: it is not the authority's
        """
        known = self.revocations()
        told = decode_revocations(signed, self.authority_path.read_bytes())
        if told.number <= known.number:
            return known
        # Where there is no room to keep it, it counts all the same, and is told again.
        with suppress(sqlite3.OperationalError):
            self._save_setting("revocations", {"list": signed})
        return told

    def collections(self) -> dict[str, Collection]:
        """The mapped collections by id."""
        with self._lock:
            rows = self._database.execute(
                "SELECT id, display_name, root, connector, policy FROM collection"
            )
            return {row[0]: _collection(*row) for row in rows}

    def save_collection(self, collection: Collection) -> None:
        """Keep a collection, new or changed."""
        with self._lock:
            self._database.execute(
                "INSERT OR REPLACE INTO collection VALUES (?, ?, ?, ?, ?)",
                (
                    collection.id,
                    collection.display_name,
                    str(collection.root),
                    collection.connector,
                    json.dumps(collection.policy.document()),
                ),
            )

    def replace_collection(self, former: str, collection: Collection) -> None:
        """Keep a collection in the place of the one that had this id, which is never gone."""
        with self._lock:
            self._database.execute(
                "UPDATE collection SET id = ? WHERE id = ?", (collection.id, former)
            )
        self.save_collection(collection)

    def admit_attempt(self, task: str, attempt: int) -> bool:
        """Remember an attempt of a task; False if a higher one was seen before."""
        with self._lock:
            highest = self._highest_attempt(task)
            if attempt > highest:
                self._save_attempt(task, attempt)
            return attempt >= highest

    def _highest_attempt(self, task: str) -> int:
        if task not in self._attempts:
            row = self._database.execute(
                "SELECT attempt FROM attempt WHERE task = ?", (task,)
            ).fetchone()
            self._attempts[task] = row[0] if row else -1
        return self._attempts[task]

    def _save_attempt(self, task: str, attempt: int) -> None:
        now = time.time()
        self._database.execute("DELETE FROM attempt WHERE seen < ?", (now - _ATTEMPTS_KEPT,))
        self._database.execute(
            "INSERT OR REPLACE INTO attempt VALUES (?, ?, ?)", (task, attempt, now)
        )
        self._attempts[task] = attempt

    def use_ticket(self, ticket_id: str, expires: float) -> bool:
        """Use a ticket up; False if it was used before."""
        with self._lock:
            self._database.execute("DELETE FROM used_ticket WHERE expires < ?", (time.time(),))
            cursor = self._database.execute(
                "INSERT OR IGNORE INTO used_ticket VALUES (?, ?)", (ticket_id, expires)
            )
            return cursor.rowcount == 1

    def _setting(self, name: str) -> dict[str, Any] | None:
        with self._lock:
            row = self._database.execute(
                "SELECT value FROM setting WHERE name = ?", (name,)
            ).fetchone()
        return json.loads(row[0]) if row else None

    def _save_setting(self, name: str, value: Mapping[str, Any]) -> None:
        with self._lock:
            self._database.execute(
                "INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, json.dumps(value))
            )


def _collection(id_: str, name: str, root: str, connector: str, policy: str) -> Collection:
    return Collection(id_, name, Path(root), connector, Policy.from_document(json.loads(policy)))
