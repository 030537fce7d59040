"""Run by the official library's interpreter: every method of its Auth clients against our service.

Reads one JSON line (``person``'s id and username, a ``service`` with its secret and scope, an app's
``redirect``); to have somebody log in it writes ``{"open": URL}`` and reads ``{"code": CODE}``;
at the end it writes ``{"outcomes": {"Class.method": null or what was wrong}, "methods": [...]}``.
"""

from __future__ import annotations

import json
import sys
import uuid
from typing import Any

import globus_sdk
from globus_sdk import (
    AuthClient,
    ClientApp,
    ConfidentialAppAuthClient,
    GlobusAppConfig,
    NativeAppAuthClient,
    UserApp,
)
from globus_sdk.login_flows import LoginFlowManager
from globus_sdk.scopes import AuthScopes, TransferScopes
from globus_sdk.token_storage import MemoryTokenStorage

GIVEN: dict[str, Any] = json.loads(sys.stdin.readline())
MANAGE = [AuthScopes.openid, AuthScopes.manage_projects]
VIEW = [AuthScopes.openid, AuthScopes.email, AuthScopes.profile, AuthScopes.view_identity_set]
OUTCOMES: dict[str, str | None] = {}
CLASSES = (AuthClient, NativeAppAuthClient, ConfidentialAppAuthClient, UserApp, ClientApp)


def logged_in(url: str) -> str:
    """The code that the person gets who opens this address."""
    print(json.dumps({"open": url}), flush=True)
    code: str = json.loads(sys.stdin.readline())["code"]
    return code


class Asked(LoginFlowManager):
    """Logs in by asking whoever runs this."""

    @classmethod
    def for_globus_app(cls, app_name: str, login_client: Any, config: Any) -> Asked:
        return cls(login_client)

    def run_login_flow(self, auth_parameters: Any) -> Any:
        self.login_client.oauth2_start_flow(
            auth_parameters.required_scopes,
            redirect_uri=GIVEN["code_page"],
            refresh_tokens=True,
        )
        url = self.login_client.oauth2_get_authorize_url()
        return self.login_client.oauth2_exchange_code_for_tokens(logged_in(url))


def did(name: str, truth: Any) -> None:
    """Note that a method did what it should, or not."""
    wrong = None if truth else "an answer that is not the one to expect"
    OUTCOMES[name] = OUTCOMES.get(name) or wrong


def native() -> None:
    client = NativeAppAuthClient(GIVEN["native"])
    client.oauth2_start_flow(VIEW, redirect_uri=GIVEN["code_page"], refresh_tokens=True)
    did("NativeAppAuthClient.oauth2_start_flow", client.current_oauth2_flow_manager)
    url = client.oauth2_get_authorize_url(session_required_identities=[GIVEN["person"]["id"]])
    did("NativeAppAuthClient.oauth2_get_authorize_url", "code_challenge=" in url)
    tokens = client.oauth2_exchange_code_for_tokens(logged_in(url))
    own = tokens.by_resource_server["auth.globus.org"]
    claims = tokens.decode_id_token()
    did(
        "NativeAppAuthClient.oauth2_exchange_code_for_tokens",
        claims["sub"] == GIVEN["person"]["id"],
    )
    again = client.oauth2_refresh_token(own["refresh_token"])
    did("NativeAppAuthClient.oauth2_refresh_token", again["access_token"] != own["access_token"])
    form = {
        "grant_type": "refresh_token",
        "client_id": GIVEN["native"],
        "refresh_token": own["refresh_token"],
    }
    did("NativeAppAuthClient.oauth2_token", client.oauth2_token(form)["access_token"])
    revoked = client.oauth2_revoke_token(own["refresh_token"])
    did("NativeAppAuthClient.oauth2_revoke_token", revoked["active"] is False)
    document = client.get_openid_configuration()
    did("NativeAppAuthClient.get_openid_configuration", document["issuer"] == claims["iss"])
    key: Any = client.get_jwk(as_pem=True)
    did("NativeAppAuthClient.get_jwk", key.key_size >= 2048)
    template = NativeAppAuthClient(GIVEN["template"])
    made = template.create_native_app_instance(GIVEN["template"], "An instance")
    credential = made["included"]["client_credential"]
    did("NativeAppAuthClient.create_native_app_instance", credential["secret"])


