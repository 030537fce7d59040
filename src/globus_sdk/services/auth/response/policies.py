"""Lists of policies."""

from ....response import IterableResponse


class GetPoliciesResponse(IterableResponse):
    """Policies."""

    default_iter_key = "policies"
