"""What apps do beyond the official library's."""

from __future__ import annotations

import asyncio
import inspect
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from globus_sdk import (
    AsyncClientApp,
    AsyncTransferClient,
    AsyncUserApp,
    ClientApp,
    GlobusAppConfig,
    GlobusSDKUsageError,
    IDTokenDecoder,
    TransferAPIError,
    TransferClient,
    UserApp,
)
from globus_sdk.authorizers import RefreshTokenAuthorizer
from globus_sdk.scopes import TransferScopes
from globus_sdk.token_storage import JSONTokenStorage, MemoryTokenStorage, TokenValidationError

from ..recording import Answer, RecordingServer, Request
from .auth_server import AuthServer, secret
from .rotating import put
from .scenarios import CONSENT_REQUIRED, SESSION_REQUIRED, TRANSFER

PATH = "/v0.10/x"
CODE = {"scope": f"{TransferScopes.all} openid", "identity": "me", "refresh": True}

REFRESH_TOKEN = secret(scope=str(TransferScopes.all), identity="me", refresh=True)


@pytest.fixture
def auth(service_urls: RecordingServer, monkeypatch: pytest.MonkeyPatch) -> AuthServer:
    """Auth and Transfer; who is asked for a code types one of a user called ``me``."""
    answering = AuthServer(service_urls.url)
    service_urls.respond = answering.respond
    for service in ("AUTH", "TRANSFER"):
        url = f"{service_urls.url}place/{service.lower()}/"
        monkeypatch.setenv(f"GLOBUS_SDK_SERVICE_URL_{service}", url)
    monkeypatch.setattr("builtins.input", lambda prompt: secret(**CODE))
    return answering


def config(**options: Any) -> GlobusAppConfig:
    return GlobusAppConfig(**{"token_storage": "memory", "request_refresh_tokens": True, **options})


def user_app(**options: Any) -> UserApp:
    return UserApp("a", client_id="id", config=config(**options))


def async_app(**options: Any) -> AsyncUserApp:
    return AsyncUserApp("a", client_id="id", config=config(**options))


def logins(auth: AuthServer) -> int:
    grants = [form.get("grant_type") for _, _, _, form, _ in auth.places["place"].requests]
    return grants.count("authorization_code")


@pytest.fixture
def slow_input(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """The user types the code when this is set."""
    ready = threading.Event()

    def ask(prompt: str) -> str:
        ready.wait()
        return secret(**CODE)

    monkeypatch.setattr("builtins.input", ask)
    return ready


def test_many_threads_without_a_token_ask_the_user_once(
    auth: AuthServer, slow_input: threading.Event
) -> None:
    start = threading.Barrier(8, action=slow_input.set)
    with user_app() as app, TransferClient(app=app) as client:

        def ask(_: int) -> Any:
            start.wait()
            return client.get(PATH)["ok"]

        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(ask, range(8))) == [True] * 8
    assert logins(auth) == 1


def test_many_coroutines_without_a_token_ask_the_user_once(auth: AuthServer) -> None:
    async def main() -> None:
        async with async_app() as app, AsyncTransferClient(app=app) as client:
            await asyncio.gather(*(client.get(PATH) for _ in range(20)), app.login())

    asyncio.run(main())
    assert logins(auth) == 1


