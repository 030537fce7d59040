"""Mail in the background: no request waits for it, so none tells by its time whether one goes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from armillary.mail.message import Mail, Mailer

_log = logging.getLogger(__name__)
_MAX_WAITING = 1000

Job = Callable[[], Mail | None]


class Outbox:
    """Runs jobs that make a mail, or find that none is due, and sends what they make.

    What waits is lost when the process is killed; people then ask for their mail again.
    """

    def __init__(self, mailer: Mailer) -> None:
        self._mailer = mailer
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")
        self._room = threading.BoundedSemaphore(_MAX_WAITING)

    def soon(self, job: Job) -> None:
        """Run a job as soon as a thread is free; when too many wait already, drop it."""
        if not self._room.acquire(blocking=False):
            _log.error("too many mails wait already: one was dropped")
            return
        self._pool.submit(self._run, job).add_done_callback(self._done)

    def close(self) -> None:
        """Send what waits, and stop."""
        self._pool.shutdown(wait=True)

    def _run(self, job: Job) -> None:
        mail = job()
        if mail is not None:
            self._mailer.send(mail)

    def _done(self, future: Future[None]) -> None:
        self._room.release()
        if error := future.exception():
            _log.error("a mail was not sent", exc_info=error)
