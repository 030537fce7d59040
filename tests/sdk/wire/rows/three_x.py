"""Calls that version 4 has no more, or that mean something else there; compared with version 3."""

VERBS = {
    "get below the base path": "tc.get('endpoint_search', query_params={'a': None, 'b': 1})",
    "get with a slash": "tc.get('/task_list')",
    "post below the base path": "tc.post('/bookmark', data={'name': 'n'})",
    "put below the base path": "tc.put('/bookmark/b', data={})",
    "patch below the base path": "tc.patch('/bookmark/b', data=[])",
    "delete below the base path": "tc.delete('bookmark/b')",
    "groups": "groups.get('/groups/my_groups')",
    "own base path": (
        "type('C', (g.BaseClient,), {'base_path': '/x/', 'service_name': 'auth'})"
        "(base_url=auth.base_url).get('y')"
    ),
}

TRANSPORT = {
    "transport request": (
        "auth.transport.request('POST', auth.base_url, {'a': 'b'}, {'c': 'd'}, {'X-A': 'e'},"
        " 'form', g.AccessTokenAuthorizer('t'))"
    ),
    "transport params": (
        "g.TransferClient(base_url=auth.base_url, transport_params={'max_retries': 0,"
        " 'http_timeout': 3, 'max_sleep': 1, 'retry_backoff': lambda context: 0}).get('x')"
    ),
}

DOCUMENTS = {
    "transfer document": (
        "tc.submit_transfer(g.TransferData(tc, 'a', 'b', sync_level='size', deadline='d',"
        " skip_activation_check=True, additional_fields={'x': 1}))"
    ),
    "transfer document without a client": "tc.submit_transfer(g.TransferData(None, 'a', 'b'))",
    "transfer items": (
        "(lambda data: (data.add_item('x', 'y', recursive=True), data.add_symlink_item('x', 'y'),"
        " data.add_filter_rule('*.tmp'), tc.submit_transfer(data)))(g.TransferData(tc, 'a', 'b'))"
    ),
    "delete document": "tc.submit_delete(g.DeleteData(tc, 'a', recursive=True))",
    "delete document by name": (
        "tc.submit_delete(g.DeleteData(transfer_client=tc, endpoint='a', submission_id='s'))"
    ),
}

ENDPOINTS = {
    "create endpoint": "tc.create_endpoint({'a': 1})",
    "add server": "tc.add_endpoint_server('e', {'a': 1})",
    "update server": "tc.update_endpoint_server('e', 5, {'a': 1})",
    "delete server": "tc.delete_endpoint_server(uuid.UUID(int=1), '5')",
    "activate": "tc.endpoint_activate('e', requirements_data={'a': 1}, query_params={'q': 1})",
    "activate without data": "tc.endpoint_activate('e', requirements_data=None)",
    "autoactivate": "tc.endpoint_autoactivate('e', if_expires_in=60, query_params={'q': 1})",
    "autoactivate now": "tc.endpoint_autoactivate('e')",
    "deactivate": "tc.endpoint_deactivate('e', query_params={'q': 1})",
    "requirements": "tc.endpoint_get_activation_requirements('e', query_params={'q': 1})",
    "symlink": "tc.operation_symlink('e', '/target', '/path', query_params={'q': 1})",
}

OTHERS = {
    "search query": (
        "search.post_search('i', g.SearchQuery('q', limit=5).set_offset(2).set_advanced(True)"
        ".add_facet('n', 'f', type='date_histogram', size=3, date_interval='month',"
        " histogram_range=(1, 2), additional_fields={'w': 1})"
        ".add_filter('f', ['a'], type='range', additional_fields={'v': 2})"
        ".add_boost('f', 2, additional_fields={'k': 1})"
        ".add_sort('f', order='asc', additional_fields={'m': 1}).add_sort('g')"
        ".set_query('other').set_limit(4))"
    ),
    "search query of nothing": "search.post_search('i', g.SearchQuery(additional_fields={'z': 1}))",
    "scroll query": (
        "search.scroll('i', g.SearchScrollQuery('x', limit=3).set_marker('k').set_query('b')"
        ".set_advanced(False).set_limit(2).add_filter('f', ['v']))"
    ),
    "create entry": "search.create_entry('i', {'a': 1})",
    "update entry": "search.update_entry(uuid.UUID(int=1), {'a': 1})",
    "timer of a transfer": (
        "g.TimerClient(base_url=auth.base_url).create_job(g.TimerJob.from_transfer_data("
        "g.TransferData(None, 'a', 'b'),"
        " datetime.datetime(2022, 1, 1), datetime.timedelta(minutes=2), name='n', scope='x',"
        " stop_after=datetime.datetime(2023, 1, 1), stop_after_n=3))"
    ),
    "timer of a submitted transfer": (
        "g.TimerClient(base_url=auth.base_url).create_job(g.TimerJob.from_transfer_data("
        "g.TransferData(None, 'a', 'b', submission_id='s'), '2022', 60))"
    ),
    "timer of a dictionary": (
        "g.TimerClient(base_url=auth.base_url).create_job("
        "g.TimerJob.from_transfer_data({'a': 1}, '2022', 60, environment='preview'))"
    ),
    "compute client": "g.ComputeClient(base_url=auth.base_url).get_function('f')",
    "compute function": (
        "g.ComputeClientV2(base_url=auth.base_url).register_function(g.ComputeFunctionDocument("
        "function_name='f', function_code='c', description='d', group=uuid.UUID(int=1),"
        " metadata=g.ComputeFunctionMetadata(python_version='3.11', sdk_version='4')))"
    ),
    "compute function by its former name": (
        "g.ComputeClientV2(base_url=auth.base_url).register_function(function_data={'a': 1})"
    ),
    "flows of a role": "flows.list_flows(filter_role='flow_owner')",
    "verified id": "groups.set_subscription_admin_verified_id('g', 's', query_params={'a': 'b'})",
}

AUTH = {
    "auth client of a client": (
        "g.AuthClient('6c54cade-bde5-45c1-bdea-f4bd71dba2cc', base_url=auth.base_url,"
        " authorizer=g.AccessTokenAuthorizer('x')).get('/q')"
    ),
    "auth client by name": (
        "auth.get('/' + g.AuthClient(client_id=uuid.UUID(int=1), base_url=auth.base_url).client_id)"
    ),
    "validate": "conf.oauth2_validate_token('t', body_params={'x': 'y'})",
    "validate from an app": "native.oauth2_validate_token('t')",
    "identities of a client": "conf.get_identities(usernames='a', provision=True)",
    "identities of a client by id": "conf.get_identities(ids=['a', 'b'], query_params={'x': 1})",
    "userinfo": "auth.oauth2_userinfo()",
    "params of a login client": (
        "g.NativeAppAuthClient('c', base_url=auth.base_url, transport_params={'http_timeout': 3})"
        ".oauth2_refresh_token('r')"
    ),
    "default scopes": (
        "(native.oauth2_start_flow(verifier='v' * 43, redirect_uri='http://x/'),"
        " auth.post('/x', data=sorted(native.oauth2_get_authorize_url().split('?')[1].split('&'))))"
    ),
    "default scopes of client credentials": "conf.oauth2_client_credentials_tokens()",
}

ROWS = {**AUTH, **OTHERS, **ENDPOINTS, **VERBS, **TRANSPORT, **DOCUMENTS}
