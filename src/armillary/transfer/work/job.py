"""One attempt at one task: what its phases share, and how they write to the database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.datalink.ticket import Operation
from armillary.db.engine import Database
from armillary.transfer.events import add_event
from armillary.transfer.model import Task
from armillary.transfer.nodes.client import NodeClient, NodeFault
from armillary.transfer.store import Place
from armillary.transfer.work.faults import FaultClass, backoff, classify, sentence
from armillary.transfer.work.lease import Fenced, held_task
from armillary.transfer.work.reports import Reports

Consents = Callable[[str, str], bool]
"""Whether an identity has consented to a scope, whatever the app."""

Sessions = Callable[[str, str], datetime | None]
"""When an identity's account last signed in in a session (its id); None once that has ended."""


class Canceled(Exception):
    """The owner wants the task to end."""


class Expired(Exception):
    """The task's deadline has passed."""


class ShuttingDown(Exception):
    """The worker is stopping; the task goes on elsewhere or later."""


class Fatal(Exception):
    """The task can't succeed."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


class NeedsUser(Exception):
    """The task can't go on before its owner has done something."""

    def __init__(self, fault: NodeFault) -> None:
        super().__init__(fault.message)
        self.fault = fault


@dataclass
class Job:
    """A task as its holder sees it.

    :param task_id: the task
    :param consents: asks what the task's owner has consented to
    :param sessions: asks how old the owner's sign-in is
    :param session_id: the session that the task belongs to
    :param attempt: the number of this lease; writes with an older one are refused
    :param lease_until: until when nobody else takes the task, unless the lease is renewed
    :param repeated: whether something was tried before, in this attempt or an earlier one
    :param fatal_codes: faults that this task takes for permanent
    :param reports: tells now and then how far the task is
    :param interrupted: set when the job should look at why it is to stop
    """

    task_id: str
    attempt: int
    deadline: datetime
    database: Database
    nodes: NodeClient
    owner_id: str
    consents: Consents
    sessions: Sessions
    session_id: str | None
    lease_until: datetime
    interrupted: threading.Event = field(default_factory=threading.Event)
    cancel: bool = False
    shutdown: bool = False
    lost: bool = False
    repeated: bool = False
    fatal_codes: frozenset[str] = frozenset()
    reports: Reports = field(default_factory=Reports)
    _failures: int = 0
    _needs: NodeFault | None = None

    @contextmanager
    def change(self) -> Iterator[tuple[Session, Task]]:
        """A transaction on the task, for the holder of this attempt only.

        :raises Fenced: the task is another worker's now, or has ended
        """
        with self.database.write() as session:
            yield session, held_task(session, self.task_id, self.attempt)

    def check(self) -> None:
        """Go on, or leave.

        :raises Fenced: the task is another worker's now, or might be
        :raises Canceled: the owner asked for it
        :raises ShuttingDown: the worker stops
        :raises NeedsUser: the owner has to do something first
        :raises Expired: the deadline has passed
        """
        self.check_lease()
        if self.cancel:
            raise Canceled
        if self.shutdown:
            raise ShuttingDown
        if self._needs is not None:
            raise NeedsUser(self._needs)
        if utcnow() >= self.deadline:
            raise Expired

    def needs_user(self, fault: NodeFault) -> None:
        """Have whoever works on the task stop soon, and let it wait for its owner."""
        self._needs = fault
        self.interrupted.set()

    def check_lease(self) -> None:
        """Do nothing more in the name of a task that others may have taken over.

        A worker that was stopped for a while finds its lease run out before it does anything else.

        :raises Fenced: the lease was lost, or not renewed in time
        """
        if self.lost or utcnow() >= self.lease_until:
            raise Fenced(self.task_id)

    def ticket(
        self,
        place: Place,
        operation: Operation,
        *,
        peer: str | None = None,
        roots: Sequence[str] = (),
    ) -> str:
        """A ticket for what this attempt does; nodes refuse it once they know a later one.

        :raises Fenced: the task is another worker's now, or might be
        """
        self.check_lease()
        return self.nodes.ticket(
            place, operation, peer=peer, roots=roots, task=self.task_id, attempt=self.attempt
        )

    def progressed(self) -> None:
        """Something went well: the next failure waits shortly again."""
        self._failures = 0

    def fault(self, fault: NodeFault) -> None:
        """Record a fault; return if trying again makes sense, after a wait.

        :raises Fatal: it does not
        :raises NeedsUser: it does once the owner has done something
        """
        match classify(fault, self.fatal_codes):
            case FaultClass.PERMANENT:
                raise Fatal(fault.code, sentence(fault))
            case FaultClass.NEEDS_USER:
                raise NeedsUser(fault)
            case FaultClass.TRANSIENT:
                self.record(fault)
                self.repeated = True
                self.wait()

    def record(self, fault: NodeFault) -> None:
        """Put a fault among the task's events and into its status."""
        with self.change() as (session, task):
            task.faults += 1
            task.nice_status = fault.code
            task.nice_status_details = sentence(fault)
            # The deadline may have been changed by the owner.
            self.deadline = task.deadline
            add_event(
                session,
                self.task_id,
                fault.code,
                description=fault.code.replace("_", " ").lower(),
                details=sentence(fault),
                is_error=True,
            )

    def wait(self) -> None:
        """Pause before the next try, longer after each failure in a row."""
        seconds_left = (self.deadline - utcnow()).total_seconds()
        self.interrupted.wait(max(0.0, min(backoff(self._failures), seconds_left)))
        self._failures += 1
        self.check()
