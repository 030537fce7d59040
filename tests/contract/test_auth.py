"""What Auth answers has the shape of what `globus_sdk.testing` recorded of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from armillary.cli.tutorial.signin import authorization_code
from globus_sdk import (
    AccessTokenAuthorizer,
    AuthAPIError,
    AuthClient,
    ConfidentialAppAuthClient,
    DependentScopeSpec,
    GlobusHTTPResponse,
    NativeAppAuthClient,
    testing,
)
from globus_sdk.scopes import AuthScopes, TransferScopes
from globus_sdk.services.auth import OAuthTokenResponse
from globus_sdk.testing import RegisteredResponse, ResponseList
from tests.e2e.services import Services
from tests.sdk.testing.calls import AUTH, methods
from tests.sdk.testing.describe import shape
from tests.sdk.testing.shapes import lacks

CLI_TEMPLATE = "95fdeba8-fac2-42bd-a357-e068d82ff78e"
UNKNOWN = "00000000-0000-4000-8000-000000000000"
SCOPES = [
    "openid",
    "email",
    "profile",
    AuthScopes.manage_projects,
    AuthScopes.view_consents,
    AuthScopes.view_identities,
]


@dataclass
class Place:
    """Clients of a person, and a confidential client in a project of that person."""

    services: Services
    auth: AuthClient
    native: NativeAppAuthClient
    confidential: ConfidentialAppAuthClient
    identity: str
    project: str
    app: str


Step = Callable[[Place], Any]

# method -> how to call it so that it succeeds
GIVEN: dict[str, Step] = {
    "get_openid_configuration": lambda at: at.native.get_openid_configuration(),
    "get_jwk": lambda at: at.native.get_jwk(),
    "userinfo": lambda at: at.auth.userinfo(),
    "oauth2_client_credentials_tokens": lambda at: client_tokens(at),
    "oauth2_exchange_code_for_tokens": lambda at: user_tokens(at),
    "oauth2_refresh_token": lambda at: at.confidential.oauth2_refresh_token(
        refresh_token(confidential_tokens(at))
    ),
    "oauth2_token": lambda at: at.confidential.oauth2_token(
        {"grant_type": "client_credentials", "scope": TransferScopes.all}
    ),
    "oauth2_get_dependent_tokens": lambda at: at.confidential.oauth2_get_dependent_tokens(
        service_token(at)
    ),
    "oauth2_token_introspect": lambda at: at.confidential.oauth2_token_introspect(
        client_tokens(at)["access_token"]
    ),
    "oauth2_validate_token": lambda at: at.confidential.oauth2_validate_token(
        client_tokens(at)["access_token"]
    ),
    "oauth2_revoke_token": lambda at: at.confidential.oauth2_revoke_token(
        client_tokens(at)["access_token"]
    ),
    "get_identities": lambda at: at.auth.get_identities(ids=at.identity),
    "get_identity_providers": lambda at: at.auth.get_identity_providers(),
    "get_consents": lambda at: at.auth.get_consents(at.identity),
    "create_project": lambda at: new_project(at.auth),
    "get_project": lambda at: at.auth.get_project(at.project),
    "get_projects": lambda at: at.auth.get_projects(),
    "update_project": lambda at: at.auth.update_project(at.project, display_name="Imaging"),
    "delete_project": lambda at: at.auth.delete_project(new_project(at.auth)["project"]["id"]),
    "create_client": lambda at: at.auth.create_client("Viewer", at.project, public_client=True),
    "create_child_client": lambda at: at.confidential.create_child_client(
        "Viewer", public_client=False
    ),
    "create_native_app_instance": lambda at: at.native.create_native_app_instance(
        CLI_TEMPLATE, "Viewer"
    ),
    "get_client": lambda at: at.auth.get_client(client_id=at.app),
    "get_clients": lambda at: at.auth.get_clients(),
    "update_client": lambda at: at.auth.update_client(at.app, name="Browser"),
    "delete_client": lambda at: at.auth.delete_client(new_client(at.auth, at.project)),
    "create_client_credential": lambda at: at.auth.create_client_credential(at.app, "second"),
    "get_client_credentials": lambda at: at.auth.get_client_credentials(at.app),
    "delete_client_credential": lambda at: at.auth.delete_client_credential(
        at.app, at.auth.create_client_credential(at.app, "second")["credential"]["id"]
    ),
    "create_policy": lambda at: new_policy(at),
    "get_policy": lambda at: at.auth.get_policy(new_policy(at)["policy"]["id"]),
    "get_policies": lambda at: listed_policies(at),
    "update_policy": lambda at: at.auth.update_policy(
        new_policy(at)["policy"]["id"], display_name="People"
    ),
    "delete_policy": lambda at: at.auth.delete_policy(new_policy(at)["policy"]["id"]),
    "create_scope": lambda at: new_scope(at),
    "get_scope": lambda at: at.auth.get_scope(new_scope(at)["scope"]["id"]),
    "get_scopes": lambda at: at.auth.get_scopes(ids=[new_scope(at)["scope"]["id"]]),
    "update_scope": lambda at: at.auth.update_scope(new_scope(at)["scope"]["id"], name="Images"),
    "delete_scope": lambda at: at.auth.delete_scope(new_scope(at)["scope"]["id"]),
}
# method and case -> how to call it so that it is refused
REFUSED: dict[tuple[str, str], Step] = {
    ("get_identities", "unauthorized"): lambda at: stranger(at).get_identities(ids=at.identity),
    ("userinfo", "unauthorized"): lambda at: stranger(at).userinfo(),
    ("userinfo", "forbidden"): lambda at: nameless(at).userinfo(),
    ("oauth2_exchange_code_for_tokens", "invalid_grant"): lambda at: wrong_code(at.native),
}


def auth_url(services: Services) -> str:
    url: str = services.state["env"]["GLOBUS_SDK_SERVICE_URL_AUTH"]
    return url


def signed_in(
    services: Services, login: NativeAppAuthClient | ConfidentialAppAuthClient
) -> OAuthTokenResponse:
    """The tokens of the demo user, after a login that has been started."""
    demo = services.state["demo"]
    url = login.oauth2_get_authorize_url()
    code = authorization_code(url, demo["username"], demo["password"])
    return login.oauth2_exchange_code_for_tokens(code)


def person(services: Services, scopes: Any) -> AuthClient:
    """A client of the demo user, with a token of these scopes."""
    with services.auth_client() as login:
        login.oauth2_start_flow(scopes)
        tokens = signed_in(services, login).by_resource_server["auth.globus.org"]
    authorizer = AccessTokenAuthorizer(tokens["access_token"])
    return AuthClient(authorizer=authorizer, base_url=auth_url(services))


def new_project(auth: AuthClient) -> GlobusHTTPResponse:
    me = auth.userinfo()["sub"]
    name = f"Optics {uuid.uuid4()}"
    return auth.create_project(name, "help@lab.example.org", admin_ids=[me])


def new_client(auth: AuthClient, project: str) -> str:
    made = auth.create_client(
        "Viewer",
        project,
        public_client=False,
        redirect_uris=[f"{auth.base_url.rstrip('/')}/v2/web/auth-code"],
    )
    client_id: str = made["client"]["id"]
    return client_id


def new_scope(at: Place) -> GlobusHTTPResponse:
    """A scope of the confidential client's that needs another of Transfer."""
    [transfer] = at.auth.get_scopes(scope_strings=TransferScopes.all)["scopes"]
    return at.auth.create_scope(
        at.app,
        "Look at images",
        "See the images",
        f"view_{uuid.uuid4().hex}",
        dependent_scopes=[
            DependentScopeSpec(transfer["id"], optional=False, requires_refresh_token=False)
        ],
    )


