"""How responses and clients look in a shell and in a notebook; secrets are never shown there."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from .json import as_array, as_object

if TYPE_CHECKING:
    from .any_client import AnyClient

HIDDEN = "***"
_SECRETS = frozenset(
    (
        "access_token",
        "client_secret",
        "connection_url",
        "globus_connect_setup_key",
        "id_token",
        "password",
        "refresh_token",
        "secret",
    )
)
# the columns that say most, in their order; others follow as the items have them
_FIRST = (
    *("name", "display_name", "title", "label", "username"),
    *("id", "task_id", "job_id", "run_id", "identity_id"),
    *("type", "entity_type", "status", "role", "code", "size", "time", "description"),
)
_NOTHING: tuple[Any, ...] = (None, "", [], {})
_ROWS, _COLUMNS, _LETTERS = 20, 8, 100


def without_secrets(value: Any) -> Any:
    """Copy a document; tokens, passwords and the like are hidden, at any depth."""
    document, items = as_object(value), as_array(value)
    if document is not None:
        return {key: _kept(key, one) for key, one in document.items()}
    return value if items is None else [without_secrets(item) for item in items]


def _kept(key: str, value: Any) -> Any:
    return HIDDEN if key in _SECRETS and value else without_secrets(value)


def written(document: Any) -> str:
    """A document as JSON, without its secrets."""
    return json.dumps(without_secrets(document))


def of_client(client: AnyClient) -> str:
    """What tells a client from another: its address, environment, and how it is authorized."""
    app, authorizer = client._app, client.authorizer  # pyright: ignore[reportPrivateUsage]
    parts = [f"base_url={client.base_url!r}"]
    if client.environment != "production":
        parts.append(f"environment={client.environment!r}")
    if app is not None:
        parts.append(f"app=<{type(app).__name__} {app.app_name!r}>")
    if authorizer is not None:
        ordinary = getattr(authorizer, "authorizer", authorizer)  # within one for asyncio
        parts.append(f"authorizer=<{type(ordinary).__name__}>")
    return f"{type(client).__name__}({', '.join(parts)})"


def document_html(title: str, document: Any) -> str:
    """A document's fields, as a table of two columns; anything else as text."""
    fields = as_object(document)
    if fields is None:
        return f"<pre>{_escaped(title)}({_escaped(_text(document))})</pre>"
    rows = [(key, _kept(key, value)) for key, value in fields.items()]
    return _table(title, ("field", "value"), rows)


def items_html(title: str, items: Sequence[Any]) -> str:
    """A list's items, as a table: the first of them, and the columns that say most."""
    shown = [without_secrets(item) for item in items[:_ROWS]]
    columns = _columns(shown)
    rows = [[_field(item, column) for column in columns] for item in shown]
    more = "" if len(items) <= _ROWS else f"the first {_ROWS} of "
    return _table(f"{title}: {more}{len(items)} items", columns or ("item",), rows)


def _columns(items: Iterable[Any]) -> list[str]:
    """The fields that some item has, but for the kind, which is the same for all."""
    documents = [as_object(item) or {"item": item} for item in items]
    told = dict.fromkeys(k for one in documents for k, v in one.items() if v not in _NOTHING)
    told.pop("DATA_TYPE", None)
    first = [name for name in _FIRST if name in told]
    return [*first, *(name for name in told if name not in first)][:_COLUMNS]


def _field(item: Any, name: str) -> Any:
    document = as_object(item)
    return item if document is None and name == "item" else (document or {}).get(name)


def _table(title: str, columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    head = "".join(f"<th>{_escaped(column)}</th>" for column in columns)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    caption = f"<caption>{_escaped(title)}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: Any) -> str:
    return f"<td>{_escaped(_text(value))}</td>"


def _text(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(without_secrets(value))
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1]}…"


def _escaped(text: str) -> str:
    return html.escape(text)
