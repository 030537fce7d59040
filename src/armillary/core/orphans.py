"""Children that end with their parent, however it ends.

The parent keeps the write end of a pipe and gives each child the read end. The kernel closes the
write end even after ``SIGKILL``, so end-of-file is a sign that no death can suppress.
"""

from __future__ import annotations

import os
import threading

PARENT_FD = "ARMILLARY_PARENT_FD"


def exit_with_parent(fd: int) -> None:
    """End this process, at once and without clean-up, when the other end of a pipe closes.

    :param fd: the pipe's read end; ``ARMILLARY_PARENT_FD`` names it to a child
    :raises OSError: ``fd`` is not open
    """
    os.fstat(fd)
    threading.Thread(target=_exit_at_end, args=(fd,), name="orphan-guard", daemon=True).start()


def _exit_at_end(fd: int) -> None:
    while os.read(fd, 1):
        pass
    os._exit(1)