def new_policy(at: Place) -> GlobusHTTPResponse:
    return at.auth.create_policy(
        project_id=at.project,
        display_name="People of the lab",
        description="Signed in with the lab within the hour",
        high_assurance=True,
        authentication_assurance_timeout=3600,
        domain_constraints_include=["lab.example.org", "*.example.com"],
    )


def listed_policies(at: Place) -> GlobusHTTPResponse:
    new_policy(at)
    return at.auth.get_policies()


def service_token(at: Place) -> str:
    """A token of the demo user for the confidential client."""
    at.native.oauth2_start_flow(new_scope(at)["scope"]["scope_string"])
    found: str = signed_in(at.services, at.native)["access_token"]
    return found


def client_tokens(at: Place) -> OAuthTokenResponse:
    return at.confidential.oauth2_client_credentials_tokens(TransferScopes.all)


def user_tokens(at: Place, *, refresh: bool = False) -> OAuthTokenResponse:
    at.native.oauth2_start_flow(TransferScopes.all, refresh_tokens=refresh)
    return signed_in(at.services, at.native)


def confidential_tokens(at: Place) -> OAuthTokenResponse:
    at.confidential.oauth2_start_flow(
        f"{auth_url(at.services).rstrip('/')}/v2/web/auth-code",
        TransferScopes.all,
        refresh_tokens=True,
    )
    return signed_in(at.services, at.confidential)


