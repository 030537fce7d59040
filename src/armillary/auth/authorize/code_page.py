"""The page that shows a native app's authorization code, for pasting."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request
from starlette.responses import Response

from armillary.auth.errors import AccessDenied, InvalidRequest
from armillary.auth.parts import AS_PAGE, PartsOf

router = APIRouter(dependencies=[AS_PAGE])

_CODE = re.compile(r"[A-Za-z0-9_-]{20,200}")
# Sentences of our own: those in the query could have been written by anybody.
_ERRORS = {
    "access_denied": "You did not allow the app to go on. You can close this page.",
    "invalid_scope": "The app asked for a permission that does not exist. Tell its authors.",
}


@router.get("/v2/web/auth-code")
def auth_code(request: Request, parts: PartsOf, code: str = "", error: str = "") -> Response:
    """Show the code of the query, alone, in the element ``auth-code``.

    :raises InvalidRequest: there is neither a code nor a known error
    """
    if error == "access_denied":
        raise AccessDenied(_ERRORS[error])
    if not _CODE.fullmatch(code):
        raise InvalidRequest(
            _ERRORS.get(error, "There is no code here. Go back to the app and start again.")
        )
    response = parts.pages.answer("auth_code.html", code=code)
    response.headers["Referrer-Policy"] = "no-referrer"  # the URL holds the code
    return response
