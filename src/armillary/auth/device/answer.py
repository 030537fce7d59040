"""The answer to a device's wish: tokens wait for it, or a refusal does."""

from __future__ import annotations

from armillary.auth.audit import record
from armillary.auth.authorize.answer import new_grant
from armillary.auth.authorize.authorization import Authorization
from armillary.auth.device.store import decide
from armillary.auth.errors import InvalidRequest
from armillary.auth.scopes.rules import text_of
from armillary.auth.tokens.store import add_grant

_TOO_LATE = "The code has expired or was used already. Start again on the device."


def allow_device(authorization: Authorization) -> str:
    """Let the device have its tokens; the page that says so.

    :raises InvalidRequest: the code expired meanwhile, or somebody else was faster
    """
    grant = new_grant(authorization)
    add_grant(authorization.session, grant)
    scope = text_of(authorization.trees)
    if not decide(
        authorization.session, authorization.user_code or "", grant_id=grant.id, scope=scope
    ):
        raise InvalidRequest(_TOO_LATE)
    record(
        authorization.session,
        event="device.allowed",
        actor=grant.identity_id,
        client=grant.client_id,
        target=grant.id,
        detail={"scopes": [tree.name for tree in authorization.trees]},
    )
    return f"{authorization.settings.auth_url}/v2/web/device/allowed"


def deny_device(authorization: Authorization) -> str:
    """Let the device know that the person said no; the page that says so.

    :raises InvalidRequest: the code expired meanwhile, or was decided on
    """
    if not decide(authorization.session, authorization.user_code or ""):
        raise InvalidRequest(_TOO_LATE)
    record(
        authorization.session,
        event="device.denied",
        actor=authorization.signed_in.identity.id,
        client=authorization.client.id,
        target=None,
        detail={},
    )
    return f"{authorization.settings.auth_url}/v2/web/device/denied"
