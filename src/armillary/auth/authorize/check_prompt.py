"""How the person shall be asked."""

from __future__ import annotations

from datetime import timedelta

from armillary.auth.authorize.authorization import Authorization
from armillary.auth.errors import InvalidRequest

_PROMPTS = frozenset({"none", "login", "consent", "select_account"})


def check_prompt(authorization: Authorization) -> None:
    """Read ``prompt`` and ``max_age`` (OIDC Core section 3.1.2.1).

    :raises InvalidRequest: a value makes no sense, or ``none`` stands with another
    """
    prompts = frozenset(authorization.parameters.get("prompt", "").split())
    if prompts - _PROMPTS:
        raise InvalidRequest(f"prompt must be among {', '.join(sorted(_PROMPTS))}.")
    if "none" in prompts and len(prompts) > 1:
        raise InvalidRequest("prompt=none can't be combined with other values.")
    if "none" in prompts and authorization.user_code is not None:
        raise InvalidRequest("A device login always asks the person: prompt=none makes no sense.")
    authorization.prompts = prompts
    authorization.max_age = _max_age(authorization.parameters.get("max_age"))


def _max_age(text: str | None) -> timedelta | None:
    if text is None:
        return None
    if not text.isdecimal() or len(text) > 9:
        raise InvalidRequest("max_age must be a number of seconds.")
    return timedelta(seconds=int(text))
