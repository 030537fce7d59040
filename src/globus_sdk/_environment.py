"""This package and the distribution ``globus-sdk`` cannot share an environment."""

from __future__ import annotations

import os
from collections.abc import Iterable


def refuse_to_share(paths: Iterable[str]) -> None:
    """Check that ``globus-sdk`` is not installed: its files and ours have the same names.

    The directories are read directly, because importing ``importlib.metadata`` takes longer than
    all of this package.

    :param paths: where modules are imported from.
    :raises ImportError: it is.
    """
    for path in paths:
        for name in _entries(path):
            if name.startswith("globus_sdk-") and name.endswith(".dist-info"):
                raise ImportError(
                    f"The distributions globus-sdk ({name} in {path}) and armillary both own the"
                    " package globus_sdk; install each in an environment of its own."
                )


def _entries(path: str) -> list[str]:
    try:
        return os.listdir(path or ".")  # noqa: PTH208 - faster
    except OSError:  # not a directory, or not there
        return []
