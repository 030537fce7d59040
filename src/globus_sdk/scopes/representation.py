"""One scope with what it depends on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

_SPECIAL = frozenset("[]* ")


class Scope:
    """A scope: a name, whether it is optional (atomically revocable), and its dependencies.

    ``str(scope)`` is the form in which it is sent (``*name[dependency ...]``); a scope equals, and
    has the same hash as, that string.

    :param scope_string: the scope's name, without dependencies.
    :param optional: written as a leading ``*``.
    :param dependencies: the scopes that this one needs.
    :raises ValueError: the name contains one of ``[]*`` or a space; :meth:`parse` reads those.
    """

    scope_string: str = ""
    optional: bool = False
    dependencies: tuple[Scope, ...] = ()

    def __init__(
        self,
        scope_string: str,
        optional: bool = False,
        dependencies: Iterable[Scope] = (),
    ) -> None:
        if _SPECIAL.intersection(scope_string):
            raise ValueError("A scope's name has none of '[]* '; use Scope.parse for such strings.")
        self._set("scope_string", str(scope_string))
        self._set("optional", optional)
        self._set("dependencies", tuple(dependencies or ()))

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"Cannot set {name!r} of a Scope; its with_... methods make new ones.")

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (Scope, str)):
            return str(self) == str(other)
        return NotImplemented

    def __hash__(self) -> int:
        return hash(str(self))

    def __str__(self) -> str:
        needs = f"[{' '.join(map(str, self.dependencies))}]" if self.dependencies else ""
        return f"{'*' if self.optional else ''}{self.scope_string}{needs}"

    def __repr__(self) -> str:
        parts = [repr(self.scope_string)]
        if self.optional:
            parts.append("optional=True")
        if self.dependencies:
            parts.append(f"dependencies={self.dependencies!r}")
        return f"{self._shown_as}({', '.join(parts)})"

    _shown_as = "Scope"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.scope_string, self.optional, self.dependencies)

    @classmethod
    def parse(cls, scope_string: str) -> Scope:
        """Read a string that holds exactly one scope, with its dependencies.

        :raises ScopeParseError: the string breaks the grammar.
        :raises ValueError: it holds no scope, or several.
        """
        from .parser import ScopeParser

        scopes = ScopeParser.parse(scope_string)
        if len(scopes) != 1:
            raise ValueError(f"Expected exactly one scope, found {len(scopes)}: {scope_string!r}")
        return scopes[0]

    def with_dependency(self, other_scope: Scope) -> Scope:
        """This scope with one more dependency."""
        return self.with_dependencies([other_scope])

    def with_dependencies(self, other_scopes: Iterable[Scope]) -> Scope:
        """This scope with more dependencies."""
        return Scope(self.scope_string, self.optional, (*self.dependencies, *other_scopes))

    def with_optional(self, optional: bool) -> Scope:
        """This scope, optional or not."""
        return Scope(self.scope_string, optional, self.dependencies)

    def serialize(self) -> str:
        """The plain string form, as the authorize and token endpoints take it."""
        return str(self)

    @classmethod
    def deserialize(cls, scope_string: str) -> Scope:
        """:meth:`parse`, as it was called in version 3."""
        return cls.parse(scope_string)

    @staticmethod
    def merge_scopes(scopes_a: list[Scope], scopes_b: list[Scope]) -> list[Scope]:
        """:meth:`ScopeParser.merge_scopes`, where it was in version 3."""
        from .parser import ScopeParser

        return ScopeParser.merge_scopes(scopes_a, scopes_b)

    def add_dependency(self, scope: str | Scope, *, optional: bool | None = None) -> Scope:
        """Add a dependency to this very object, as in version 3; returns it.

        :meth:`with_dependency` leaves the object as it is.

        :param scope: the dependency.
        :param optional: whether it is optional, if not as it says itself.
        """
        added = scope if isinstance(scope, Scope) else Scope.parse(scope)
        if optional is not None:
            added = added.with_optional(optional)
        self._set("dependencies", (*self.dependencies, added))
        return self


class ScopeConstant(str, Scope):
    """The name of a scope, as a plain string and as a :class:`Scope` at once."""

    def __new__(
        cls, scope_string: str, optional: bool = False, dependencies: Iterable[Scope] = ()
    ) -> ScopeConstant:
        return super().__new__(cls, scope_string)

    __repr__ = Scope.__repr__

    def add_dependency(self, scope: str | Scope, *, optional: bool | None = None) -> Scope:
        """Constants stay as they are.

        :raises TypeError: always.
        """
        raise TypeError(
            "This is a constant: use its with_dependency(), which makes a new Scope, "
            "or Scope(constant).add_dependency()."
        )
