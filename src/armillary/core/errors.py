"""The root of the errors that a service shows to its callers."""

from __future__ import annotations


class ArmillaryError(Exception):
    """An error with a wire code and a public sentence that says what to do next.

    :param message: the public sentence
    :param detail: for the log only, never sent to a caller
    """

    code = "ServerError.InternalError"
    status = 500

    def __init__(self, message: str, *, detail: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail


class UsageError(ArmillaryError):
    """A command was called in a way that can't work; the message says what would."""

    code = "UsageError"
    status = 400
