"""Calls of the Auth clients."""

from __future__ import annotations

from typing import Any

AUTH = {
    "userinfo": "auth.userinfo()",
    "identities by username": "auth.get_identities(usernames='a@x.org')",
    "identities by usernames": "auth.get_identities(usernames=['a@x.org', 'b@x.org'])",
    "identities by ids": "auth.get_identities(ids=[uuid.UUID(int=1), str(uuid.UUID(int=2))])",
    "identities provision": "auth.get_identities(usernames='a@x.org', provision=True)",
    "identities query": (
        "auth.get_identities(ids='a', query_params={'include': 'identity_provider'})"
    ),
    "identity providers by domains": "auth.get_identity_providers(domains=['a.org', 'b.org'])",
    "identity providers by ids": "auth.get_identity_providers(ids='a')",
    "identity providers by both": "auth.get_identity_providers(ids='a', domains='b')",
    "identity providers by nothing": "auth.get_identity_providers()",
    "identity providers query": "auth.get_identity_providers(query_params={'x': 'y'})",
    "consents": "auth.get_consents('me')",
    "all consents": "auth.get_consents('me', all=True)",
    "projects": "auth.get_projects()",
    "project": "auth.get_project(uuid.UUID(int=1))",
    "create project": "auth.create_project('P', 'a@x.org', admin_ids='one')",
    "create project for groups": "auth.create_project('P', 'a@x.org', admin_group_ids=['g', 'h'])",
    "update project": "auth.update_project('p', display_name='Q')",
    "update project admins": "auth.update_project('p', admin_ids=[uuid.UUID(int=3)])",
    "delete project": "auth.delete_project('p')",
    "clients": "auth.get_clients()",
    "client by id": "auth.get_client(client_id='c')",
    "client by fqdn": "auth.get_client(fqdn='a.org')",
    "client by both": "auth.get_client(fqdn='a.org', client_id='c')",
    "client by nothing": "auth.get_client()",
    "create public client": "auth.create_client('C', 'p', public_client=True)",
    "create confidential client": (
        "auth.create_client('C', uuid.UUID(int=1), client_type='confidential_client',"
        " visibility='private', redirect_uris=['https://a/', 'https://b/'],"
        " terms_and_conditions='https://t', privacy_policy='https://p', required_idp='i',"
        " preselect_idp='j', additional_fields={'more': 1})"
    ),
    "create client of no kind": "auth.create_client('C', 'p')",
    "create client of two kinds": (
        "auth.create_client('C', 'p', public_client=True, client_type='client_identity')"
    ),
    "create client with one link": (
        "auth.create_client('C', 'p', public_client=True, privacy_policy='https://p')"
    ),
    "update client": "auth.update_client('c', name='D', required_idp=None)",
    "update client links": (
        "auth.update_client('c', terms_and_conditions=None, privacy_policy='https://p')"
    ),
    "update client without links": (
        "auth.update_client('c', terms_and_conditions=None, privacy_policy=None)"
    ),
    "update client uris": (
        "auth.update_client('c', redirect_uris=('https://a',), visibility='public')"
    ),
    "delete client": "auth.delete_client('c')",
    "credentials": "auth.get_client_credentials('c')",
    "create credential": "auth.create_client_credential('c', 'name')",
    "delete credential": "auth.delete_client_credential('c', 'd')",
    "discovery": "auth.get_openid_configuration()",
    "keys": "auth.get_jwk()",
}