def test_after_a_logout_somebody_else_can_log_in(
    auth: AuthServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with user_app() as app:
        TransferClient(app=app).close()
        app.login()
        app.logout()
        other = secret(**{**CODE, "identity": "you"})
        monkeypatch.setattr("builtins.input", lambda prompt: other)
        app.login()
        assert app.token_storage.identity_id == "you"


def test_an_access_token_that_ends_is_not_sent_any_more(auth: AuthServer) -> None:
    auth.places["place"].lifetime = 0
    with user_app(request_refresh_tokens=False) as app, TransferClient(app=app) as client:
        app.login()
        auth.places["place"].lifetime = 3600
        client.get(PATH)
        token = app.token_storage.token_storage.get_token_data(TRANSFER)
        assert token is not None
        assert logins(auth) == 2
        app._authorizer_factory._ends[TRANSFER] = 1  # type: ignore[attr-defined]
        put(app.token_storage.token_storage)
        client.get(PATH)
        assert logins(auth) == 3


@pytest.mark.parametrize("lasting", [False, True])
def test_only_the_first_request_of_a_coroutine_takes_a_thread(
    auth: AuthServer, monkeypatch: pytest.MonkeyPatch, lasting: bool
) -> None:
    async def main() -> list[str]:
        app = async_app(request_refresh_tokens=lasting)
        async with app, AsyncTransferClient(app=app) as client:
            await client.get(PATH)
            used: list[str] = []
            monkeypatch.setattr(asyncio, "to_thread", used.append)
            for _ in range(3):
                await client.get(PATH)
            return used

    assert asyncio.run(main()) == []


def test_a_handler_may_be_a_coroutine_function(auth: AuthServer) -> None:
    told: list[str] = []

    async def handle(app: Any, error: TokenValidationError) -> None:
        told.append(str(error))
        await app.login()

    async def main() -> None:
        app = async_app(token_validation_error_handler=handle)
        async with app, AsyncTransferClient(app=app) as client:
            await client.get(PATH)

    asyncio.run(main())
    assert told == [f"There is no token for {TRANSFER} yet: log in first."]


def test_a_handler_that_needs_a_token_is_told_that_there_is_none(auth: AuthServer) -> None:
    def handle(app: Any, error: TokenValidationError) -> None:
        app.get_authorizer(TRANSFER)

    no_token = pytest.raises(TokenValidationError, match="log in first")
    with user_app(token_validation_error_handler=handle) as app, no_token:
        app.get_authorizer(TRANSFER)


def test_a_decoder_of_ones_own_is_used(auth: AuthServer) -> None:
    class Mine(IDTokenDecoder):
        def decode(self, id_token: str, /) -> dict[str, Any]:
            return {**super().decode(id_token), "sub": "somebody"}

    with user_app(id_token_decoder=Mine) as app:
        app.login()
        assert app.token_storage.identity_id == "somebody"

    async def main() -> Any:
        async with async_app(id_token_decoder=Mine) as app:
            await app.login()
            return app.token_storage.identity_id

    assert asyncio.run(main()) == "somebody"


def test_a_sync_app_serves_an_async_client(auth: AuthServer) -> None:
    auth.places["place"].refusals = [(403, SESSION_REQUIRED)]

    async def main(app: UserApp) -> None:
        async with AsyncTransferClient(app=app) as client:
            assert (await client.get(PATH))["ok"]

    with user_app(auto_redrive_gares=True) as app:
        asyncio.run(main(app))
    assert logins(auth) == 2


def test_a_sync_client_refuses_an_app_for_asyncio(auth: AuthServer) -> None:
    with pytest.raises(GlobusSDKUsageError, match="AsyncTransferClient takes either"):
        TransferClient(app=async_app())  # type: ignore[arg-type]


def test_apps_for_asyncio_take_clients_for_asyncio(auth: AuthServer) -> None:
    async def main() -> None:
        async with AsyncClientApp("a", client_id="id", client_secret="s", config=plain()) as app:
            async with AsyncTransferClient(app=app) as client:
                await client.get(PATH)
            await app.logout(sweep=True)

    def plain() -> GlobusAppConfig:
        return GlobusAppConfig(token_storage="memory")

    asyncio.run(main())
    with pytest.raises(GlobusSDKUsageError, match="with a secret"):
        AsyncClientApp("a", login_client=async_app()._login_client, config=plain())
    with pytest.raises(GlobusSDKUsageError, match="client_secret"):
        ClientApp("a", client_id="id", config=plain())


def test_an_error_that_asks_for_consent_says_what_to_do(auth: AuthServer) -> None:
    auth.places["place"].refusals = [(403, CONSENT_REQUIRED), (403, {"code": "x", "message": "m"})]
    with user_app() as app, TransferClient(app=app) as client:
        with pytest.raises(TransferAPIError) as raised:
            client.get(PATH)
        consent, login = raised.value.__notes__
        assert "transfer.api.globus.org:all[*foo]" in consent
        assert "app.login(auth_params=" in login
        with pytest.raises(TransferAPIError) as raised:
            client.get(PATH)
    assert "app.login" not in "".join(raised.value.__notes__)


class Held:
    """Holds an answer back until a request is there and it is let go."""

    def __init__(self, server: RecordingServer, path: str) -> None:
        self.respond, self.path = server.respond, path
        self.there, self.let_go = threading.Event(), threading.Event()
        server.respond = self.answer

    def answer(self, request: Request) -> Any:
        if request.path.endswith(self.path):
            self.there.set()
            self.let_go.wait()
        return self.respond(request)


@pytest.fixture
def held(auth: AuthServer, server: RecordingServer) -> Iterator[Callable[[str], Held]]:
    made: list[Held] = []

    def hold(path: str) -> Held:
        made.append(Held(server, path))
        return made[-1]

    yield hold
    for one in made:
        one.let_go.set()


@pytest.mark.parametrize("path", ["/token", "/.well-known/openid-configuration"])
def test_a_login_that_is_cancelled_leaves_nothing_behind(
    held: Callable[[str], Held], path: str, tmp_path: Path
) -> None:
    waiting = held(path)
    storage = JSONTokenStorage(tmp_path / "tokens.json")

    async def main() -> None:
        async with async_app(token_storage=storage) as app:
            login = asyncio.ensure_future(app.login())
            await asyncio.to_thread(waiting.there.wait)
            login.cancel()
            with pytest.raises(asyncio.CancelledError):
                await login
            waiting.let_go.set()
            assert list(tmp_path.iterdir()) == []
            await app.login()  # nothing is locked
            assert not await app.login_required()

    asyncio.run(main(), debug=True)
    assert "auth.globus.org" in storage.get_token_data_by_resource_server()


def test_a_renewal_that_is_cancelled_leaves_no_lock(
    held: Callable[[str], Held], tmp_path: Path
) -> None:
    storage = JSONTokenStorage(tmp_path / "tokens.json")
    put(storage, refresh_token=REFRESH_TOKEN)
    waiting = held("/token")

    async def main() -> None:
        async with async_app(token_storage=storage) as app, AsyncTransferClient(app=app) as client:
            first = asyncio.ensure_future(client.get(PATH))
            await asyncio.to_thread(waiting.there.wait)
            second = asyncio.ensure_future(client.get(PATH))
            await asyncio.sleep(0)
            first.cancel()
            with pytest.raises(asyncio.CancelledError):
                await first
            waiting.let_go.set()
            assert (await second)["ok"]

    asyncio.run(main(), debug=True)
    token = storage.get_token_data(TRANSFER)
    assert token is not None
    assert token.access_token.startswith(f"at-{TRANSFER}-")


def test_what_has_arrived_is_stored_even_if_nobody_waits(
    auth: AuthServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = MemoryTokenStorage()
    put(storage, refresh_token=REFRESH_TOKEN)
    storing, let_go = threading.Event(), threading.Event()
    store = storage.store_token_data_by_resource_server

    def slowly(tokens: Any) -> None:
        storing.set()
        let_go.wait()
        store(tokens)

    monkeypatch.setattr(storage, "store_token_data_by_resource_server", slowly)

    async def main() -> None:
        async with async_app(token_storage=storage) as app, AsyncTransferClient(app=app) as client:
            request = asyncio.ensure_future(client.get(PATH))
            await asyncio.to_thread(storing.wait)
            request.cancel()
            await asyncio.sleep(0)
            let_go.set()
            with pytest.raises(asyncio.CancelledError):
                await request

    asyncio.run(main(), debug=True)
    token = storage.get_token_data(TRANSFER)
    assert token is not None
    assert token.access_token.startswith(f"at-{TRANSFER}-")


def test_nothing_secret_is_shown_or_logged(
    auth: AuthServer, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    shown: list[str] = []
    with user_app() as app, TransferClient(app=app) as client:
        client.get(PATH)
        authorizer = app.get_authorizer(TRANSFER)
        assert isinstance(authorizer, RefreshTokenAuthorizer)
        tokens = app._login_client.oauth2_refresh_token(authorizer.refresh_token)
        authorizer.expires_at = 1
        client.get(PATH)
        held = app.token_storage.get_token_data(TRANSFER)
        for thing in (app, app.token_storage, authorizer, client, tokens, held, app._login_client):
            shown.append(repr(thing))
        app.logout()
    assert logins(auth) == 1
    out, err = capsys.readouterr()
    assert "authorize?" in out
    text = "".join([*shown, caplog.text, out, err])
    secrets = ["at-transfer", "at-auth", held.refresh_token, secret(**CODE)]
    assert [one for one in secrets if str(one) in text] == []
    assert "/auth/v2/oauth2/token" in caplog.text


def test_a_configuration_is_a_value() -> None:
    one = GlobusAppConfig(environment="preview")
    assert one == GlobusAppConfig(environment="preview")
    with pytest.raises(AttributeError):
        one.environment = "x"  # type: ignore[misc]


def test_the_environment_is_the_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLOBUS_SDK_ENVIRONMENT", "preview")
    assert GlobusAppConfig().environment == "preview"


def test_a_custom_service_is_closed_once(auth: AuthServer) -> None:
    class Closing(MemoryTokenStorage):
        closed = 0

        def close(self) -> None:
            Closing.closed += 1

    with user_app(token_storage=Closing()):
        pass
    assert Closing.closed == 0
    with user_app(token_storage=Closing):
        pass
    assert Closing.closed == 1


def test_answers_of_other_kinds_are_no_gares(auth: AuthServer, server: RecordingServer) -> None:
    server.respond = partial(_text_at_transfer, server.respond)
    with (
        user_app(auto_redrive_gares=True) as app,
        TransferClient(app=app) as client,
        pytest.raises(TransferAPIError),
    ):
        client.get(PATH)
    assert logins(auth) == 1


def _text_at_transfer(respond: Any, request: Request) -> Any:
    if "/transfer/" in request.path:
        return Answer(b"no", 403, {"Content-Type": "text/plain"})
    return respond(request)


@pytest.mark.parametrize(("kind", "twin"), [(UserApp, AsyncUserApp), (ClientApp, AsyncClientApp)])
def test_apps_for_asyncio_have_the_same_methods(kind: type, twin: type) -> None:
    def public(app: type) -> dict[str, list[str]]:
        methods = inspect.getmembers(app, inspect.isfunction)
        return {
            name: [str(one) for one in inspect.signature(method).parameters.values()]
            for name, method in methods
            if name[0] != "_"
        }

    assert public(twin) == public(kind)
    made, twins = (list(inspect.signature(one).parameters.values()) for one in (kind, twin))
    assert [(one.name, one.kind, one.default) for one in made] == [
        (one.name, one.kind, one.default) for one in twins
    ]
