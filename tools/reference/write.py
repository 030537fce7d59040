"""The pages' text."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from typing import Any, is_typeddict

import globus_sdk
from globus_sdk import BaseClient, MissingType
from globus_sdk.scopes import ScopeCollection
from tools.reference import docstrings
from tools.reference.pages import PAGES, Index, Page
from tools.reference.signatures import constructor_text, fields_text, function_text, type_text


def render() -> dict[str, str]:
    """File name -> content."""
    index = Index()
    return {f"{page.name}.md": Writer(index, page).text() for page in PAGES}


class Writer:
    """Writes one page.

    :param index: where everything stands.
    """

    def __init__(self, index: Index, page: Page) -> None:
        self._index = index
        self._page = page
        self._owner = ""

    def text(self) -> str:
        """Its Markdown."""
        parts = [f"# {self._page.name}", *self._introduction()]
        for name in self._index.names_of[self._page.name]:
            parts += [f"## {name}", *self._thing(name, getattr(self._page.module, name))]
        return "\n\n".join(part.strip() for part in parts) + "\n"

    def _introduction(self) -> Iterator[str]:
        if not self._page.names:
            yield self._prose(docstrings.read(self._page.module).prose)
        yield "Import from `globus_sdk`, or where something else is said, from there."

    def _thing(self, name: str, value: Any) -> Iterator[str]:
        self._owner = name if inspect.isclass(value) else ""
        if name not in globus_sdk.__all__:
            yield f"In `globus_sdk.{self._page.source}`."
        if inspect.isclass(value) and name != value.__name__:
            yield f"Another name of {self._link(value.__name__)}."
            if twin := getattr(self._page.module, f"Async{name}", None):
                yield f"**`Async{name}`**: another name of {self._link(twin.__name__)}."
        elif inspect.isclass(value):
            yield from self._class(value)
        elif inspect.isfunction(value):
            yield from self._function(name, value)
        elif isinstance(value, ScopeCollection):
            yield from _scopes(value)
        elif isinstance(value, MissingType):
            yield from self._described(value)
        elif isinstance(value, tuple):
            yield ", ".join(f"`{one.__name__}`" for one in value)
        else:
            yield f"`{type_text(value, self._page_as_owner())}`"

    def _page_as_owner(self) -> Any:
        return type("Owner", (), {"__module__": self._page.module.__name__})

    def _class(self, cls: type) -> Iterator[str]:
        if signature := constructor_text(cls):
            yield _fenced(signature)
        yield from self._described(cls)
        yield from self._kin(cls)
        if is_typeddict(cls):
            yield _fenced(fields_text(cls))
        if issubclass(cls, Enum):
            yield "\n".join(f"- `{one.name}`: `{one.value!r}`" for one in cls)
        for name in self._members(cls):
            yield from self._member(cls, name)

    def _kin(self, cls: type) -> Iterator[str]:
        bases = [one.__name__ for one in cls.__mro__[1:] if one.__name__ in self._index.page_of]
        if bases:
            yield f"Has what {self._link(bases[0])} has, too."
        if issubclass(cls, BaseClient) and cls.service_name[0] != "_":
            yield self._service(cls)
        twin = getattr(self._page.module, f"Async{cls.__name__}", None)
        if twin is not None:
            yield f"**`{twin.__name__}`**: {self._prose(docstrings.read(twin).prose)}"

    def _service(self, client: type[BaseClient]) -> str:
        facts = [f"Service: `{client.service_name}`"]
        scopes = [str(one) for one in _default_scopes(client)]
        if scopes:
            facts.append(f"scopes that it asks an app for: `{'`, `'.join(scopes)}`")
        facts.append(f"errors: {self._link(client.error_class.__name__)}")
        return "; ".join(facts) + "."

    def _members(self, cls: type) -> Iterator[str]:
        """The public members of a class and of its bases that have no place of their own."""
        homeless = [one for one in cls.__mro__[1:] if one.__name__ not in self._index.page_of]
        ours = [one for one in homeless if one.__module__.startswith("globus_sdk")]
        names = dict.fromkeys(name for one in (cls, *ours) for name in vars(one))
        inherited = {
            n for b in cls.__mro__[1:] if b.__name__ in self._index.page_of for n in dir(b)
        }
        return (n for n in names if n[0] != "_" and (n in vars(cls) or n not in inherited))

    def _member(self, cls: type, name: str) -> Iterator[str]:
        member, value = inspect.getattr_static(cls, name), getattr(cls, name, None)
        heading = f"### {cls.__name__}.{name}"
        if isinstance(member, (property, cached_property)):
            getter: Any = member.fget if isinstance(member, property) else member.func
            result = type_text(inspect.signature(getter).return_annotation, getter)
            yield from (heading, _fenced(f"{name}: {result}"), *self._described(getter))
        elif _is_method(value) and name not in getattr(cls, "__dataclass_fields__", ()):
            yield from (heading, *self._function(name, value))

    def _function(self, name: str, function: Any) -> Iterator[str]:
        prefix = "async " if inspect.iscoroutinefunction(function) else ""
        yield _fenced(prefix + function_text(name, function))
        yield from self._described(function)
        documents = re.findall(r"\w+", str(function.__annotations__.get("return")))
        if links := [self._link(n) for n in documents if self._index.page_of.get(n) == "documents"]:
            yield f"Answer: {', '.join(links)}."
        if hasattr(function, "_paginator"):
            yield f"In [pages](paging.md): `client.paginated.{name}(...)`."

    def _described(self, value: Any) -> Iterator[str]:
        doc = docstrings.read(value)
        yield self._prose(doc.prose)
        yield from docstrings.field_lists(doc, self._link)

    def _prose(self, text: str) -> str:
        return docstrings.prose(text, self._link)

    def _link(self, role: str) -> str:
        name = role.lstrip("~").removeprefix("globus_sdk.")
        text = name.rpartition(".")[2] if role.startswith("~") else name
        first = name.partition(".")[0]
        full = name if "." in name or first in self._index.page_of else f"{self._owner}.{name}"
        return self._index.link(self._home(full) or name, self._page.name, text)

    def _home(self, name: str) -> str | None:
        """Where a name is described: a method that is inherited, with the class that has it."""
        first, _, member = name.partition(".")
        cls = getattr(self._page.module, first, None)
        if not member or not inspect.isclass(cls):
            return name
        placed = [one for one in cls.__mro__ if one.__name__ in self._index.page_of]
        having = [one for one in placed if hasattr(one, member)]
        own = [one for one in having if member in vars(one)]
        return next((f"{one.__name__}.{member}" for one in [*own, *having[-1:]]), None)


def _is_method(value: Any) -> bool:
    return (inspect.isfunction(value) or inspect.ismethod(value)) and bool(inspect.getdoc(value))


def _default_scopes(client: type[BaseClient]) -> list[Any]:
    found = getattr(client, "default_scope_requirements", [])
    return found if isinstance(found, list) else []


def _scopes(collection: ScopeCollection) -> Iterator[str]:
    yield f"Resource server: `{collection.resource_server}`"
    rows = [f"| `{name}` | `{getattr(collection, name)}` |" for name in collection.scope_names]
    yield "\n".join(["| attribute | scope |", "|---|---|", *rows])


def _fenced(text: str) -> str:
    return f"```python shown\n{text}\n```"
