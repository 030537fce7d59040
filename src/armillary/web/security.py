"""Response headers that keep our pages from being framed, sniffed, cached or scripted."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HSTS = "max-age=63072000; includeSubDomains"


def content_security_policy(form_action: Iterable[str] = ()) -> str:
    """Our policy: own styles, scripts and images, nothing inline, no frames.

    :param form_action: origins, besides our own, to which a form's answer may redirect
    """
    targets = " ".join(("'self'", *form_action))
    return (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        f"connect-src 'self'; form-action {targets}; frame-ancestors 'none'; base-uri 'none'"
    )


class SecurityHeaders:
    """Middleware: adds the headers that an answer does not set itself.

    :param secure: whether browsers reach us over TLS; they are then told to insist on it
    """

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app = app
        defaults = {
            "Content-Security-Policy": content_security_policy(),
            "X-Frame-Options": "DENY",
            "X-Content-Type-Options": "nosniff",
            # "no-referrer" would make browsers send "Origin: null" with our own forms.
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cache-Control": "no-store",
        }
        if secure:
            defaults["Strict-Transport-Security"] = _HSTS
        self._defaults = [(k.lower().encode(), v.encode()) for k, v in defaults.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the answer's headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                present = {name for name, _ in headers}
                headers.extend(d for d in self._defaults if d[0] not in present)
            await send(message)

        await self.app(scope, receive, send_with_headers)
