"""Column shorthands of the Auth tables."""

from __future__ import annotations

from typing import Annotated

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import MappedColumn, mapped_column

from armillary.core.ids import new_id

# A UUID in its 36-character form, made here.
UuidKey = Annotated[str, mapped_column(String(36), primary_key=True, default=new_id)]
# A UUID that names a row elsewhere, kept even when that row goes.
Uuid = Annotated[str, mapped_column(String(36))]
# SHA-256 in hex of a secret that is stored nowhere.
SecretHashKey = Annotated[str, mapped_column(String(64), primary_key=True)]


def reference(target: str, *, cascade: bool = True, index: bool = True) -> MappedColumn[str]:
    """A UUID column that refers to ``table.column``; rows go with their owner by default."""
    action = "CASCADE" if cascade else "RESTRICT"
    return mapped_column(String(36), ForeignKey(target, ondelete=action), index=index)
