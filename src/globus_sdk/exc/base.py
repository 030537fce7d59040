"""The roots of the library's errors."""


class GlobusError(Exception):
    """Whatever this library raises on purpose."""


class GlobusSDKUsageError(GlobusError, ValueError):
    """The library was asked for something that makes no sense."""


class ValidationError(GlobusError, ValueError):
    """A check on data that came back failed."""
