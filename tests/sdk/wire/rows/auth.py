"""Calls of the Auth clients."""

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

ROWS = {**ADMINISTRATION, **AUTH, **LOGIN}
