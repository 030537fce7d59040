"""Lists of policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....response import IterableResponse

if TYPE_CHECKING:
    from ....documents import PolicyDocument  # noqa: F401 - in quotes


class GetPoliciesResponse(IterableResponse["PolicyDocument"]):
    """Policies."""

    default_iter_key = "policies"
