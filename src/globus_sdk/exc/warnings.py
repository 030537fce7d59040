"""Warnings of what will go away."""

import warnings


class RemovedInV5Warning(DeprecationWarning):
    """The feature goes away with version 5 of the public API."""


class RemovedInV4Warning(DeprecationWarning):
    """What version 3 of the public API warned with; nothing here does."""


def warn_deprecated(message: str, stacklevel: int = 2) -> None:
    """Warn the caller's caller of something deprecated.

    :param stacklevel: how many frames above this call the warning points.
    """
    warnings.warn(message, RemovedInV5Warning, stacklevel=stacklevel + 1)
