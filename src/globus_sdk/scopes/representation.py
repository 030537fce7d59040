"""One scope with what it depends on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

_SPECIAL = frozenset("[]* ")


class Scope(str):
    """A scope: a name, whether it is optional (atomically revocable), and its dependencies.

    It is immutable, and it *is* its string form (``*name[dependency ...]``), so it can be joined,
    compared and sent wherever a plain string can.

    :param scope_string: the scope's name, without dependencies.
    :param optional: written as a leading ``*``.
    :param dependencies: the scopes that this one needs.
    :raises ValueError: the name contains one of ``[]*`` or a space; :meth:`parse` reads those.
    """

    __slots__ = ("dependencies", "optional", "scope_string")

    scope_string: str
    optional: bool
    dependencies: tuple[Scope, ...]

    def __new__(
        cls, scope_string: str, optional: bool = False, dependencies: tuple[Scope, ...] = ()
    ) -> Scope:
        if _SPECIAL.intersection(scope_string):
            raise ValueError("A scope's name has none of '[]* '; use Scope.parse for such strings.")
        return cls._made(str(scope_string), optional, tuple(dependencies))

    @classmethod
    def _made(cls, name: str, optional: bool, dependencies: tuple[Scope, ...]) -> Scope:
        needs = f"[{' '.join(dependencies)}]" if dependencies else ""
        scope = super().__new__(cls, f"{'*' if optional else ''}{name}{needs}")
        object.__setattr__(scope, "scope_string", name)
        object.__setattr__(scope, "optional", optional)
        object.__setattr__(scope, "dependencies", dependencies)
        return scope

    def __getnewargs__(self) -> tuple[str, bool, tuple[Scope, ...]]:  # type: ignore[override]
        return self.scope_string, self.optional, self.dependencies

    def __reduce__(self) -> tuple[Any, ...]:
        return Scope, self.__getnewargs__()

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"A Scope never changes; cannot set {name!r}.")

    def __repr__(self) -> str:
        parts = [repr(self.scope_string)]
        if self.optional:
            parts.append("optional=True")
        if self.dependencies:
            parts.append(f"dependencies={self.dependencies!r}")
        return f"Scope({', '.join(parts)})"

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
        return self._made(self.scope_string, self.optional, (*self.dependencies, *other_scopes))

    def with_optional(self, optional: bool) -> Scope:
        """This scope, optional or not."""
        return self._made(self.scope_string, optional, self.dependencies)

    def serialize(self) -> str:
        """The plain string form, as the authorize and token endpoints take it."""
        return str(self)
