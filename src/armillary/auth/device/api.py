"""The device authorization endpoint (RFC 8628 section 3.1)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session

from armillary.auth.audit import record
from armillary.auth.authorize.authorization import Authorization
from armillary.auth.authorize.pipeline import check_device_request
from armillary.auth.clients.authentication import authenticate
from armillary.auth.device.rules import new_user_code
from armillary.auth.device.store import add_device_code
from armillary.auth.device.wire import PARAMETERS, device_document
from armillary.auth.parts import Form, Parameters, Parts, PartsOf
from armillary.core.clock import utcnow
from armillary.core.ids import new_secret

router = APIRouter()


@router.post("/v2/oauth2/device_authorization")
def authorize_device(request: Request, parts: PartsOf, form: Form) -> dict[str, Any]:
    """A code for a device, and one for its person, who need not have come yet.

    :raises InvalidClient: the client is unknown, or its secret is wrong or missing
    :raises UnauthorizedClient: clients of its type may not sign people in
    :raises InvalidScope: the scopes are missing, malformed or unknown
    """
    client = authenticate(parts.database, request.headers.get("authorization"), form)
    parameters = {name: form[name] for name in PARAMETERS & form.keys()}
    parameters["client_id"] = client.id
    device_code, user_code = new_secret(), new_user_code()
    with parts.database.write() as session:
        check_device_request(_authorization(parts, session, parameters, user_code))
        add_device_code(
            session, device_code=device_code, user_code=user_code, parameters=parameters
        )
        record(
            session,
            event="device.started",
            actor=None,
            client=client.id,
            target=None,
            detail={"scope": parameters["scope"]},
        )
    return device_document(parts.settings.auth_url, device_code=device_code, user_code=user_code)


def _authorization(
    parts: Parts, session: Session, parameters: Parameters, user_code: str
) -> Authorization:
    return Authorization(
        settings=parts.settings,
        session=session,
        parameters=parameters,
        requested_at=utcnow(),
        cookie=None,
        user_code=user_code,
    )
