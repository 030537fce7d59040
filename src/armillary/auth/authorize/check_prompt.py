"""How the person shall be asked."""

from __future__ import annotations

from armillary.auth.authorize.authorization import Authorization
from armillary.auth.errors import InvalidRequest

_PROMPTS = frozenset({"none", "login", "consent", "select_account"})


def check_prompt(authorization: Authorization) -> None:
    """Read ``prompt`` (OIDC Core section 3.1.2.1).

    :raises InvalidRequest: a value is unknown, or ``none`` stands with another
    """
    prompts = frozenset(authorization.parameters.get("prompt", "").split())
    if prompts - _PROMPTS:
        raise InvalidRequest(f"prompt must be among {', '.join(sorted(_PROMPTS))}.")
    if "none" in prompts and len(prompts) > 1:
        raise InvalidRequest("prompt=none can't be combined with other values.")
    authorization.prompts = prompts
