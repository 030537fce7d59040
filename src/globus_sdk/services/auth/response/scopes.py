"""Lists of scopes."""

from ....response import IterableResponse


class GetScopesResponse(IterableResponse):
    """Scopes."""

    default_iter_key = "scopes"
