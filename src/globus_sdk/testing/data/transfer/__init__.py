"""Answers of Transfer."""

from __future__ import annotations

from ...models import ResponseSet
from . import (
    bookmarks,
    endpoints,
    former,
    hosting,
    managed_endpoints,
    managed_tasks,
    operations,
    roles,
    sharing,
    submission,
    tasks,
    tunnels,
)

ANSWERS: dict[str, ResponseSet] = {
    **endpoints.ANSWERS,
    **hosting.ANSWERS,
    **sharing.ANSWERS,
    **roles.ANSWERS,
    **bookmarks.ANSWERS,
    **operations.ANSWERS,
    **submission.ANSWERS,
    **tasks.ANSWERS,
    **managed_endpoints.ANSWERS,
    **managed_tasks.ANSWERS,
    **tunnels.ANSWERS,
    **former.ANSWERS,
}