LOGIN = {
    "native token": "native.oauth2_token({'grant_type': 'x', 'list': ['a', 'b'], 'none': None})",
    "native token more": "native.oauth2_token({'grant_type': 'x'}, body_params={'y': 'z'})",
    "native refresh": "native.oauth2_refresh_token('rt')",
    "native refresh more": "native.oauth2_refresh_token('rt', body_params={'a': 'b'})",
    "native revoke": "native.oauth2_revoke_token('at')",
    "native revoke more": "native.oauth2_revoke_token('at', body_params={'a': 'b'})",
    "native instance": "native.create_native_app_instance('template', 'name')",
    "native instance uuid": "native.create_native_app_instance(uuid.UUID(int=4), 'name')",
    "native discovery": "native.get_openid_configuration()",
    "native exchange without flow": "native.oauth2_exchange_code_for_tokens('code')",
    "native exchange": (
        "(native.oauth2_start_flow(['a', 'b'], verifier='v' * 43, redirect_uri='http://x/'),"
        " native.oauth2_exchange_code_for_tokens('code'))[-1]"
    ),
    "base refresh": "login.oauth2_refresh_token('rt')",
    "base revoke": "login.oauth2_revoke_token('rt')",
    "confidential refresh": "conf.oauth2_refresh_token('rt')",
    "confidential revoke": "conf.oauth2_revoke_token('at')",
    "confidential exchange": (
        "(conf.oauth2_start_flow('http://x/', 'a b'),"
        " conf.oauth2_exchange_code_for_tokens('code'))[-1]"
    ),
    "credentials grant": "conf.oauth2_client_credentials_tokens('a b')",
    "credentials grant scopes": (
        "conf.oauth2_client_credentials_tokens([g.Scope('a').with_dependency(g.Scope('b')), 'c'])"
    ),
    "dependent": "conf.oauth2_get_dependent_tokens('at')",
    "dependent refresh": "conf.oauth2_get_dependent_tokens('at', refresh_tokens=True)",
    "dependent scope": "conf.oauth2_get_dependent_tokens('at', scope=['a', 'b'])",
    "dependent more": "conf.oauth2_get_dependent_tokens('at', additional_params={'x': 'y'})",
    "introspect": "conf.oauth2_token_introspect('at')",
    "introspect include": (
        "conf.oauth2_token_introspect('at', include='a,b', query_params={'q': 1})"
    ),
    "child": "conf.create_child_client('C', public_client=False)",
    "child more": (
        "conf.create_child_client('C', client_type='client_identity', visibility='public',"
        " redirect_uris=['https://a'], additional_fields={'x': 'y'})"
    ),
}

ADMINISTRATION = {
    "policies": "auth.get_policies()",
    "policy": "auth.get_policy('p')",
    "create policy": (
        "auth.create_policy(project_id=uuid.UUID(int=1), display_name='d', description='e')"
    ),
    "create policy with everything": (
        "auth.create_policy(project_id='p', display_name='d', description='e',"
        " high_assurance=True, authentication_assurance_timeout=5, required_mfa=False,"
        " domain_constraints_include=['a'], domain_constraints_exclude=None)"
    ),
    "update policy": (
        "auth.update_policy('p', project_id='q', domain_constraints_exclude=('a', 'b'))"
    ),
    "delete policy": "auth.delete_policy('p')",
    "scopes": "auth.get_scopes()",
    "scopes by string": "auth.get_scopes(scope_strings=['a', 'b'], query_params={'q': 'v'})",
    "scopes by id": "auth.get_scopes(ids=uuid.UUID(int=1))",
    "scopes by both": "auth.get_scopes(ids='a', scope_strings='b')",
    "scope": "auth.get_scope('s')",
    "create scope": "auth.create_scope('c', 'n', 'd', 'x')",
    "create scope with everything": (
        "auth.create_scope('c', 'n', 'd', 'x', required_domains=['a'], advertised=True,"
        " dependent_scopes=[g.DependentScopeSpec(uuid.UUID(int=1), True, False)],"
        " allows_refresh_token=False)"
    ),
    "update scope": "auth.update_scope('s', name='n', required_domains=[])",
    "delete scope": "auth.delete_scope('s')",
}

