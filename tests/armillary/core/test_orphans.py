"""Children that end with their parent."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from armillary.core.orphans import exit_with_parent

CHILD = """
import sys, time
from armillary.core.orphans import exit_with_parent
exit_with_parent(int(sys.argv[1]))
print("ready", flush=True)
time.sleep(60)
"""


def test_a_child_ends_when_the_pipe_closes() -> None:
    ours, theirs = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(ours)], pass_fds=[ours], stdout=subprocess.PIPE
    ) as child:
        assert child.stdout
        assert child.stdout.readline() == b"ready\n"
        assert child.poll() is None
        os.close(theirs)
        assert child.wait(5) == 1
    os.close(ours)


def test_a_descriptor_that_is_not_open_is_told_at_once() -> None:
    with pytest.raises(OSError, match="Bad file descriptor"):
        exit_with_parent(987)
