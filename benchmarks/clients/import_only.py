"""Milliseconds that the import takes."""

import time

begin = time.perf_counter()
import globus_sdk  # noqa: E402, F401

print((time.perf_counter() - begin) * 1e3)