_CONFIGURED = (
    "environment='production', app_name='x', transport=transport(),"
    " retry_config=module('globus_sdk.transport').RetryConfig()"
)
_JWKS = "{'jwks_uri': auth.base_url + 'jwks'}"
CLIENTS = {
    "auth configured": (
        f"client('AuthClient', {_CONFIGURED}, app=app(), app_scopes=[g.Scope('a')]).userinfo()"
    ),
    "auth by position": (
        "client('AuthClient', 'production', auth.base_url, None, None,"
        " g.AccessTokenAuthorizer('x'), 'x').userinfo()"
    ),
    "auth app": (
        "(lambda mine: (client('AuthClient', app=mine).add_app_scope('a'),"
        " auth.post('/x', data=mine.requirements))[-1])(app())"
    ),
    "login configured": (
        f"client('AuthLoginClient', uuid.UUID(int=1), {_CONFIGURED},"
        " authorizer=g.AccessTokenAuthorizer('x')).oauth2_revoke_token('t')"
    ),
    "login without id": (
        "client('AuthLoginClient', base_url=auth.base_url).oauth2_revoke_token('t')"
    ),
    "login without authorizer": (
        "client('AuthLoginClient', 'i', base_url=auth.base_url, authorizer=g.NullAuthorizer())"
        ".oauth2_revoke_token('t')"
    ),
    "native configured": (
        f"client('NativeAppAuthClient', client_id=uuid.UUID(int=1), {_CONFIGURED})"
        ".oauth2_refresh_token('t')"
    ),
    "confidential configured": (
        f"client('ConfidentialAppAuthClient', client_id=uuid.UUID(int=1), client_secret='s',"
        f" {_CONFIGURED}).oauth2_refresh_token('t')"
    ),
    "login scopes": "login.default_scope_requirements",
    "native scopes": "native.default_scope_requirements",
    "keys by discovery": f"auth.get_jwk({_JWKS})",
    "keys as pem": f"auth.get_jwk(openid_configuration={_JWKS}, as_pem=True)",
    "login keys": "login.get_jwk()",
    "login keys as pem": f"native.get_jwk({_JWKS}, as_pem=True)",
}

_FLOW = "verifier='v' * 43, redirect_uri='http://x/y z'"
_MANAGERS = "module('globus_sdk.services.auth.flow_managers')"
FLOWS = {
    "authorize": f"(native.oauth2_start_flow('a', {_FLOW}), native)[1].get("
    "native.oauth2_get_authorize_url())",
    "authorize with everything": (
        f"(native.oauth2_start_flow(requested_scopes=[g.Scope('a', optional=True), 'b'], {_FLOW},"
        " state='s t', refresh_tokens=True, prefill_named_grant='g h'),"
        " native)[1].get(native.oauth2_get_authorize_url(session_required_identities=["
        "uuid.UUID(int=1), 'i'], session_required_single_domain='d', session_required_policies=("
        "uuid.UUID(int=2),), session_required_mfa=True, session_message='m n', prompt='login',"
        " query_params={'a': 'b', 'state': 'over', 'prompt': 'none'}))"
    ),
    "authorize with several": (
        "(conf.oauth2_start_flow('http://x', ('a', 'b'), state='s', refresh_tokens=True), conf)[1]"
        ".get(conf.oauth2_get_authorize_url(session_required_identities=uuid.UUID(int=1),"
        " session_required_single_domain=['d', 'e'], session_required_policies='p,q',"
        " session_required_mfa=False, session_message='', query_params={'x': None}))"
    ),
    "authorize without flow": "native.oauth2_get_authorize_url()",
    "flow without scopes": "native.oauth2_start_flow([])",
    "flow with a short verifier": "native.oauth2_start_flow('a', verifier='v')",
    "flow with an odd verifier": "native.oauth2_start_flow('a', verifier='*' * 43)",
    "web flow without scopes": "conf.oauth2_start_flow('http://x', requested_scopes='')",
    "native flow": (
        f"native.get({_MANAGERS}.GlobusNativeAppFlowManager(native, ['a'], 'http://x/', 's',"
        " 'v' * 43, True, 'g').get_authorize_url({'x': 'y', 'state': 't'}))"
    ),
    "native flow exchange": (
        f"{_MANAGERS}.GlobusNativeAppFlowManager(auth_client=native, requested_scopes='a',"
        " redirect_uri='http://x/', state='s', verifier='v' * 43, refresh_tokens=False,"
        " prefill_named_grant=g.MISSING).exchange_code_for_tokens('c')"
    ),
    "native flow without id": (
        f"{_MANAGERS}.GlobusNativeAppFlowManager(client('AuthLoginClient'), 'a')"
    ),
    "web flow": (
        f"conf.get({_MANAGERS}.GlobusAuthorizationCodeFlowManager(conf, 'http://x/', ['a', 'b'],"
        " 's', True).get_authorize_url(query_params={'scope': 'c', 'x': g.MISSING}))"
    ),
    "web flow exchange": (
        f"{_MANAGERS}.GlobusAuthorizationCodeFlowManager(auth_client=conf, redirect_uri='http://x',"
        " requested_scopes='a', state='s', refresh_tokens=False)"
        ".exchange_code_for_tokens(auth_code='c')"
    ),
}

