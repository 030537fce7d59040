"""What is wrong with a list of consents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .consent import Consent


class ConsentParseError(Exception):
    """A consent document lacks something, or has it in a form that cannot be read.

    :param message: what is wrong.
    :param raw_consent: the document.
    """

    def __init__(self, message: str, raw_consent: dict[str, Any]) -> None:
        super().__init__(message)
        self.message = message
        self.raw_consent = raw_consent

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.raw_consent)


class ConsentTreeConstructionError(Exception):
    """Consents do not make up trees.

    :param message: what is wrong.
    :param consents: the consents.
    """

    def __init__(self, message: str, consents: list[Consent]) -> None:
        super().__init__(message)
        self.message = message
        self.consents = consents

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.consents)
