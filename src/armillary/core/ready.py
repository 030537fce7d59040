"""A child process tells its supervisor that it is ready to work."""

from __future__ import annotations

import os

VARIABLE = "ARMILLARY_READY_FD"


def notify_ready() -> None:
    """Write a byte to the pipe that the supervisor left for this; nothing without a supervisor."""
    descriptor = os.environ.pop(VARIABLE, None)
    if descriptor is not None:
        os.write(int(descriptor), b"R")
        os.close(int(descriptor))
