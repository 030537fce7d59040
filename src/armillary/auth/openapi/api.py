"""Where the document is."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from armillary.auth.openapi.document import openapi_document
from armillary.auth.parts import Parts

router = APIRouter(include_in_schema=False)


@router.get("/openapi.json")
def openapi(request: Request) -> JSONResponse:
    """The OpenAPI document of this service."""
    return JSONResponse(_document(request.app), headers={"Cache-Control": "public, max-age=300"})


@lru_cache(maxsize=1)
def _document(app: Any) -> dict[str, Any]:
    parts: Parts = app.state.parts
    return openapi_document(app, parts.settings.auth_url)
