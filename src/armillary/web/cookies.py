"""Cookies that hold one secret: who a browser is to one of our applications."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.responses import Response


@dataclass(frozen=True)
class SecretCookie:
    """A host-only, script-proof, same-site cookie (RFC 6265).

    :param name: what the application calls it
    :param secure: whether browsers reach us over TLS; the name then gets the ``__Host-`` prefix,
        which keeps neighbours on the same domain from planting one
    """

    name: str
    secure: bool

    @property
    def full_name(self) -> str:
        """The name on the wire."""
        return f"__Host-{self.name}" if self.secure else self.name

    def read(self, request: HTTPConnection) -> str | None:
        """The secret that the browser sent."""
        return request.cookies.get(self.full_name) or None

    def give(self, response: Response, secret: str) -> None:
        """Have the browser keep the secret until it closes."""
        response.set_cookie(
            self.full_name, secret, path="/", secure=self.secure, httponly=True, samesite="lax"
        )

    def take(self, response: Response) -> None:
        """Have the browser forget the secret."""
        response.delete_cookie(
            self.full_name, path="/", secure=self.secure, httponly=True, samesite="lax"
        )
