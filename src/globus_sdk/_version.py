"""The level of the public API that this library implements."""

__version__ = "4.10.0"
