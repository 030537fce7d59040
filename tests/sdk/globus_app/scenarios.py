"""Play scenarios with whatever ``globus_sdk`` this interpreter has.

Reads ``{"url", "place", "async", "home"}`` from standard input and writes, for each scenario, what
was said: results, errors, and where the user was sent to log in.
"""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import os
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import globus_sdk
from globus_sdk.gare import GlobusAuthorizationParameters
from globus_sdk.login_flows import CommandLineLoginFlowManager
from globus_sdk.token_storage import TokenStorageData

TRANSFER, AUTH = "transfer.api.globus.org", "auth.globus.org"
ALL = "urn:globus:auth:scope:transfer.api.globus.org:all"
PATH = "/v0.10/x"


class Login(CommandLineLoginFlowManager):
    """A user that logs in at once, as the stage says."""

    stage: Any

    def print_authorize_url(self, authorize_url: str) -> None:
        asked = parse_qs(urlsplit(authorize_url).query)
        query: dict[str, Any] = {name: value[0] for name, value in asked.items()}
        query["redirect_uri"] = urlsplit(query["redirect_uri"]).path.split("/", 2)[2]
        query.pop("code_challenge", None)
        self.asked = {**query}
        query["scope"] = sorted(query["scope"].replace("[", " [ ").replace("]", " ] ").split())
        self.stage.said.append(["login", query])

    def prompt_for_code(self) -> str:
        offline = self.asked["access_type"] == "offline"
        user = {"scope": self.asked["scope"], "refresh": offline, **self.stage.user}
        return base64.urlsafe_b64encode(json.dumps(user, sort_keys=True).encode()).decode()


class Waiting:
    """Calls what is to be awaited, and waits for it."""

    def __init__(self, thing: Any, loop: Any) -> None:
        self.thing, self.loop = thing, loop

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.thing, name)
        return self._call(found) if callable(found) else found

    def _call(self, function: Any) -> Callable[..., Any]:
        async def awaited(*arguments: Any, **options: Any) -> Any:
            result = function(*arguments, **options)
            return await result if hasattr(result, "__await__") else result

        return lambda *arguments, **options: self.loop.run_until_complete(
            awaited(*arguments, **options)
        )


class Stage:
    """What scenarios are played on."""

    def __init__(self, url: str, loop: Any) -> None:
        self.url, self.loop = url, loop
        self.said: list[Any] = []
        self.user: dict[str, Any] = {"identity": "me"}
        self.things: list[Any] = []
        for service in ("auth", "transfer", "groups"):
            os.environ[f"GLOBUS_SDK_SERVICE_URL_{service.upper()}"] = f"{url}{service}/"

    def make(self, kind: str, *arguments: Any, **options: Any) -> Any:
        if isinstance(options.get("app"), Waiting):
            options["app"] = options["app"].thing
        if self.loop is None:
            made = getattr(globus_sdk, kind)(*arguments, **options)
        else:
            made = Waiting(getattr(globus_sdk, f"Async{kind}")(*arguments, **options), self.loop)
        self.things.append(made)
        return made

    def user_app(self, *, scopes: Any = None, **config: Any) -> Any:
        login = type("Login", (Login,), {"stage": self})
        chosen = {"token_storage": "memory", "login_flow_manager": login, **config}
        return self.make(
            "UserApp",
            "My App",
            client_id="the-id",
            scope_requirements=scopes,
            config=globus_sdk.GlobusAppConfig(**chosen),
        )

    def client_app(self, *, scopes: Any = None, **config: Any) -> Any:
        return self.make(
            "ClientApp",
            "My App",
            client_id="the-id",
            client_secret="secret",
            scope_requirements=scopes,
            config=globus_sdk.GlobusAppConfig(**{"token_storage": "memory", **config}),
        )

    def transfer(self, app: Any) -> Any:
        return self.make("TransferClient", app=app)

    def attempt(self, function: Callable[[], Any]) -> Any:
        try:
            result = function()
        except Exception as error:
            kinds = [kind.__name__ for kind in type(error).__mro__]
            # below a kind of error that only one library has, what both have
            self.said.append(next(kind for kind in kinds if kind not in _OURS))
            return None
        self.said.append(result if isinstance(result, (bool, type(None))) else "something")
        return result

    def put(self, app: Any, server: str = TRANSFER, **values: Any) -> None:
        """Store a token behind the app's back."""
        usual = {"identity_id": "me", "scope": ALL, "access_token": "old", "left": 1000}
        token = {"resource_server": server, **usual, **values}
        token["expires_at_seconds"] = int(time.time()) + token.pop("left")
        storage = app.token_storage.token_storage
        storage.store_token_data_by_resource_server({server: TokenStorageData.from_dict(token)})

    def put_both(self, app: Any, **values: Any) -> None:
        self.put(app, AUTH, scope="openid", access_token="old-auth", refresh_token="rt-auth")
        self.put(app, **values)

    def show(self, app: Any) -> None:
        held = app.token_storage.token_storage.get_token_data_by_resource_server()
        self.said.append(
            sorted(
                [name, one.access_token, bool(one.refresh_token), one.identity_id, one.scope]
                for name, one in held.items()
            )
        )

    def control(self, **values: Any) -> None:
        request = urllib.request.Request(f"{self.url}control", json.dumps(values).encode())
        urllib.request.urlopen(request).close()

    def close(self) -> None:
        for thing in self.things:
            thing.close()


