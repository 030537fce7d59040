"""Logging in on a machine without a browser, by a code that is typed on another."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from .._missing import MISSING
from ..exc import GlobusError, GlobusSDKUsageError, NetworkError
from ..scopes import ScopeParser
from ..services.auth.errors import AuthAPIError
from ..services.auth.flow_managers.native_app import make_native_app_challenge
from ..services.auth.response import OAuthTokenResponse
from ..utils import commajoin
from .login_flow_manager import LoginFlowManager, consent_label, is_native

if TYPE_CHECKING:
    from ..gare import GlobusAuthorizationParameters
    from ..globus_app import GlobusAppConfig
    from ..services.auth import AsyncAuthLoginClient, AuthLoginClient

_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_ENDPOINT = "device_authorization_endpoint"
_FINAL = {
    "access_denied": "The login was denied.",
    "expired_token": "Nobody allowed the login in time: log in again.",
}


class DeviceLoginError(GlobusError):
    """The login was denied, or nobody allowed it in time."""


class DeviceLoginFlowManager(LoginFlowManager):
    """Shows an address and a short code, to be typed in a browser on any machine, and waits.

    It needs nobody to type anything here (RFC 8628). The service must offer this, as Armillary
    does; it says so in its discovery document.

    :param login_client: the client that logs in.
    :param request_refresh_tokens: whether to get refresh tokens.
    :param native_prefill_named_grant: a label for the consent to a native app.
    """

    @classmethod
    def for_globus_app(
        cls,
        app_name: str,
        login_client: AuthLoginClient | AsyncAuthLoginClient,
        config: GlobusAppConfig,
    ) -> Self:
        """The way to log in for an app.

        :param app_name: the app's name.
        :param login_client: its client.
        :param config: its configuration.
        """
        return cls(
            login_client,
            request_refresh_tokens=config.request_refresh_tokens,
            native_prefill_named_grant=consent_label(app_name),
        )

    def print_instructions(
        self, verification_uri: str, user_code: str, verification_uri_complete: str | None
    ) -> None:
        """Show where to log in, and with which code.

        :param verification_uri: the address.
        :param user_code: what to type there.
        :param verification_uri_complete: an address that has the code in it, such as for a QR code.
        """
        print(
            "\nTo log in, open this address in a browser on any machine:\n\n"
            f"    {verification_uri}\n\nand type this code:   {user_code}\n",
            flush=True,
        )

    def run_login_flow(self, auth_parameters: GlobusAuthorizationParameters) -> OAuthTokenResponse:
        """Log the user in; returns once they have allowed it.

        :param auth_parameters: what the login has to be like; its ``required_scopes`` are what the
            tokens are for.
        :raises GlobusSDKUsageError: there are no scopes to ask for, or the service has no such
            login.
        :raises DeviceLoginError: the user said no, or nobody allowed it in time.
        """
        verifier, form = self._begin(auth_parameters)
        endpoint = _endpoint(self.login_client.get("/.well-known/openid-configuration"))
        device = self.login_client.post(endpoint, data=form, encoding="form")
        poll = self._shown(device, verifier)
        while True:
            time.sleep(poll.interval)
            try:
                tokens: OAuthTokenResponse = self.login_client.oauth2_token(poll.form)
            except (AuthAPIError, NetworkError) as error:
                poll.go_on_after(error)
            else:
                return tokens

    async def run_login_flow_async(
        self, auth_parameters: GlobusAuthorizationParameters
    ) -> OAuthTokenResponse:
        """:meth:`run_login_flow`, with a client for ``asyncio``."""
        import asyncio  # which only async programs have loaded

        verifier, form = self._begin(auth_parameters)
        endpoint = _endpoint(await self.login_client.get("/.well-known/openid-configuration"))
        device = await self.login_client.post(endpoint, data=form, encoding="form")
        poll = self._shown(device, verifier)
        while True:
            await asyncio.sleep(poll.interval)
            try:
                tokens: OAuthTokenResponse = await self.login_client.oauth2_token(poll.form)
            except (AuthAPIError, NetworkError) as error:
                poll.go_on_after(error)
            else:
                return tokens

    def _begin(self, auth_parameters: GlobusAuthorizationParameters) -> tuple[str, dict[str, Any]]:
        """The proof of the codes' ownership (RFC 7636), and the form that asks for them."""
        if not auth_parameters.required_scopes:
            raise GlobusSDKUsageError("A login needs scopes: say what the tokens are for.")
        verifier, challenge = make_native_app_challenge()
        return verifier, {
            **self._named(),
            "scope": ScopeParser.serialize(auth_parameters.required_scopes),
            "access_type": "offline" if self.request_refresh_tokens else "online",
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            **_session_parameters(auth_parameters),
        }

    def _named(self) -> dict[str, Any]:
        """How a client without a secret says who it is (RFC 8628, section 3.1)."""
        if not is_native(self.login_client):
            return {}
        label = self.native_prefill_named_grant
        return {
            "client_id": self.login_client.client_id,
            "prefill_named_grant": MISSING if label is None else label,
        }

    def _shown(self, device: Any, verifier: str) -> _Poll:
        self.print_instructions(
            device["verification_uri"],
            device["user_code"],
            device.get("verification_uri_complete"),
        )
        form = {"grant_type": _GRANT, "device_code": device["device_code"]}
        if is_native(self.login_client):
            form["client_id"] = self.login_client.client_id
        return _Poll(
            {**form, "code_verifier": verifier},
            interval=device.get("interval", 5),
            ends=time.monotonic() + device["expires_in"],
        )


@dataclass
class _Poll:
    """How to ask for the tokens (RFC 8628, section 3.4).

    :param interval: seconds to wait before each request.
    :param ends: when, by the monotonic clock, the code is no longer good.
    """

    form: dict[str, Any]
    interval: float
    ends: float

    def go_on_after(self, error: AuthAPIError | NetworkError) -> None:
        """Note what an error means for the next request (RFC 8628, section 3.5).

        :raises DeviceLoginError: there is no next one.
        :raises AuthAPIError: something else is wrong.
        """
        word = "network" if isinstance(error, NetworkError) else _word(error)
        if word in _FINAL:
            raise DeviceLoginError(_FINAL[word]) from error
        if word == "slow_down":
            self.interval += 5
        elif word == "network":
            self.interval *= 2
        elif word != "authorization_pending":
            raise error
        if time.monotonic() >= self.ends:
            raise DeviceLoginError(_FINAL["expired_token"]) from error


def _word(error: AuthAPIError) -> str:
    document: Any = error.raw_json or {}
    return str(document.get("error"))


def _endpoint(configuration: Any) -> str:
    if _ENDPOINT not in configuration:
        raise GlobusSDKUsageError(
            "This service has no login by device code: use another login_flow_manager."
        )
    endpoint: str = configuration[_ENDPOINT]
    return endpoint


def _session_parameters(auth_parameters: GlobusAuthorizationParameters) -> dict[str, Any]:
    names = (
        "session_required_identities",
        "session_required_single_domain",
        "session_required_policies",
        "session_required_mfa",
        "session_message",
        "prompt",
    )
    given = {name: getattr(auth_parameters, name) for name in names}
    return {name: _text(value) for name, value in given.items() if value not in (None, [])}


def _text(value: Any) -> str:
    return str(value) if isinstance(value, bool) else commajoin(value)