def refresh_token(tokens: OAuthTokenResponse) -> str:
    found: str = tokens["refresh_token"]
    return found


def wrong_code(login: NativeAppAuthClient) -> OAuthTokenResponse:
    login.oauth2_start_flow(TransferScopes.all)
    return login.oauth2_exchange_code_for_tokens("nope")


def stranger(at: Place) -> AuthClient:
    return AuthClient(base_url=auth_url(at.services))


def nameless(at: Place) -> AuthClient:
    """A client whose token does not tell who its person is."""
    return person(at.services, AuthScopes.view_identities)


@pytest.fixture(scope="module")
def auth(services: Services) -> Iterator[AuthClient]:
    with person(services, SCOPES) as client:
        yield client


@pytest.fixture(scope="module")
def place(services: Services, auth: AuthClient) -> Iterator[Place]:
    project: str = new_project(auth)["project"]["id"]
    app = new_client(auth, project)
    secret: str = auth.create_client_credential(app, "first")["credential"]["secret"]
    url = auth_url(services)
    with ExitStack() as opened:
        native = opened.enter_context(services.auth_client())
        confidential = ConfidentialAppAuthClient(app, secret, base_url=url)
        yield Place(
            services=services,
            auth=auth,
            native=native,
            confidential=opened.enter_context(confidential),
            identity=auth.userinfo()["sub"],
            project=project,
            app=app,
        )


def recorded(method: str, case: str = "default") -> RegisteredResponse:
    answer = testing.get_response_set(f"auth.{method}").lookup(case)
    return answer.responses[-1] if isinstance(answer, ResponseList) else answer


def document_of(method: str) -> Any:
    """What is recorded as told; the official library's names have one call's two levels deep."""
    document: Any = recorded(method).json
    return document["client"] if method == "create_native_app_instance" else document


def differences(one: Any, other: Any) -> list[str]:
    """Where documents have other names or types; null may stand for anything."""
    return lacks(shape(one), shape(other)) + lacks(shape(other), shape(one))


@pytest.mark.parametrize("method", GIVEN)
def test_the_recorded_answer_has_the_shape_of_the_services(method: str, place: Place) -> None:
    answer = GIVEN[method](place)
    document = answer.data if isinstance(answer, GlobusHTTPResponse) else answer
    assert differences(document_of(method), document) == []


@pytest.mark.parametrize(("method", "case"), REFUSED)
def test_the_recorded_error_has_code_and_shape_of_the_services(
    method: str, case: str, place: Place
) -> None:
    answer = recorded(method, case)
    assert isinstance(answer.json, dict)
    with pytest.raises(AuthAPIError) as raised:
        REFUSED[method, case](place)
    [error] = answer.json["errors"]
    assert (raised.value.http_status, raised.value.code) == (answer.status, error["code"])
    assert differences(answer.json, raised.value.raw_json) == []


def is_built(place: Place, name: str) -> bool:
    """Whether the service knows the call, be it that it refuses its made-up ids."""
    clients = (place.auth, place.confidential, place.native)
    [method, *_] = [method for client in clients for method in methods(client, name)]
    metadata = testing.get_response_set(f"auth.{name}").lookup("default").metadata
    try:
        AUTH[name](method, metadata)
    except AuthAPIError as error:
        return error.http_status != 501 and error.code != "UNSUPPORTED_GRANT_TYPE"
    return True


def test_every_call_is_built(place: Place) -> None:
    names = [name for name in AUTH if " " not in name]
    assert [name for name in names if not is_built(place, name)] == []
    assert {*names} == {*GIVEN}