_OURS = {"DeadRefreshTokenError"}


def consent(number: int, path: list[int], name: str) -> dict[str, Any]:
    when = "2026-01-01T00:00:00.000000+00:00"
    return {
        **dict.fromkeys(("client", "scope", "effective_identity", "status"), "x"),
        **dict.fromkeys(("created", "updated", "last_used"), when),
        **dict.fromkeys(("allows_refresh", "auto_approved", "atomically_revocable"), False),
        "id": number,
        "dependency_path": path,
        "scope_name": name,
    }


CONSENTS = [consent(1, [1], ALL), consent(2, [1, 2], "foo")]
CONSENT_REQUIRED = {"code": "ConsentRequired", "message": "m", "required_scopes": [f"{ALL}[*foo]"]}
SESSION_REQUIRED = {
    "code": "AuthPolicyFailed",
    "authorization_parameters": {"session_message": "m", "session_required_policies": "a,b"},
}


def logins(stage: Stage) -> None:
    app = stage.user_app()
    stage.attempt(app.login_required)
    client = stage.transfer(app)
    for _ in range(2):
        stage.attempt(lambda: client.get(PATH))
    stage.attempt(app.login_required)
    stage.attempt(app.login)
    stage.attempt(lambda: app.login(force=True))
    stage.show(app)
    other = stage.make("GroupsClient", app=app)
    stage.attempt(app.login_required)
    stage.attempt(lambda: client.get(PATH))
    stage.attempt(lambda: other.get("/v2/x"))
    stage.attempt(lambda: app.get_authorizer("nothing"))


def scope_forms(stage: Stage) -> None:
    for scopes in ("a b[c]", [globus_sdk.Scope("a"), "b c", "a"], globus_sdk.Scope("a"), []):
        app = stage.user_app(scopes={"rs": scopes, AUTH: "email"})
        app.add_scope_requirements({"more": "x[y]", "rs": "z"})
        shown = {name: sorted(map(str, held)) for name, held in app.scope_requirements.items()}
        app.scope_requirements.clear()
        stage.said.append([shown, len(app.scope_requirements)])


def login_parameters(stage: Stage) -> None:
    app = stage.user_app(scopes={TRANSFER: ALL})
    every = GlobusAuthorizationParameters(
        session_message="hello",
        session_required_identities=["a", "b"],
        session_required_policies=["c"],
        session_required_single_domain=["d", "e"],
        session_required_mfa=True,
        required_scopes=["foo", f"{ALL}[bar]"],
        prompt="login",
        extra={"more": 1},
    )
    stage.attempt(lambda: app.login(auth_params=every))
    stage.attempt(lambda: app.login(auth_params=GlobusAuthorizationParameters()))
    empty = GlobusAuthorizationParameters(session_required_policies=[], session_required_mfa=False)
    stage.attempt(lambda: app.login(auth_params=empty))
    stage.show(app)


def logouts(stage: Stage) -> None:
    for offline in (False, True):
        app = stage.user_app(scopes={TRANSFER: ALL}, request_refresh_tokens=offline)
        stage.attempt(app.logout)
        stage.attempt(app.login)
        stage.put(app, "other", scope="x", access_token="other")
        stage.attempt(app.logout)
        stage.show(app)
        stage.attempt(app.login_required)
        stage.attempt(lambda app=app: app.logout(sweep=True))  # type: ignore[misc]
        stage.show(app)


