"""The version, where version 3 of the API has it."""

from ._version import __version__

__all__ = ("__version__",)