def confidential() -> None:
    service = GIVEN["service"]
    client = ConfidentialAppAuthClient(service["id"], service["secret"])
    client.oauth2_start_flow(GIVEN["redirect"], [AuthScopes.openid], refresh_tokens=True)
    did("ConfidentialAppAuthClient.oauth2_start_flow", client.current_oauth2_flow_manager)
    url = client.oauth2_get_authorize_url(session_message="Hello", prompt="login")
    did("ConfidentialAppAuthClient.oauth2_get_authorize_url", "client_id=" in url)
    tokens = client.oauth2_exchange_code_for_tokens(logged_in(url))
    own = tokens.by_resource_server["auth.globus.org"]
    did(
        "ConfidentialAppAuthClient.oauth2_exchange_code_for_tokens",
        tokens.decode_id_token()["sub"] == GIVEN["person"]["id"],
    )
    again = client.oauth2_refresh_token(own["refresh_token"])
    did("ConfidentialAppAuthClient.oauth2_refresh_token", again["access_token"])
    seen = client.oauth2_token_introspect(own["access_token"], include="session_info,identity_set")
    did(
        "ConfidentialAppAuthClient.oauth2_token_introspect",
        GIVEN["person"]["id"] in seen["session_info"]["authentications"]
        and seen["identity_set"] == [GIVEN["person"]["id"]],
    )
    robots = client.oauth2_client_credentials_tokens([TransferScopes.all, AuthScopes.openid])
    did(
        "ConfidentialAppAuthClient.oauth2_client_credentials_tokens",
        set(robots.by_resource_server) == {"auth.globus.org", "transfer.api.globus.org"},
    )
    form = {"grant_type": "client_credentials", "scope": str(TransferScopes.all)}
    did("ConfidentialAppAuthClient.oauth2_token", client.oauth2_token(form)["access_token"])
    app = NativeAppAuthClient(GIVEN["native"])
    app.oauth2_start_flow([GIVEN["service"]["scope"]], redirect_uri=GIVEN["code_page"])
    token = app.oauth2_exchange_code_for_tokens(logged_in(app.oauth2_get_authorize_url()))
    dependent = client.oauth2_get_dependent_tokens(token["access_token"])
    did(
        "ConfidentialAppAuthClient.oauth2_get_dependent_tokens",
        list(dependent.by_resource_server) == ["transfer.api.globus.org"],
    )
    revoked = client.oauth2_revoke_token(own["access_token"])
    did(
        "ConfidentialAppAuthClient.oauth2_revoke_token",
        revoked["active"] is False
        and client.oauth2_token_introspect(own["access_token"])["active"] is False,
    )
    document = client.get_openid_configuration()
    did("ConfidentialAppAuthClient.get_openid_configuration", document["jwks_uri"])
    did("ConfidentialAppAuthClient.get_jwk", client.get_jwk(as_pem=False))
    child = client.create_child_client("A child", client_type="client_identity")
    did(
        "ConfidentialAppAuthClient.create_child_client",
        child["client"]["parent_client"] == service["id"],
    )


def management(auth: AuthClient) -> None:
    me = GIVEN["person"]["id"]
    project = auth.create_project("From outside", "p@example.org", admin_ids=me)["project"]
    did("AuthClient.create_project", project["admins"]["identities"][0]["id"] == me)
    did("AuthClient.get_projects", project["id"] in [p["id"] for p in auth.get_projects()])
    did("AuthClient.get_project", auth.get_project(project["id"])["project"]["id"] == project["id"])
    changed = auth.update_project(project["id"], display_name="Renamed")["project"]
    did("AuthClient.update_project", changed["display_name"] == "Renamed")
    policy = auth.create_policy(
        project_id=project["id"],
        display_name="P",
        description="D",
        high_assurance=True,
        authentication_assurance_timeout=600,
    )["policy"]
    did("AuthClient.create_policy", policy["high_assurance"] is True)
    did("AuthClient.get_policies", policy["id"] in [p["id"] for p in auth.get_policies()])
    did("AuthClient.get_policy", auth.get_policy(policy["id"])["policy"] == policy)
    changed = auth.update_policy(policy["id"], domain_constraints_include=["example.org"])["policy"]
    did("AuthClient.update_policy", changed["domain_constraints_include"] == ["example.org"])
    did(
        "AuthClient.delete_policy", auth.delete_policy(policy["id"])["policy"]["id"] == policy["id"]
    )
    clients_and_scopes(auth, project["id"])
    did("AuthClient.delete_project", auth.delete_project(project["id"])["project"]["id"])


def clients_and_scopes(auth: AuthClient, project: str) -> None:
    client = auth.create_client(
        "An API",
        project,
        public_client=False,
        redirect_uris=["https://example.org/cb"],
        terms_and_conditions="https://example.org/t",
        privacy_policy="https://example.org/p",
    )["client"]
    did("AuthClient.create_client", client["links"]["privacy_policy"] == "https://example.org/p")
    did("AuthClient.get_clients", client["id"] in [c["id"] for c in auth.get_clients()])
    did("AuthClient.get_client", auth.get_client(client_id=client["id"])["client"] == client)
    changed = auth.update_client(client["id"], name="My API", visibility="public")["client"]
    did(
        "AuthClient.update_client", (changed["name"], changed["visibility"]) == ("My API", "public")
    )
    credential = auth.create_client_credential(client["id"], "first")["credential"]
    did("AuthClient.create_client_credential", credential["secret"])
    listed = auth.get_client_credentials(client["id"])
    did("AuthClient.get_client_credentials", [c["secret"] for c in listed] == [None])
    gone = auth.delete_client_credential(client["id"], credential["id"])["credential"]
    did("AuthClient.delete_client_credential", gone["id"] == credential["id"])
    scope = auth.create_scope(client["id"], "S", "D", "all", allows_refresh_token=True)["scope"]
    did("AuthClient.create_scope", scope["scope_string"].endswith(f"{client['id']}/all"))
    found = auth.get_scopes(scope_strings=[scope["scope_string"]])
    did("AuthClient.get_scopes", [s["id"] for s in found] == [scope["id"]])
    did("AuthClient.get_scope", auth.get_scope(scope["id"])["scope"] == scope)
    changed = auth.update_scope(scope["id"], description="More")["scope"]
    did("AuthClient.update_scope", changed["description"] == "More")
    did("AuthClient.delete_scope", auth.delete_scope(scope["id"])["scope"]["id"] == scope["id"])
    did(
        "AuthClient.delete_client", auth.delete_client(client["id"])["client"]["id"] == client["id"]
    )