def consents(stage: Stage) -> None:
    app = stage.user_app(scopes={TRANSFER: f"{ALL}[*foo]"})
    stage.attempt(app.login)
    stage.attempt(app.login_required)
    stage.control(consents=CONSENTS)
    client = stage.transfer(app)
    for _ in range(2):
        stage.attempt(app.login_required)
        stage.attempt(lambda: client.get(PATH))
    client.add_app_scope(f"{ALL}[bar]")
    stage.attempt(app.login_required)
    stage.attempt(lambda: client.get(PATH))
    stage.control(consents=[*CONSENTS, consent(3, [1, 3], "bar")])
    stage.attempt(lambda: client.get(PATH))
    stage.attempt(app.login_required)


def consents_without_a_token_to_ask(stage: Stage) -> None:
    stage.control(consents=CONSENTS)
    for config in ({}, {"token_validation_error_handler": None}):
        app = stage.user_app(scopes={TRANSFER: f"{ALL}[*foo]"}, **config)
        stage.put(app)
        stage.attempt(app.login_required)
        stage.attempt(lambda app=app: app.get_authorizer(TRANSFER))  # type: ignore[misc]


def expiry(stage: Stage) -> None:
    app = stage.user_app(scopes={TRANSFER: ALL})
    stage.put_both(app, left=-5)
    stage.attempt(app.login_required)
    client = stage.transfer(app)
    stage.attempt(lambda: client.get(PATH))
    app = stage.user_app()
    stage.put_both(app, left=30)
    client = stage.transfer(app)
    stage.attempt(lambda: client.get(PATH))
    stage.control(refusals=[(401, {"code": "AuthenticationFailed", "message": "m"})])
    stage.attempt(lambda: client.get(PATH))


def refresh(stage: Stage) -> None:
    app = stage.user_app(request_refresh_tokens=True)
    client = stage.transfer(app)
    stage.attempt(lambda: client.get(PATH))
    stage.show(app)
    stage.control(refusals=[(401, {"code": "AuthenticationFailed", "message": "m"})])
    for _ in range(2):
        stage.attempt(lambda: client.get(PATH))
    stage.show(app)
    held = app.token_storage.get_token_data(TRANSFER)
    app = stage.user_app(request_refresh_tokens=True)
    stage.put_both(app, left=-5, refresh_token=held.refresh_token)
    client = stage.transfer(app)
    stage.attempt(app.login_required)
    for _ in range(2):
        stage.attempt(lambda: client.get(PATH))
    stage.show(app)


def refresh_tokens_missing_and_dead(stage: Stage) -> None:
    app = stage.user_app(request_refresh_tokens=True)
    client = stage.transfer(app)
    stage.put(app)
    stage.attempt(app.login_required)
    stage.attempt(lambda: client.get(PATH))
    app = stage.user_app(request_refresh_tokens=True)
    client = stage.transfer(app)
    dead = {"dead": 1, "scope": ALL, "identity": "me"}
    stage.put_both(
        app,
        left=-5,
        refresh_token=base64.urlsafe_b64encode(json.dumps(dead).encode()).decode(),
    )
    for _ in range(2):
        stage.attempt(lambda: client.get(PATH))
    stage.show(app)


def identities(stage: Stage) -> None:
    app = stage.user_app(scopes={TRANSFER: ALL})
    stage.attempt(app.login)
    stage.user["identity"] = "you"
    stage.attempt(lambda: app.login(force=True))
    stage.attempt(app.login_required)
    stage.show(app)
    stage.user = {"identity": "me", "id_token": False}
    stage.attempt(lambda: app.login(force=True))
    app = stage.user_app(scopes={TRANSFER: ALL})
    stage.attempt(app.login)
    stage.show(app)


def fewer_scopes_than_asked_for(stage: Stage) -> None:
    app = stage.user_app(scopes={TRANSFER: ALL})
    stage.user["scope"] = "openid"
    stage.attempt(app.login)
    stage.attempt(app.login_required)
    stage.user["scope"] = "openid urn:globus:auth:scope:transfer.api.globus.org:other"
    stage.attempt(app.login)
    stage.show(app)


