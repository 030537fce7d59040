"""Files that wait for their whole-file digest."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from armillary.node.incoming_file import IncomingFile

_FILES_AHEAD = 8
"""Files that may wait for their digest; each holds a descriptor."""


class DigestQueue:
    """Filled by the lanes that fetch, emptied by the one that compares; safe in any thread.

    :param ended: whether the pull is over, so that nobody waits any longer
    """

    def __init__(self, ended: Callable[[], bool]) -> None:
        self._ended = ended
        self._files: deque[IncomingFile] = deque()
        self._all_known = False
        self._changed = threading.Condition()

    def add(self, file: IncomingFile) -> None:
        """Have a file compared."""
        with self._changed:
            self._files.append(file)
            self._changed.notify_all()

    @property
    def is_behind(self) -> bool:
        """Whether so many files wait that no other should begin."""
        return len(self._files) >= _FILES_AHEAD and not self._ended()

    def wait_for_room(self) -> None:
        """Return once it is not behind."""
        with self._changed:
            self._changed.wait_for(lambda: not self.is_behind)

    def no_more(self) -> None:
        """There is nothing to be added."""
        with self._changed:
            self._all_known = True
            self._changed.notify_all()

    def wake(self) -> None:
        """Have those who wait look whether the pull has ended."""
        with self._changed:
            self._changed.notify_all()

    def next(self) -> IncomingFile | None:
        """The next file to compare, or None when there will be no other."""
        with self._changed:
            self._changed.wait_for(lambda: self._files or self._all_known or self._ended())
            if self._ended() or not self._files:
                return None
            file = self._files.popleft()
            self._changed.notify_all()
            return file
