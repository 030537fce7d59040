"""Documents with known values, and what else they came with."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self

from ..exc import ValidationError
from .json import as_array

Check = tuple[Callable[[Any], bool], str]


def is_text(value: object) -> bool:
    """Whether it is text."""
    return isinstance(value, str)


def is_texts(value: object) -> bool:
    """Whether it is a list of text."""
    items = as_array(value)
    return items is not None and all(isinstance(item, str) for item in items)


def optional(check: Check) -> Check:
    """The same check, which None passes, too."""
    accepts, wanted = check
    return (lambda value: value is None or accepts(value)), f"{wanted} or None"


TEXT: Check = (is_text, "text")
TEXTS: Check = (is_texts, "a list of text")
INTEGER: Check = (lambda value: isinstance(value, int), "an integer")
BOOLEAN: Check = (lambda value: isinstance(value, bool), "a boolean")


class Serializable:
    """A document whose values are attributes named like the parameters of its class.

    Subclasses say in ``_checks`` what their values have to be.
    """

    _checks: ClassVar[dict[str, Check]] = {}

    extra: dict[str, Any]

    def _set(self, values: Mapping[str, Any], extra: Mapping[str, Any] | None) -> None:
        """Take checked values as attributes.

        :raises ValidationError: a value of another type.
        """
        for name, (accepts, wanted) in self._checks.items():
            if not accepts(values[name]):
                raise ValidationError(f"{name!r} must be {wanted}.")
        vars(self).update(values)
        self.extra = dict(extra or {})

    @classmethod
    def _names(cls) -> set[str]:
        return set(inspect.signature(cls).parameters) - {"extra"}

    def to_dict(self, include_extra: bool = False) -> dict[str, Any]:
        """The values that are not None.

        :param include_extra: whether to add what the document did not know.
        """
        kept = {name: value for name, value in vars(self).items() if value is not None}
        extra = kept.pop("extra")
        shown = {
            name: value.to_dict(include_extra) if isinstance(value, Serializable) else value
            for name, value in kept.items()
        }
        return {**shown, **extra} if include_extra else shown

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The document that :meth:`to_dict` gave; what it does not know becomes ``extra``.

        :raises ValidationError: a value of another type.
        """
        known = cls._names()
        values = {name: data.get(name) for name in known}
        make: Any = cls
        return make(**values, extra={key: data[key] for key in data if key not in known})  # type: ignore[no-any-return]