def handlers(stage: Stage) -> None:
    app = stage.user_app(token_validation_error_handler=None)
    client = stage.transfer(app)
    stage.attempt(lambda: client.get(PATH))
    stage.attempt(app.login)
    stage.attempt(lambda: client.get(PATH))

    def note(app: Any, error: Exception) -> None:
        stage.said.append(["handler", type(error).__name__])

    app = stage.user_app(token_validation_error_handler=note)
    client = stage.transfer(app)
    stage.attempt(lambda: client.get(PATH))

    def log_in(app: Any, error: Exception) -> Any:
        stage.said.append(["handler", type(error).__name__])
        return app.login()

    app = stage.user_app(token_validation_error_handler=log_in)
    client = stage.transfer(app)
    stage.attempt(lambda: client.get(PATH))


def redrives(stage: Stage) -> None:
    for wanted in (False, True):
        app = stage.user_app(auto_redrive_gares=wanted)
        stage.put_both(app)
        client = stage.transfer(app)
        answers = [
            (403, CONSENT_REQUIRED),
            (403, SESSION_REQUIRED),
            (403, {"code": "X", "message": "m"}),
            (401, SESSION_REQUIRED),
            (403, SESSION_REQUIRED),
            (403, SESSION_REQUIRED),
        ]
        stage.control(refusals=answers)
        for _ in answers:
            stage.attempt(lambda client=client: client.get(PATH))  # type: ignore[misc]
        shown = {name: list(map(str, held)) for name, held in app.scope_requirements.items()}
        stage.said.append(shown)
        stage.control(refusals=[])


def attached_later(stage: Stage) -> None:
    app = stage.user_app(auto_redrive_gares=True)
    client = stage.make("TransferClient")
    client.attach_globus_app(app.thing if isinstance(app, Waiting) else app)
    stage.control(refusals=[(403, SESSION_REQUIRED)])
    stage.attempt(lambda: client.get(PATH))
    stage.said.append(len(app.get_client_retry_checks()))


def clients_of_their_own(stage: Stage) -> None:
    app = stage.client_app()
    client = stage.transfer(app)
    stage.attempt(app.login_required)
    stage.show(app)
    for _ in range(2):
        stage.attempt(lambda: client.get(PATH))
    stage.attempt(app.login)
    stage.attempt(lambda: app.login(force=True))
    wanted = GlobusAuthorizationParameters(session_message="m", required_scopes=["foo"])
    stage.attempt(lambda: app.login(auth_params=wanted))
    stage.control(refusals=[(401, {"code": "AuthenticationFailed", "message": "m"})])
    stage.attempt(lambda: client.get(PATH))
    stage.attempt(lambda: app.get_authorizer("nothing"))
    stage.attempt(app.logout)
    stage.attempt(app.login_required)
    client.add_app_scope("urn:globus:auth:scope:transfer.api.globus.org:more")
    stage.attempt(lambda: client.get(PATH))


def clients_with_old_tokens(stage: Stage) -> None:
    app = stage.client_app()
    client = stage.transfer(app)
    stage.put(app, left=-5, identity_id=None)
    stage.attempt(app.login_required)
    stage.attempt(lambda: client.get(PATH))
    app = stage.client_app(auto_redrive_gares=True)
    client = stage.transfer(app)
    stage.put(app)
    stage.attempt(lambda: client.get(PATH))
    stage.control(refusals=[(403, CONSENT_REQUIRED), (403, SESSION_REQUIRED)])
    for _ in range(2):
        stage.attempt(lambda: client.get(PATH))


def clients_need_consents(stage: Stage) -> None:
    app = stage.client_app()
    client = stage.transfer(app)
    stage.attempt(lambda: client.get(PATH))
    stage.attempt(app.login)
    client.add_app_scope(f"{ALL}[*foo]")
    stage.attempt(lambda: client.get(PATH))
    stage.control(consents=CONSENTS)
    stage.attempt(lambda: client.get(PATH))


def files(stage: Stage) -> None:
    for kind in ("json", "sqlite"):
        for _ in range(2):
            app = stage.user_app(scopes={TRANSFER: ALL}, token_storage=kind)
            stage.attempt(app.login_required)
            stage.attempt(app.login)
            stage.show(app)
            path = app.token_storage.token_storage.filepath
            stage.said.append(path.replace(os.environ["HOME"], ""))
            app.token_storage.close()


def auths_own(stage: Stage) -> None:
    app = stage.user_app()
    client = stage.make("AuthClient", app=app)
    stage.said.append([sorted(map(str, held)) for held in app.scope_requirements.values()])
    stage.attempt(client.userinfo)


