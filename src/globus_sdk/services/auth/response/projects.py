"""Lists of projects."""

from ....response import IterableResponse


class GetProjectsResponse(IterableResponse):
    """Projects."""

    default_iter_key = "projects"