_TOKEN = "module('jwt').encode({'aud': 'client-id', 'exp': 1, 'sub': 's'}, 'k' * 32)"
TOKENS = {
    "token of a kind": (
        "native.oauth2_token({'a': True, 'b': g.MISSING}, body_params={'a': 2, 'c': None},"
        " response_class=g.OAuthRefreshTokenResponse)"
    ),
    "base refresh more": "login.oauth2_refresh_token('rt', body_params={'grant_type': 'a'})",
    "confidential revoke more": "conf.oauth2_revoke_token('at', body_params={'client_id': 'a'})",
    "credentials grant without scopes": "conf.oauth2_client_credentials_tokens('')",
    "dependent nothing": "conf.oauth2_get_dependent_tokens('at', scope='')",
    "dependent override": (
        "conf.oauth2_get_dependent_tokens('at', refresh_tokens=True, scope='a b',"
        " additional_params={'scope': 'c', 'access_type': None})"
    ),
    "introspect null": "conf.oauth2_token_introspect('at', include=None)",
    "decode": (
        "(lambda decoder: (decoder.store_openid_configuration(openid_configuration={"
        "'id_token_signing_alg_values_supported': ['HS256']}), decoder.store_jwk(jwk='k' * 32),"
        f" native.get('/x', query_params=decoder.decode({_TOKEN})))[-1])"
        "(g.IDTokenDecoder(auth_client=native, jwt_leeway=5, jwt_options={'verify_exp': False}))"
    ),
}

IDENTITIES = {
    "identity map": "twin('IdentityMap')(auth, ['a@x.org'])['a@x.org']",
    "identity map get": (
        "twin('IdentityMap')(auth_client=auth, identity_ids=[str(uuid.UUID(int=1)), 'b'],"
        " id_batch_size=1, cache={}).get(key='a', default='d')"
    ),
    "identity map ids": (
        "(lambda ids: (ids.add(identity_id=str(uuid.UUID(int=1))), ids.get('a'))[1])"
        "(twin('IdentityMap')(auth))"
    ),
    "identity map known": "twin('IdentityMap')(auth, cache={'a': {}})['a']",
    "identities by nothing": "auth.get_identities()",
    "identities by null": "auth.get_identities(usernames=None, ids=None)",
    "identities by empty": "auth.get_identities(usernames=[], ids='')",
    "identities by both": "auth.get_identities(usernames='a', ids=(i for i in 'bc'))",
    "identities override": (
        "auth.get_identities(usernames='a', provision=True,"
        " query_params={'usernames': 'b', 'provision': 'false'})"
    ),
    "identity providers override": (
        "auth.get_identity_providers(domains='a', query_params={'domains': 'b'})"
    ),
    "identity providers by null": "auth.get_identity_providers(domains=None, ids=None)",
    "identity providers by empty": "auth.get_identity_providers(ids=[])",
}

