"""Calls whose requests are compared with those of the official library: name -> expression.

``auth``, ``login``, ``native``, ``conf`` and ``tc`` are clients, ``g`` is the library.
"""

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

TRANSFER = {
    "endpoint": "tc.get_endpoint('ep')",
    "endpoint uuid": "tc.get_endpoint(uuid.UUID(int=1), query_params={'fields': 'id'})",
    "search": "tc.endpoint_search('a b&c')",
    "search everything": (
        "tc.endpoint_search('x', filter_scope='all', filter_owner_id='o',"
        " filter_host_endpoint=uuid.UUID(int=1), filter_non_functional=True,"
        " filter_entity_type='GCSv5_endpoint', limit=5, offset=2, query_params={'more': 'ü'})"
    ),
    "search functional": (
        "tc.endpoint_search(filter_scope='my-endpoints', filter_non_functional=False)"
    ),
    "ls": "tc.operation_ls('ep')",
    "ls path": "tc.operation_ls('ep', '/~/a b/ü/')",
    "ls everything": (
        "tc.operation_ls('ep', path='/', show_hidden=False, orderby=['name ASC', 'type DESC'],"
        " limit=10, offset=3, filter='name:~*.txt', local_user='u', query_params={'x': 1})"
    ),
    "ls filter dict": "tc.operation_ls('ep', filter={'name': ['~a*', '~b*'], 'type': 'file'})",
    "ls filters": "tc.operation_ls('ep', filter=['name:a', {'name': 'b'}], show_hidden=True)",
    "ls order": "tc.operation_ls('ep', orderby='name')",
    "stat": "tc.operation_stat('ep', '/a')",
    "stat user": "tc.operation_stat('ep', path='/a', local_user='u', query_params={'x': None})",
    "mkdir": "tc.operation_mkdir('ep', '/a')",
    "mkdir user": "tc.operation_mkdir('ep', path='/a', local_user='u', query_params={'x': 'y'})",
    "rename": "tc.operation_rename('ep', '/a', '/b')",
    "rename user": "tc.operation_rename('ep', oldpath='/a', newpath='/b', local_user='u')",
    "submission id": "tc.get_submission_id()",
    "transfer": "tc.submit_transfer(transfer(submission_id='s'))",
    "transfer without id": "tc.submit_transfer(transfer())",
    "transfer dict": (
        "tc.submit_transfer({'DATA_TYPE': 'transfer', 'submission_id': 's', 'n': None})"
    ),
    "transfer with everything": (
        "tc.submit_transfer(transfer(submission_id=uuid.UUID(int=5), label='L', sync_level='mtime',"
        " verify_checksum=True, preserve_timestamp=True, encrypt_data=True,"
        " deadline=datetime.datetime(2030, 1, 1, tzinfo=datetime.timezone.utc),"
        " skip_source_errors=True, fail_on_quota_errors=True, delete_destination_extra=True,"
        " notify_on_succeeded=False, notify_on_failed=False, notify_on_inactive=False,"
        " source_local_user='u', destination_local_user='v', additional_fields={'x': 1}))"
    ),
    "transfer unicode": ("tc.submit_transfer(transfer(submission_id='s', label='Ü \\U0001f680'))"),
    "delete": "tc.submit_delete(delete(submission_id='s'))",
    "delete without id": "tc.submit_delete(delete())",
    "delete with everything": (
        "tc.submit_delete(delete(submission_id='s', label='L', recursive=True, ignore_missing=True,"
        " interpret_globs=True, deadline='2030-01-01', notify_on_succeeded=False,"
        " local_user='u', additional_fields={'x': 1}))"
    ),
    "task list": "tc.task_list()",
    "task list everything": (
        "tc.task_list(limit=5, offset=1, orderby=['request_time DESC', 'label'],"
        " filter={'status': ['ACTIVE', 'FAILED'], 'label': 'x'}, query_params={'fields': 'id'})"
    ),
    "task list filter": "tc.task_list(filter='type:DELETE')",
    "task": "tc.get_task('t', query_params={'fields': 'status'})",
    "update task": "tc.update_task('t', {'label': 'L'}, query_params={'a': 'b'})",
    "cancel": "tc.cancel_task('t')",
    "wait": "tc.task_wait('t', timeout=1, polling_interval=1)",
    "wait too short": "tc.task_wait('t', timeout=0)",
    "wait too often": "tc.task_wait('t', polling_interval=0)",
    "events": "tc.task_event_list('t')",
    "events page": (
        "tc.task_event_list('t', limit=3, offset=4, query_params={'filter': 'is_error:1'})"
    ),
    "pause info": "tc.task_pause_info('t')",
    "successful": "tc.task_successful_transfers('t', marker='m')",
    "skipped": "tc.task_skipped_errors(uuid.UUID(int=1), query_params={'a': 'b'})",
    "get": "tc.get('/v0.10/x', query_params={'a': [1, 2], 'b': None, 'c': True, 'd': g.MISSING})",
    "get relative": "tc.get('x/y', headers={'X-A': 'b'}, automatic_authorization=False)",
    "get odd path": "tc.get('/a b/%7e/ü/../c')",
    "get quoted path": "tc.get('/a b/ü:x@y+z/~/,')",
    "get whole url": "tc.get(tc.base_url + 'a%20b?c=d', query_params={'e': 'f'})",
    "post nothing": "tc.post('/x')",
    "post document": "tc.post('/x', data={'a': g.MISSING, 'b': {'c': g.MISSING, 'd': [1, None]}})",
    "post id": "tc.post('/x', data={'id': uuid.UUID(int=1), 'ids': [uuid.UUID(int=2)]})",
    "post list": "tc.post('/x', data=[1, {'a': g.MISSING}])",
    "post form": "tc.post('/x', data={'a': 'b c', 'd': [1, 2], 'e': g.MISSING}, encoding='form')",
    "post text": "tc.post('/x', data='hello')",
    "post text unicode": "tc.post('/x', data='hellö', encoding='text')",
    "post odd encoding": "tc.post('/x', data={}, encoding='morse')",
    "put": "tc.put('/x', data={})",
    "patch": "tc.patch('/x', data={'a': 1}, query_params={'q': 'r'})",
    "delete verb": "tc.delete('/x', query_params={'q': 'r'})",
    "head": "tc.request('HEAD', '/x')",
}

