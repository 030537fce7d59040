"""Signing in to the console: it is a confidential client of Auth (RFC 6749 section 4.1)."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from armillary.console.context import Console, SignInNeeded
from armillary.console.sessions import BrowserSession
from armillary.core.errors import ArmillaryError
from armillary.core.ids import new_secret, secrets_equal
from globus_sdk import AsyncConfidentialAppAuthClient, AuthAPIError
from globus_sdk.gare import GlobusAuthorizationParameters, to_gare

_SCOPES = (
    "openid",
    "profile",
    "email",
    "urn:globus:auth:scope:auth.globus.org:manage_projects",
)


class SignInFailed(ArmillaryError):
    """The login did not end as it should."""

    code = "FORBIDDEN"
    status = 403


def step_up(error: AuthAPIError, here: str) -> SignInNeeded | None:
    """The login that Auth asks for before it does something, or None if it asks for none.

    :param here: the page to come back to
    """
    if error.http_status == 401:
        return SignInNeeded(here)
    asked = to_gare(error)
    return SignInNeeded(here, asked.authorization_parameters) if asked else None


def _login_client(console: Console) -> AsyncConfidentialAppAuthClient:
    return AsyncConfidentialAppAuthClient(
        console.client_id, console.client_secret, base_url=console.settings.auth_url
    )


async def begin(console: Console, browser: BrowserSession, needed: SignInNeeded) -> Response:
    """Send the browser to Auth's login page."""
    browser.state = new_secret()
    browser.return_to = needed.return_to
    wanted = needed.wanted
    scopes = dict.fromkeys([*_SCOPES, *(wanted.required_scopes or ())])
    async with _login_client(console) as client:
        client.oauth2_start_flow(console.callback_url, list(scopes), state=browser.state)
        url = client.oauth2_get_authorize_url(query_params=_parameters(wanted))
    return await console.leave(browser, url)


def _parameters(wanted: GlobusAuthorizationParameters) -> dict[str, str]:
    """What a login has to be like, as parameters of the authorize request."""
    asked = {
        "session_required_identities": ",".join(wanted.session_required_identities or ()),
        "session_required_policies": ",".join(wanted.session_required_policies or ()),
        "session_required_single_domain": ",".join(wanted.session_required_single_domain or ()),
        "session_required_mfa": "true" if wanted.session_required_mfa else "",
        "session_message": wanted.session_message or "",
        "prompt": wanted.prompt or "",
    }
    return {name: value for name, value in asked.items() if value}


async def callback(console: Console, request: Request) -> Response:
    """Take the code that Auth sent the browser back with: ``GET /developers/callback``."""
    browser = await console.session(request)
    state = request.query_params.get("state", "")
    if not browser.state or not secrets_equal(browser.state, state):
        raise SignInFailed("This login was not begun here, or was finished before. Start again.")
    browser.state = None
    if "error" in request.query_params:
        reason = request.query_params.get("error_description") or "It was not allowed."
        raise SignInFailed(f"You are not signed in: {reason}")
    await _exchange(console, browser, request.query_params.get("code", ""))
    # A session that someone planted before the login must not become a signed-in one.
    renewed = await run_in_threadpool(console.sessions.renew, browser)
    return await console.go(renewed, renewed.return_to)


async def _exchange(console: Console, browser: BrowserSession, code: str) -> None:
    try:
        async with _login_client(console) as client:
            client.oauth2_start_flow(console.callback_url, _SCOPES)
            tokens = await client.oauth2_exchange_code_for_tokens(code)
    except AuthAPIError as error:
        raise SignInFailed("The login could not be completed. Start again.") from error
    token: str = tokens.by_resource_server["auth.globus.org"]["access_token"]
    async with console.auth_client(token) as auth:
        username: str = (await auth.userinfo())["preferred_username"]
    if username != browser.username:
        browser.typed = {}  # somebody else typed it
    browser.token, browser.username = token, username


async def sign_out(console: Console, request: Request) -> Response:
    """Forget the session and revoke its token: ``POST /developers/signout``."""
    browser = await console.session(request)
    await console.form(request, browser)
    if browser.token:
        async with _login_client(console) as client:
            await client.oauth2_revoke_token(browser.token)
    await run_in_threadpool(console.sessions.drop, browser)
    return await console.go(BrowserSession(), "/")
