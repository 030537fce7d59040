"""Documents of the Auth service; times are ISO 8601 text, or seconds since 1970 as numbers."""

from typing import Any, Literal, NotRequired, TypedDict


class IdentityDocument(TypedDict):
    """An identity."""

    id: str
    username: str
    status: Literal["unused", "used", "private", "closed"]
    name: str | None
    email: str | None
    organization: str | None
    identity_provider: str
    identity_type: NotRequired[str]


class IdentityProviderDocument(TypedDict):
    """An institution at which people log in."""

    id: str
    name: str
    short_name: str
    alternative_names: list[str]
    domains: list[str]


class LinkedIdentity(TypedDict):
    """An identity of the person that a token is for."""

    sub: str
    username: str
    name: NotRequired[str | None]
    email: NotRequired[str | None]
    organization: NotRequired[str | None]
    identity_provider: NotRequired[str]
    identity_provider_display_name: NotRequired[str]
    identity_type: NotRequired[str]
    id: NotRequired[str]
    status: NotRequired[str]
    last_authentication: NotRequired[int | None]


class UserinfoDocument(TypedDict):
    """Who a token is for; how much is told depends on its scopes."""

    sub: str
    preferred_username: NotRequired[str]
    name: NotRequired[str | None]
    email: NotRequired[str | None]
    email_verified: NotRequired[bool]
    organization: NotRequired[str | None]
    identity_provider: NotRequired[str]
    identity_provider_display_name: NotRequired[str]
    last_authentication: NotRequired[int | None]
    identity_set: NotRequired[list[LinkedIdentity]]


class Authentication(TypedDict):
    """When and how somebody logged in with an identity."""

    acr: NotRequired[str | None]
    amr: NotRequired[list[str] | None]
    idp: str
    auth_time: int
    custom_claims: NotRequired[dict[str, Any]]


class SessionInfo(TypedDict):
    """The session that a token came from; authentications are by identity."""

    session_id: str
    authentications: dict[str, Authentication]


class IntrospectionDocument(TypedDict):
    """What a token is; of one that is not active, nothing else is told."""

    active: bool
    token_type: NotRequired[str]
    scope: NotRequired[str]
    client_id: NotRequired[str]
    sub: NotRequired[str]
    username: NotRequired[str | None]
    name: NotRequired[str | None]
    email: NotRequired[str | None]
    exp: NotRequired[int]
    iat: NotRequired[int]
    nbf: NotRequired[int]
    aud: NotRequired[list[str]]
    iss: NotRequired[str]
    identity_set: NotRequired[list[str]]
    identity_set_detail: NotRequired[list[LinkedIdentity]]
    session_info: NotRequired[SessionInfo]
    policy_evaluations: NotRequired[dict[str, dict[str, Any]]]


class OpenIDConfigurationDocument(TypedDict):
    """Where and how the service speaks OpenID Connect (OpenID Connect Discovery, section 3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    userinfo_endpoint: str
    revocation_endpoint: str
    jwks_uri: str
    response_types_supported: list[str]
    id_token_signing_alg_values_supported: list[str]
    scopes_supported: list[str]
    token_endpoint_auth_methods_supported: list[str]
    claims_supported: list[str]
    subject_types_supported: list[str]
    device_authorization_endpoint: NotRequired[str]
    introspection_endpoint: NotRequired[str]
    end_session_endpoint: NotRequired[str]
    response_modes_supported: NotRequired[list[str]]
    grant_types_supported: NotRequired[list[str]]
    revocation_endpoint_auth_methods_supported: NotRequired[list[str]]
    introspection_endpoint_auth_methods_supported: NotRequired[list[str]]
    code_challenge_methods_supported: NotRequired[list[str]]
    prompt_values_supported: NotRequired[list[str]]
    authorization_response_iss_parameter_supported: NotRequired[bool]
    request_parameter_supported: NotRequired[bool]
    request_uri_parameter_supported: NotRequired[bool]


class ConsentDocument(TypedDict):
    """The consent that a client may use a scope."""

    id: int
    client: str
    scope: str
    scope_name: str
    effective_identity: str
    dependency_path: list[int]
    created: str
    updated: str
    last_used: str
    status: str
    allows_refresh: bool
    auto_approved: bool
    atomically_revocable: bool


class ProjectAdmins(TypedDict):
    """Who administers a project."""

    identities: list[IdentityDocument]
    groups: list[dict[str, Any]]


class ProjectDocument(TypedDict):
    """A project, to which clients and policies belong."""

    id: str
    project_name: str
    display_name: str
    contact_email: str
    admin_ids: list[str] | None
    admin_group_ids: list[str] | None
    admins: NotRequired[ProjectAdmins]


class PolicyDocument(TypedDict):
    """Which logins a project's resources accept; the timeout is in seconds."""

    id: str
    project_id: str
    display_name: str
    description: str
    high_assurance: bool
    authentication_assurance_timeout: NotRequired[int | None]
    required_mfa: NotRequired[bool]
    domain_constraints_include: list[str] | None
    domain_constraints_exclude: list[str] | None


class ClientLinks(TypedDict, total=False):
    """What a client shows to people."""

    terms_and_conditions: str | None
    privacy_policy: str | None


class ClientDocument(TypedDict):
    """A client: an application or a service."""

    id: str
    name: str
    public_client: bool
    client_type: str
    grant_types: list[str]
    scopes: list[str]
    fqdns: list[str]
    redirect_uris: list[str]
    links: ClientLinks
    parent_client: str | None
    project: str | None
    visibility: Literal["public", "private"]
    required_idp: str | None
    preselect_idp: str | None
    prompt_for_named_grant: NotRequired[bool]
    userinfo_from_effective_identity: NotRequired[bool]


class CredentialDocument(TypedDict):
    """A client's secret, which is told only when it is made."""

    id: str
    name: str
    client: str
    created: str
    secret: str | None


class DependentScope(TypedDict):
    """A scope that a service needs to do what another scope is for."""

    scope: str
    optional: bool
    requires_refresh_token: bool


class ScopeDocument(TypedDict):
    """A scope of a service."""

    id: str
    client: str
    name: str
    description: str
    scope_string: str
    dependent_scopes: list[DependentScope]
    required_domains: list[str]
    advertised: bool
    allows_refresh_token: bool


class ProjectAnswer(TypedDict):
    """A project by itself."""

    project: ProjectDocument


class ClientAnswer(TypedDict):
    """A client by itself; when it is made, with its first credential."""

    client: ClientDocument
    included: NotRequired[dict[str, Any]]


class CredentialAnswer(TypedDict):
    """A credential by itself; when it is made, with its secret."""

    credential: CredentialDocument


class PolicyAnswer(TypedDict):
    """A policy by itself."""

    policy: PolicyDocument


class ScopeAnswer(TypedDict):
    """A scope by itself, or those that were made."""

    scope: NotRequired[ScopeDocument]
    scopes: NotRequired[list[ScopeDocument]]