_BOTH_LINKS = "terms_and_conditions='t', privacy_policy='p'"
REGISTRATION = {
    "create project null": "auth.create_project('P', 'c', admin_ids=None, admin_group_ids=[])",
    "update project more": (
        "auth.update_project('p', contact_email='c', admin_group_ids=uuid.UUID(int=1))"
    ),
    "client by null": "auth.get_client(client_id=None, fqdn='f')",
    "create client by text": (
        f"auth.create_client('C', 'p', public_client=False, redirect_uris='abc', {_BOTH_LINKS},"
        " additional_fields={'name': 'D', 'links': None})"
    ),
    "create client null": (
        "auth.create_client('C', 'p', client_type=None, redirect_uris=None, visibility=None)"
    ),
    "create client without links": (
        "auth.create_client('C', 'p', public_client=None, terms_and_conditions=None,"
        " privacy_policy='')"
    ),
    "update client more": (
        f"auth.update_client('c', {_BOTH_LINKS}, preselect_idp=uuid.UUID(int=1),"
        " redirect_uris='abc', required_idp='r', additional_fields={'name': 'D'})"
    ),
    "update client empty links": (
        "auth.update_client('c', terms_and_conditions='', privacy_policy='p')"
    ),
    "update client one link": "auth.update_client('c', terms_and_conditions=None)",
    "update client odd links": (
        "auth.update_client('c', terms_and_conditions='', privacy_policy=None)"
    ),
    "child with links": (
        f"conf.create_child_client('C', public_client=True, {_BOTH_LINKS}, redirect_uris='abc',"
        " required_idp=uuid.UUID(int=1), preselect_idp='p')"
    ),
    "child with one link": "conf.create_child_client('C', client_type='x', privacy_policy='p')",
    "child of no kind": "conf.create_child_client('C')",
    "create policy by text": (
        "auth.create_policy(project_id='p', display_name=None, description='e',"
        " high_assurance=None, domain_constraints_include='abc',"
        " domain_constraints_exclude=(d for d in 'ab'))"
    ),
    "update policy more": (
        "auth.update_policy(uuid.UUID(int=1), authentication_assurance_timeout=5,"
        " required_mfa=True, display_name='d', description='e', domain_constraints_include=None)"
    ),
    "scopes override": "auth.get_scopes(ids='a', query_params={'ids': 'b'})",
    "scopes by null": "auth.get_scopes(ids=None, query_params={})",
    "scopes by empty": "auth.get_scopes(scope_strings=[], ids=[])",
    "create scope by text": (
        "auth.create_scope('c', 'n', 'd', 'x', required_domains='abc', dependent_scopes=None)"
    ),
    "update scope with everything": (
        "auth.update_scope(uuid.UUID(int=1), description='d', scope_suffix='s', advertised=False,"
        " dependent_scopes=(g.DependentScopeSpec(scope='s', optional=False,"
        " requires_refresh_token=True),), allows_refresh_token=True)"
    ),
}

ROWS = {
    **ADMINISTRATION,
    **AUTH,
    **LOGIN,
    **CLIENTS,
    **FLOWS,
    **TOKENS,
    **IDENTITIES,
    **REGISTRATION,
}


def answer(path: str, asked: dict[str, Any]) -> dict[str, Any] | None:
    """Identities: those asked for, but for "a", which nobody has."""
    if not path.endswith("/v2/api/identities"):
        return None
    ids, names = asked.get("ids", "").split(","), asked.get("usernames", "").split(",")
    found = [{"id": one, "username": f"{one}@x.org"} for one in ids if one]
    found += [{"id": f"id-{name}", "username": name} for name in names if name not in ("", "a")]
    return {"identities": found}
