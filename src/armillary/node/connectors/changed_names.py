"""Directories in which names changed that are not durable yet.

A file's fsync says nothing of its name; the directory needs one of its own (fsync(2)).
"""

from __future__ import annotations

import os

from armillary.node.connectors.posix_files import sync_directory

_KEPT = 64  # each is an open descriptor


class ChangedNames:
    """Remembers directories until they are flushed, each once: many files share one.

    :param wanted: whether names must become durable at all
    """

    def __init__(self, wanted: bool) -> None:
        self._wanted = wanted
        self._directories: dict[str, int] = {}

    def changed(self, path: str, directory: int) -> None:
        """A name changed in an open directory.

        :param path: the cleaned path of what has the name
        """
        parent = path.rpartition("/")[0]
        if not self._wanted or parent in self._directories:
            return
        if len(self._directories) >= _KEPT:
            self.flush()
        self._directories[parent] = os.dup(directory)

    def flush(self) -> None:
        """Make all of them durable.

        :raises OSError: the file system failed
        """
        try:
            for directory in self._directories.values():
                sync_directory(directory)
        finally:
            self.forget()

    def forget(self) -> None:
        """Give the descriptors back."""
        for directory in self._directories.values():
            os.close(directory)
        self._directories.clear()
