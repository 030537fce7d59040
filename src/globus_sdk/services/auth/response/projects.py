"""Lists of projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....response import IterableResponse

if TYPE_CHECKING:
    from ....documents import ProjectDocument  # noqa: F401 - in quotes


class GetProjectsResponse(IterableResponse["ProjectDocument"]):
    """Projects."""

    default_iter_key = "projects"
