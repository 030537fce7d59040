"""An authorization request on its way through our pages, in a form that nobody can alter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session
from starlette.requests import Request

from armillary.auth.authorize.authorization import Authorization
from armillary.auth.errors import InvalidRequest
from armillary.auth.parts import Parameters, Parts
from armillary.core.clock import utcnow
from armillary.core.signing import SignatureInvalid, sign, verify

_KIND = "authorize-interaction+jwt"
_LIFETIME = timedelta(hours=1)


@dataclass(frozen=True)
class Interaction:
    """The request's parameters, and when it first came.

    :param page: which of our own pages the person wants, when no app asks
    :param user_code: of the device that asks (RFC 8628), if one does
    """

    parameters: Parameters
    requested_at: datetime
    page: str | None = None
    user_code: str | None = None

    def to_text(self, parts: Parts) -> str:
        """The signed form that our pages carry along."""
        claims = {
            "aud": parts.settings.auth_url,
            "iat": utcnow(),
            "exp": utcnow() + _LIFETIME,
            "parameters": dict(self.parameters),
            "requested_at": self.requested_at.timestamp(),
            "page": self.page,
            "user_code": self.user_code,
        }
        return sign(claims, parts.interaction_key, kind=_KIND)

    @classmethod
    def from_text(cls, parts: Parts, text: str) -> Interaction:
        """Read the signed form.

        :raises InvalidRequest: it is not ours, or too old
        """
        key = parts.interaction_key.public_key()
        try:
            claims = verify(text, key, kind=_KIND, audience=parts.settings.auth_url)
        except SignatureInvalid as error:
            raise InvalidRequest(
                "This page has waited too long. Go back to the app and start again."
            ) from error
        requested_at = datetime.fromtimestamp(claims["requested_at"], UTC)
        page, user_code = claims.get("page"), claims.get("user_code")
        return cls(claims["parameters"], requested_at, page, user_code)

    def opened(self, request: Request, parts: Parts, session: Session) -> Authorization:
        """The authorization that this is about, at the start of the pipeline."""
        return Authorization(
            settings=parts.settings,
            session=session,
            parameters=self.parameters,
            requested_at=self.requested_at,
            cookie=parts.cookie.read(request),
            page=self.page,
            user_code=self.user_code,
        )