def kind_of(thing: Any) -> str:
    return type(thing).__name__.removeprefix("Async")


def construction(stage: Stage) -> None:
    def client(kind: str, *arguments: Any, **options: Any) -> Any:
        made = stage.make(kind, *arguments, **options)
        return made.thing if isinstance(made, Waiting) else made

    clients = [
        {},
        {"client_id": "a"},
        {"client_secret": "s"},
        {"client_id": uuid.UUID(int=1), "client_secret": "s"},
        {"login_client": client("NativeAppAuthClient", "n")},
        {"login_client": client("ConfidentialAppAuthClient", "c", "s")},
        {"login_client": client("ConfidentialAppAuthClient", "c", "s"), "client_secret": "s"},
        {"login_client": client("NativeAppAuthClient", "n"), "client_id": "a"},
        {"login_client": client("NativeAppAuthClient", "n", environment="preview")},
        {"login_client": client("AuthLoginClient", "n")},
        {"login_client": client("AuthLoginClient")},
    ]
    configs: list[dict[str, Any]] = [
        {},
        {"login_flow_manager": "command-line", "login_redirect_uri": "http://r"},
        {"login_flow_manager": "local-server", "request_refresh_tokens": True},
        {"login_flow_manager": "local-server", "login_redirect_uri": "http://r"},
        {"login_flow_manager": "nonsense"},
        {"login_flow_manager": Provider},
        {"token_storage": "nonsense"},
        {"token_storage": None},
        {"token_storage": Provider},
        {"token_storage": globus_sdk.token_storage.MemoryTokenStorage(namespace="ns")},
        {"token_storage": globus_sdk.token_storage.JSONTokenStorage},
        {"id_token_decoder": Provider},
    ]
    for kind in ("UserApp", "ClientApp"):
        for given, config in itertools.product(clients, configs):
            stage.attempt(lambda: stage.said.append(facts(stage, kind, given, config)))  # noqa: B023


def facts(stage: Stage, kind: str, given: Any, config: dict[str, Any]) -> list[Any]:
    """What an app makes of its parameters."""
    chosen = globus_sdk.GlobusAppConfig(**{"token_storage": "memory", **config})
    app = stage.make(kind, "An App", **given, config=chosen)
    app = app.thing if isinstance(app, Waiting) else app
    manager = getattr(app, "_login_flow_manager", None)
    login = app._login_client
    return [
        [app.app_name, str(app.client_id), app.config.environment],
        [kind_of(login), login.app_name],
        [kind_of(manager), getattr(manager, "request_refresh_tokens", None)],
        [getattr(manager, "native_prefill_named_grant", None), getattr(manager, "x", None)],
        [kind_of(app.token_storage.token_storage), app.token_storage.namespace],
        [type(one).__name__ for one in app.token_storage.validators],
        [kind_of(app.token_storage.id_token_decoder)],
    ]


class Provider:
    """Makes whatever an app asks for."""

    @classmethod
    def for_globus_app(cls, **given: Any) -> Any:
        names = sorted(given)
        if names == ["app_name", "client_id", "config", "namespace"]:
            return globus_sdk.token_storage.MemoryTokenStorage(namespace=given["namespace"])
        assert names == ["app_name", "config", "login_client"]
        if given["config"].id_token_decoder is Provider:
            return globus_sdk.IDTokenDecoder(given["login_client"])
        manager = CommandLineLoginFlowManager(given["login_client"], redirect_uri="http://r")
        manager.x = given["app_name"]  # type: ignore[attr-defined]
        return manager


SCENARIOS = [
    construction,
    logins,
    scope_forms,
    login_parameters,
    logouts,
    consents,
    consents_without_a_token_to_ask,
    expiry,
    refresh,
    refresh_tokens_missing_and_dead,
    identities,
    fewer_scopes_than_asked_for,
    handlers,
    redrives,
    attached_later,
    clients_of_their_own,
    clients_with_old_tokens,
    clients_need_consents,
    files,
    auths_own,
]


def main() -> None:
    job = json.load(sys.stdin)
    os.environ["HOME"] = job["home"]
    loop = asyncio.new_event_loop() if job["async"] else None
    said = {}
    for scenario in SCENARIOS:
        name = scenario.__name__
        stage = Stage(f"{job['url']}{job['place']}-{name}/", loop)
        scenario(stage)
        stage.close()
        said[name] = stage.said
    if loop is not None:
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main()