def user_app() -> None:
    config = GlobusAppConfig(
        login_flow_manager=Asked, token_storage=MemoryTokenStorage(), request_refresh_tokens=True
    )
    app = UserApp("official", client_id=GIVEN["native"], config=config)
    did("UserApp.login_required", app.login_required())
    app.add_scope_requirements({"auth.globus.org": [*VIEW, *MANAGE, AuthScopes.view_consents]})
    did("UserApp.add_scope_requirements", "auth.globus.org" in app.scope_requirements)
    did("UserApp.scope_requirements", len(app.scope_requirements["auth.globus.org"]) >= 5)
    app.login()
    did("UserApp.login", not app.login_required())
    header = app.get_authorizer("auth.globus.org").get_authorization_header()
    did("UserApp.get_authorizer", str(header).startswith("Bearer "))
    did("UserApp.get_client_retry_checks", isinstance(app.get_client_retry_checks(), list))
    auth = AuthClient(app=app)
    people(auth)
    management(auth)
    app.logout()
    did("UserApp.logout", app.login_required())
    app.close()
    did("UserApp.close", True)


def people(auth: AuthClient) -> None:
    me = GIVEN["person"]
    did("AuthClient.userinfo", auth.userinfo()["preferred_username"] == me["username"])
    found = auth.get_identities(usernames=[me["username"], "nobody@nowhere.example"])
    did("AuthClient.get_identities", [i["id"] for i in found] == [me["id"]])
    (identity,) = auth.get_identities(ids=me["id"])
    providers = auth.get_identity_providers(ids=[identity["identity_provider"]])
    did("AuthClient.get_identity_providers", len(list(providers)) == 1)
    forest = auth.get_consents(me["id"]).to_forest()
    did("AuthClient.get_consents", forest.meets_scope_requirements([AuthScopes.openid]))
    did("AuthClient.get_openid_configuration", auth.get_openid_configuration()["issuer"])
    key: Any = auth.get_jwk(as_pem=True)
    did("AuthClient.get_jwk", key.key_size >= 2048)


def client_app() -> None:
    service = GIVEN["service"]
    config = GlobusAppConfig(token_storage=MemoryTokenStorage())
    app = ClientApp(
        "robot", client_id=service["id"], client_secret=service["secret"], config=config
    )
    # Nobody has to log in: it gets its tokens by itself.
    did("ClientApp.login_required", app.login_required() is False)
    app.add_scope_requirements({"transfer.api.globus.org": [TransferScopes.all]})
    did("ClientApp.add_scope_requirements", "transfer.api.globus.org" in app.scope_requirements)
    did("ClientApp.scope_requirements", len(app.scope_requirements) == 2)
    app.login()
    did("ClientApp.login", len(app.token_storage.get_token_data_by_resource_server()) == 2)
    header = app.get_authorizer("transfer.api.globus.org").get_authorization_header()
    did("ClientApp.get_authorizer", str(header).startswith("Bearer "))
    did("ClientApp.get_client_retry_checks", isinstance(app.get_client_retry_checks(), list))
    info = AuthClient(app=app).userinfo()
    did("ClientApp.get_authorizer", uuid.UUID(info["sub"]) == uuid.UUID(service["id"]))
    app.logout()
    did("ClientApp.logout", not app.token_storage.get_token_data_by_resource_server())
    app.close()
    did("ClientApp.close", True)


def methods() -> list[str]:
    """The public methods of the classes, beyond those of every client."""
    common = set(dir(globus_sdk.BaseClient))
    return sorted(
        f"{cls.__name__}.{name}"
        for cls in CLASSES
        for name in dir(cls)
        if not name.startswith("_")
        and name not in common - {"close"}
        and not (name == "close" and issubclass(cls, globus_sdk.BaseClient))
        and (callable(getattr(cls, name)) or isinstance(getattr(cls, name), property))
    )


native()
confidential()
user_app()
client_app()
print(json.dumps({"outcomes": OUTCOMES, "methods": methods()}), flush=True)
