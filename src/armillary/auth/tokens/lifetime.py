"""How long a new token lives."""

from __future__ import annotations

from datetime import datetime

from armillary.auth.errors import InvalidGrant
from armillary.core.clock import utcnow

_TOO_OLD = "The sign-in is older than an authentication policy allows. Log in again."


def lifetime_of(longest: int, assured_until: datetime | None) -> int:
    """Seconds that an access token lives: no longer than the sign-in behind it is good for.

    :param longest: seconds, by the deployment's settings
    :param assured_until: when the policies stop being met under which the grant was given
    :raises InvalidGrant: that was before now
    """
    if assured_until is None:
        return longest
    left = int((assured_until - utcnow()).total_seconds())
    if left <= 0:
        raise InvalidGrant(_TOO_OLD)
    return min(longest, left)
