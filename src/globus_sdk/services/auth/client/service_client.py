"""The client of the Auth service's own resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...._core.operation import awaited
from ....client import AsyncBaseClient, BaseClient
from ....scopes import AuthScopes, Scope
from .. import clients, identities, keys, policies, projects
from .. import scopes as registered_scopes
from ..errors import AuthAPIError
from ..identity_map import is_username

if TYPE_CHECKING:
    import uuid

    from ...._core.apps import App, AsyncApp
    from ....authorizers import AsyncGlobusAuthorizer, GlobusAuthorizer
    from ....transport import AsyncTransport, RequestsTransport, RetryConfig


_DEFAULT_SCOPES: list[Scope] = [AuthScopes.openid, AuthScopes.profile, AuthScopes.email]


class AuthClient(BaseClient):
    """Identities, projects, clients and consents, on behalf of a user.

    The parameters are those of :class:`~globus_sdk.BaseClient`, and one of version 3:

    :param client_id: the registered client; kept, and not used.
    """

    service_name = "auth"
    error_class = AuthAPIError
    scopes = AuthScopes

    default_scope_requirements: list[Scope] = _DEFAULT_SCOPES
    client_id: str | None = None

    def __init__(
        self,
        environment: str | None = None,
        base_url: str | None = None,
        app: App | None = None,
        app_scopes: list[Scope] | None = None,
        authorizer: GlobusAuthorizer | None = None,
        app_name: str | None = None,
        transport: RequestsTransport | None = None,
        retry_config: RetryConfig | None = None,
        transport_params: dict[str, Any] | None = None,
        client_id: uuid.UUID | str | None = None,
    ) -> None:
        if environment is not None and not is_username(environment):
            # In version 3, the client's id came first.
            environment, client_id = None, environment
        super().__init__(
            environment=environment,
            base_url=base_url,
            app=app,
            app_scopes=app_scopes,
            authorizer=authorizer,
            app_name=app_name,
            transport=transport,
            retry_config=retry_config,
            transport_params=transport_params,
        )
        self.client_id = None if client_id is None else str(client_id)

    get_openid_configuration = keys.get_openid_configuration
    get_jwk = keys.get_jwk

    userinfo = identities.userinfo
    oauth2_userinfo = identities.userinfo
    get_identities = identities.get_identities
    get_identity_providers = identities.get_identity_providers
    get_consents = identities.get_consents

    get_projects = projects.get_projects
    get_project = projects.get_project
    create_project = projects.create_project
    update_project = projects.update_project
    delete_project = projects.delete_project

    get_clients = clients.get_clients
    get_client = clients.get_client
    create_client = clients.create_client
    update_client = clients.update_client
    delete_client = clients.delete_client
    get_client_credentials = clients.get_client_credentials
    create_client_credential = clients.create_client_credential
    delete_client_credential = clients.delete_client_credential

    get_policies = policies.get_policies
    get_policy = policies.get_policy
    create_policy = policies.create_policy
    update_policy = policies.update_policy
    delete_policy = policies.delete_policy

    get_scopes = registered_scopes.get_scopes
    get_scope = registered_scopes.get_scope
    create_scope = registered_scopes.create_scope
    update_scope = registered_scopes.update_scope
    delete_scope = registered_scopes.delete_scope


class AsyncAuthClient(AsyncBaseClient):
    """:class:`AuthClient` for ``asyncio``.

    The parameters are those of :class:`~globus_sdk.AsyncBaseClient`.
    """

    service_name = "auth"
    error_class = AuthAPIError
    scopes = AuthScopes

    default_scope_requirements: list[Scope] = _DEFAULT_SCOPES

    def __init__(
        self,
        environment: str | None = None,
        base_url: str | None = None,
        app: App | AsyncApp | None = None,
        app_scopes: list[Scope] | None = None,
        authorizer: AsyncGlobusAuthorizer | GlobusAuthorizer | None = None,
        app_name: str | None = None,
        transport: AsyncTransport | None = None,
        retry_config: RetryConfig | None = None,
    ) -> None:
        super().__init__(
            environment=environment,
            base_url=base_url,
            app=app,
            app_scopes=app_scopes,
            authorizer=authorizer,
            app_name=app_name,
            transport=transport,
            retry_config=retry_config,
        )

    get_openid_configuration = awaited(keys.get_openid_configuration)
    get_jwk = awaited(keys.get_jwk)

    userinfo = awaited(identities.userinfo)
    oauth2_userinfo = awaited(identities.userinfo)
    get_identities = awaited(identities.get_identities)
    get_identity_providers = awaited(identities.get_identity_providers)
    get_consents = awaited(identities.get_consents)

    get_projects = awaited(projects.get_projects)
    get_project = awaited(projects.get_project)
    create_project = awaited(projects.create_project)
    update_project = awaited(projects.update_project)
    delete_project = awaited(projects.delete_project)

    get_clients = awaited(clients.get_clients)
    get_client = awaited(clients.get_client)
    create_client = awaited(clients.create_client)
    update_client = awaited(clients.update_client)
    delete_client = awaited(clients.delete_client)
    get_client_credentials = awaited(clients.get_client_credentials)
    create_client_credential = awaited(clients.create_client_credential)
    delete_client_credential = awaited(clients.delete_client_credential)

    get_policies = awaited(policies.get_policies)
    get_policy = awaited(policies.get_policy)
    create_policy = awaited(policies.create_policy)
    update_policy = awaited(policies.update_policy)
    delete_policy = awaited(policies.delete_policy)

    get_scopes = awaited(registered_scopes.get_scopes)
    get_scope = awaited(registered_scopes.get_scope)
    create_scope = awaited(registered_scopes.create_scope)
    update_scope = awaited(registered_scopes.update_scope)
    delete_scope = awaited(registered_scopes.delete_scope)