POLICIES = (
    "is_high_assurance=True, group_visibility=g.GroupVisibility.private,"
    " group_members_visibility='managers', join_requests=False,"
    " signup_fields=[g.GroupRequiredSignupFields.address1, 'zip']"
)

GROUPS = {
    "my groups": "groups.get_my_groups()",
    "my groups by status": "groups.get_my_groups(statuses=['active', 'left'])",
    "my groups query": "groups.get_my_groups(query_params={'a': 'b'})",
    "group": "groups.get_group('g')",
    "group include": "groups.get_group(uuid.UUID(int=1), include=['memberships', 'policies'])",
    "group include one": "groups.get_group('g', include='policies', query_params={'a': 'b'})",
    "group of subscription": "groups.get_group_by_subscription_id('s')",
    "delete group": "groups.delete_group('g')",
    "create group": "groups.create_group({'name': 'x'}, query_params={'a': 'b'})",
    "update group": "groups.update_group('g', {'name': 'y', 'description': None})",
    "group policies": "groups.get_group_policies('g')",
    "set group policies": f"groups.set_group_policies('g', g.GroupPolicies({POLICIES}))",
    "set group policies dict": "groups.set_group_policies('g', {'x': g.GroupRole.admin})",
    "preferences": "groups.get_identity_preferences()",
    "set preferences": "groups.set_identity_preferences({'i': {'allow_add': True}})",
    "fields": "groups.get_membership_fields('g')",
    "set fields": "groups.set_membership_fields('g', {'a': 'b'})",
    "verified": "groups.set_subscription_admin_verified('g', uuid.UUID(int=1))",
    "not verified": "groups.set_subscription_admin_verified('g', None)",
    "batch": "groups.batch_membership_action('g', batch())",
    "manager create": "manager.create_group('n', 'd')",
    "manager create child": "manager.create_group('n', 'd', parent_id='p')",
    "manager policies": f"manager.set_group_policies('g', {POLICIES})",
    "manager add": "manager.add_member('g', uuid.UUID(int=1), role=g.GroupRole.manager)",
    "manager invite": "manager.invite_member('g', 'i')",
    "manager change": "manager.change_role('g', 'i', 'admin')",
    **{
        f"manager {action}": f"manager.{action}('g', 'i')"
        for action in (
            "accept_invite",
            "approve_pending",
            "decline_invite",
            "join",
            "leave",
            "reject_join_request",
            "remove_member",
            "request_join",
        )
    },
}

