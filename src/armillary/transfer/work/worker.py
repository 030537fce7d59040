"""The worker process: leases tasks, runs each in a thread, keeps the leases fresh."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from armillary.core.clock import utcnow
from armillary.db.engine import Database
from armillary.transfer import queue, supervision
from armillary.transfer.model import Task
from armillary.transfer.nodes.client import NodeClient
from armillary.transfer.people import People
from armillary.transfer.work import lease
from armillary.transfer.work.job import Consents, Job, Sessions
from armillary.transfer.work.rights import look_again
from armillary.transfer.work.run import run

_log = structlog.get_logger()

_LOOK_SECONDS = 0.025  # how often to look for new tasks
_FULL_SECONDS = 0.25  # after all that wait have their share; other workers may free some
_RENEW_SECONDS = 0.5  # how often to renew leases, and to hear of cancelled tasks
_SUPERVISE_SECONDS = 2.0  # how often to see whether tasks may still run
_DATABASE_PAUSE_SECONDS = 1.0  # after the database did not answer


class Worker:
    """Runs tasks until it is told to stop.

    :param name: stable over restarts, so that a restarted worker takes up at once what the
        killed one held; no two live workers may share it
    :param consents: asks what the owner of a task has consented to
    :param sessions: asks how old the sign-in of a task's owner is
    :param people: tells what owners of tasks may do
    :param threads: how many tasks run at once
    """

    def __init__(
        self,
        name: str,
        database: Database,
        nodes: NodeClient,
        people: People,
        *,
        consents: Consents,
        sessions: Sessions,
        threads: int = 8,
    ) -> None:
        self._name = name
        self._database = database
        self._nodes = nodes
        self._consents = consents
        self._sessions = sessions
        self._people = people
        self._threads = threads
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._freed = threading.Event()
        self._look_again = 0.0

    def stop(self) -> None:
        """Ask :meth:`run` to hand its tasks back and return."""
        self._stopping.set()

    def run(self, on_ready: Callable[[], None] = lambda: None) -> None:
        """Work until stopped.

        :param on_ready: called once, when tasks will be taken
        """
        self._release()
        threads = [
            threading.Thread(target=each, name=name, daemon=True)
            for name, each in (("leases", self._keep_leases), ("supervision", self._supervise))
        ]
        for thread in threads:
            thread.start()
        with ThreadPoolExecutor(self._threads, thread_name_prefix="task") as pool:
            on_ready()
            while not self._stopping.wait(_LOOK_SECONDS):
                if self._may_look():
                    self._look(pool)
            self._interrupt_all()
        for thread in threads:
            thread.join()
        self._release()

    def _may_look(self) -> bool:
        # Where all that wait have their share running, only the end of a task changes that.
        return self._freed.is_set() or time.monotonic() >= self._look_again

    def _look(self, pool: ThreadPoolExecutor) -> None:
        try:
            for task in self._claim(self._threads - len(self._jobs)):
                self._launch(pool, task)
        except SQLAlchemyError:
            _log.exception("the database does not answer")
            self._stopping.wait(_DATABASE_PAUSE_SECONDS)

    def _claim(self, limit: int) -> list[Task]:
        if limit <= 0:
            return []
        self._freed.clear()
        if not queue.has_waiting(self._database):
            return []
        with self._database.read() as session:
            if not queue.is_anybodys_turn(session):
                self._look_again = time.monotonic() + _FULL_SECONDS
                return []
        with self._database.write() as session:
            claimed = lease.claim(session, self._name, limit=limit)
            return supervision.allowed(session, self._people, claimed)

    def _launch(self, pool: ThreadPoolExecutor, task: Task) -> None:
        assert task.lease_until is not None
        job = Job(
            task.id,
            task.attempt,
            task.deadline,
            self._database,
            self._nodes,
            owner_id=task.owner_id,
            consents=self._consents,
            sessions=self._sessions,
            session_id=task.session_id,
            lease_until=task.lease_until,
            cancel=task.cancel_requested,
            repeated=task.attempt > 1,
        )
        with self._lock:
            self._jobs[task.id] = job
        pool.submit(run, job).add_done_callback(lambda done: self._ended(job, done))

    def _ended(self, job: Job, done: Future[None]) -> None:
        with self._lock:
            if self._jobs.get(job.task_id) is job:
                del self._jobs[job.task_id]
        self._freed.set()
        if error := done.exception():
            _log.error("task thread failed", task_id=job.task_id, exc_info=error)

    def _keep_leases(self) -> None:
        while not self._stopping.is_set():
            try:
                self._renew()
            except SQLAlchemyError:
                _log.exception("leases not renewed")
            self._stopping.wait(_RENEW_SECONDS)

    def _supervise(self) -> None:
        # Apart from the leases, which must not wait for it nor end with it.
        place = ""
        while not self._stopping.wait(_SUPERVISE_SECONDS):
            try:
                place = supervision.look_round(
                    self._database, self._people, place, worker=self._name
                )
                with self._lock:
                    jobs = list(self._jobs.values())
                for job in jobs:
                    look_again(job)
            except Exception:
                _log.exception("running tasks not looked at")

    def _renew(self) -> None:
        with self._lock:
            jobs = dict(self._jobs)
        until = utcnow() + lease.LEASE
        with self._database.write() as session:
            cancelled = lease.renew(session, self._name, jobs)
            lease.end_overdue(session)
            paused = lease.paused(session, self._name, jobs)
            lost = lease.lost(session, self._name, jobs)
        self._note_leases(jobs, lost, until)
        for task_id in cancelled:
            jobs[task_id].cancel = True
            jobs[task_id].interrupted.set()
        for task_id in paused - cancelled:
            # It is handed back, and goes on with what is missing when it is leased again.
            jobs[task_id].shutdown = True
            jobs[task_id].interrupted.set()

    @staticmethod
    def _note_leases(jobs: Mapping[str, Job], lost: Collection[str], until: datetime) -> None:
        for task_id, job in jobs.items():
            if task_id in lost:
                job.lost = True
                job.interrupted.set()
            else:
                job.lease_until = until

    def _interrupt_all(self) -> None:
        with self._lock:
            jobs = list(self._jobs.values())
        for job in jobs:
            job.shutdown = True
            job.interrupted.set()

    def _release(self) -> None:
        with self._database.write() as session:
            lease.release(session, self._name)