# method of the Transfer client -> its arguments; each once more with further query parameters
ADMINISTRATION = {
    "update_endpoint": "'ep', {'a': None}",
    "delete_endpoint": "'ep'",
    "create_shared_endpoint": "{'a': 1}",
    "get_shared_endpoint_list": "'ep', max_results=3, next_token='n'",
    "my_shared_endpoint_list": "'ep'",
    "my_effective_pause_rule_list": "'ep'",
    "endpoint_server_list": "'ep'",
    "get_endpoint_server": "'ep', 1",
    "set_subscription_id": "'ep', uuid.UUID(int=1)",
    "set_subscription_admin_verified": "'ep', True",
    "endpoint_acl_list": "uuid.UUID(int=1)",
    "get_endpoint_acl_rule": "'ep', 'r'",
    "add_endpoint_acl_rule": "'ep', {'a': 1}",
    "update_endpoint_acl_rule": "'ep', 'r', {'a': 1}",
    "delete_endpoint_acl_rule": "'ep', 'r'",
    "endpoint_role_list": "'ep'",
    "get_endpoint_role": "'ep', 'r'",
    "add_endpoint_role": "'ep', {'a': 1}",
    "delete_endpoint_role": "'ep', 'r'",
    "bookmark_list": "",
    "get_bookmark": "'b'",
    "create_bookmark": "{'a': 1}",
    "update_bookmark": "'b', {'a': 1}",
    "delete_bookmark": "uuid.UUID(int=1)",
    "endpoint_manager_monitored_endpoints": "",
    "endpoint_manager_get_endpoint": "'ep'",
    "endpoint_manager_hosted_endpoint_list": "'ep'",
    "endpoint_manager_acl_list": "'ep'",
    "endpoint_manager_pause_rule_list": "filter_endpoint='ep'",
    "endpoint_manager_get_pause_rule": "'p'",
    "endpoint_manager_create_pause_rule": "{'a': 1}",
    "endpoint_manager_update_pause_rule": "'p', {'a': 1}",
    "endpoint_manager_delete_pause_rule": "'p'",
    "endpoint_manager_task_list": (
        "filter_status=['ACTIVE', 'FAILED'], filter_task_id=uuid.UUID(int=1), filter_owner_id='o',"
        " filter_endpoint='e', filter_endpoint_use='source', filter_is_paused=True,"
        " filter_completion_time=(datetime.datetime(2020, 1, 1), '2021'), filter_min_faults=3,"
        " filter_local_user='u', last_key='k'"
    ),
    "endpoint_manager_get_task": "'t'",
    "endpoint_manager_task_event_list": "'t', limit=1, offset=2, filter_is_error=True",
    "endpoint_manager_task_pause_info": "'t'",
    "endpoint_manager_task_successful_transfers": "'t', marker='m'",
    "endpoint_manager_task_skipped_errors": "'t'",
    "endpoint_manager_cancel_tasks": "['t', uuid.UUID(int=1)], 'message'",
    "endpoint_manager_cancel_status": "'c'",
    "endpoint_manager_pause_tasks": "['t'], 'message'",
    "endpoint_manager_resume_tasks": "('t',)",
}

ADMINISTERED = {
    **{name: f"tc.{name}({arguments})" for name, arguments in ADMINISTRATION.items()},
    **{
        f"{name} query": f"tc.{name}(*args({arguments}), query_params={{'q': 'v'}})"
        for name, arguments in ADMINISTRATION.items()
        if "=" not in arguments
    },
    "use without endpoint": "tc.endpoint_manager_task_list(filter_endpoint_use='source')",
    "no subscription": "tc.set_subscription_id('ep', None)",
    "default subscription": "tc.set_subscription_id('ep', 'DEFAULT')",
    "pages of managed tasks": "items(tc.paginated.endpoint_manager_task_list())",
    "pages of managed events": "items(tc.paginated.endpoint_manager_task_event_list('t'))",
    "pages of managed errors": "items(tc.paginated.endpoint_manager_task_skipped_errors('t'))",
    "pages of shares": "items(tc.paginated.get_shared_endpoint_list('ep'))",
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

PAGED = {
    "pages of search": "pages(tc.paginated.endpoint_search('x', filter_scope='all'))",
    "pages of search positional": "pages(tc.paginated.endpoint_search('x'))",
    "items of search": "items(tc.paginated.endpoint_search(filter_fulltext='x'))",
    "pages of tasks": "pages(tc.paginated.task_list(filter='status:ACTIVE'))",
    "pages of events": "items(tc.paginated.task_event_list('t', query_params={'a': 'b'}))",
    "pages of successes": "items(tc.paginated.task_successful_transfers('t'))",
    "pages of errors": "items(tc.paginated.task_skipped_errors(task_id='t'))",
    "pages of what has none": "tc.paginated.get_task('t')",
    "pages of nothing": "tc.paginated.nothing('t')",
}

ROWS = {**PAGED, **ADMINISTERED, **GROUPS, **AUTH, **LOGIN, **TRANSFER}
