"""Calls of the Transfer clients."""

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
    "get relative": "tc.get('v0.10/x/y', headers={'X-A': 'b'}, automatic_authorization=False)",
    "get odd path": "tc.get('/v0.10/a b/%7e/ü/../c')",
    "get quoted path": "tc.get('/v0.10/a b/ü:x@y+z/~/,')",
    "get whole url": "tc.get(tc.base_url + 'a%20b?c=d', query_params={'e': 'f'})",
    "post nothing": "tc.post('/v0.10/x')",
    "post document": (
        "tc.post('/v0.10/x', data={'a': g.MISSING, 'b': {'c': g.MISSING, 'd': [1, None]}})"
    ),
    "post id": "tc.post('/v0.10/x', data={'id': uuid.UUID(int=1), 'ids': [uuid.UUID(int=2)]})",
    "post list": "tc.post('/v0.10/x', data=[1, {'a': g.MISSING}])",
    "post form": (
        "tc.post('/v0.10/x', data={'a': 'b c', 'd': [1, 2], 'e': g.MISSING}, encoding='form')"
    ),
    "post text": "tc.post('/v0.10/x', data='hello')",
    "post text unicode": "tc.post('/v0.10/x', data='hellö', encoding='text')",
    "post odd encoding": "tc.post('/v0.10/x', data={}, encoding='morse')",
    "put": "tc.put('/v0.10/x', data={})",
    "patch": "tc.patch('/v0.10/x', data={'a': 1}, query_params={'q': 'r'})",
    "delete verb": "tc.delete('/v0.10/x', query_params={'q': 'r'})",
    "head": "tc.request('HEAD', '/v0.10/x')",
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
}

_TUNNEL = "module('globus_sdk.services.transfer').CreateTunnelData"
TUNNELS = {
    "create tunnel": f"tc.create_tunnel({_TUNNEL}('a', uuid.UUID(int=1)))",
    "create tunnel everything": (
        f"tc.create_tunnel(data={_TUNNEL}(uuid.UUID(int=1), 'b', label='l',"
        " submission_id=uuid.UUID(int=2), lifetime_mins=3, restartable=True,"
        " additional_fields={'x': 1}))"
    ),
    "create tunnel nothing": (
        f"tc.create_tunnel({_TUNNEL}('a', 'b', label=None, submission_id=None,"
        " lifetime_mins=None, restartable=None))"
    ),
    "create tunnel named": (
        f"tc.create_tunnel({_TUNNEL}(initiator_stream_access_point='a',"
        " listener_stream_access_point='b'))"
    ),
    "create tunnel dict": "tc.create_tunnel({'data': {}})",
    "create tunnel attributes": "tc.create_tunnel({'data': {'attributes': {'label': 'l'}}})",
    "create tunnel without data": "tc.create_tunnel({'a': 1})",
    "update tunnel": "tc.update_tunnel(uuid.UUID(int=1), {'data': {'attributes': {}}})",
    "get tunnel": "tc.get_tunnel(uuid.UUID(int=1), query_params={'q': 'v'})",
    "delete tunnel": "tc.delete_tunnel('t')",
    "tunnels": "tc.list_tunnels(query_params={'q': 'v'})",
    "tunnel events": "tc.get_tunnel_events('t', query_params={'q': 'v'})",
    "access point": "tc.get_stream_access_point('s', query_params={'q': 'v'})",
    "pages of tunnels": "tc.paginated.list_tunnels()",
}

# each with what it is about, and further query parameters
QUERIES = {
    f"{name} more": f"tc.{name}({arguments}query_params={{'q': 'v', 'n': None}})"
    for name, arguments in {
        "endpoint_acl_list": "'ep', ",
        "endpoint_manager_cancel_tasks": "['t'], message='m', ",
        "endpoint_manager_pause_rule_list": "filter_endpoint=uuid.UUID(int=1), ",
        "endpoint_manager_task_event_list": "'t', filter_is_error=False, ",
        "endpoint_manager_task_list": "filter_status='ACTIVE', filter_task_id='t', ",
        "endpoint_manager_task_successful_transfers": "uuid.UUID(int=1), ",
        "endpoint_search": "'x', filter_entity_type=None, ",
        "get_shared_endpoint_list": "uuid.UUID(int=1), ",
        "get_submission_id": "",
        "operation_rename": "'ep', '/a', '/b', ",
        "task_pause_info": "uuid.UUID(int=1), ",
        "task_successful_transfers": "uuid.UUID(int=1), ",
    }.items()
}
DATA = {
    "transfer item with everything": (
        "(lambda data: (data.add_item(source_path='/a', destination_path='/b', recursive=False,"
        " external_checksum='00', checksum_algorithm='md5', additional_fields={'x': 1}),"
        " tc.submit_transfer(data))[-1])(transfer(submission_id='s'))"
    ),
    "transfer filter rules": (
        "(lambda data: (data.add_filter_rule('a', method='include'),"
        " data.add_filter_rule(name='b', method='exclude', type='dir'),"
        " tc.submit_transfer(data))[-1])(transfer(submission_id='s'))"
    ),
    "delete item with everything": (
        "(lambda data: (data.add_item(path='/b', additional_fields={'x': 1}),"
        " tc.submit_delete(data))[-1])(delete(submission_id='s', notify_on_failed=False,"
        " notify_on_inactive=True, deadline=datetime.datetime(2030, 1, 1)))"
    ),
    "items of documents": (
        "tc.post('/v0.10/x', data=[*transfer().iter_items(), *delete().iter_items()])"
    ),
    "app data access": (
        "(lambda mine: (client('TransferClient', app=mine).add_app_data_access_scope("
        "[uuid.UUID(int=1), str(uuid.UUID(int=2))]).add_app_data_access_scope("
        "collection_ids=uuid.UUID(int=3)), tc.post('/v0.10/x', data=mine.requirements))[-1])(app())"
    ),
    "app scopes": (
        "(lambda mine: (client('TransferClient', app=mine, app_scopes=[g.Scope('a')],"
        " environment='production', retry_config=module('globus_sdk.transport').RetryConfig())"
        ".add_app_scope(scope_collection=[g.Scope('b'), g.Scope('c')]),"
        " tc.post('/v0.10/x', data=mine.requirements))[-1])(app())"
    ),
    "app attached": (
        "(lambda mine, tc2: (tc2.attach_globus_app(mine, app_scopes=[g.Scope('a')]),"
        " tc2.get_task('t'))[-1])(app(), client('TransferClient', transport=transport()))"
    ),
    "app attached twice": (
        "(lambda tc2: (tc2.attach_globus_app(app=app()), tc2.attach_globus_app(app=app())))"
        "(client('TransferClient'))"
    ),
    "app data access for nothing": (
        "client('TransferClient', app=app()).add_app_data_access_scope('nothing')"
    ),
}
VERBS = {
    f"verb {verb} with everything": (
        f"tc.{verb}('/v2/x', query_params={{'q': 'v'}}, headers={{'X-A': 'b'}},"
        f" automatic_authorization=False{body})"
    )
    for verb, body in {
        "get": "",
        "delete": "",
        "post": ", data={'a': 1}, encoding='form'",
        "put": ", data='a', encoding='text'",
        "patch": ", data={'a': 1}, encoding='json'",
    }.items()
}
VERBS["request with everything"] = (
    "tc.request('POST', '/v2/x', query_params={'q': 'v'}, data={'a': 1}, headers={'X-A': 'b'},"
    " encoding='json', allow_redirects=False, automatic_authorization=False)"
)

# what the caller says in query_params goes over what the parameters say
OVERRULED = {
    "further query wins: tasks": ("tc.task_list(limit=3, query_params={'limit': 4})"),
    "further query wins: search": (
        "tc.endpoint_search('x', filter_scope='all',"
        " query_params={'filter_fulltext': 'y', 'filter_scope': None})"
    ),
    "further query wins: ls": (
        "tc.operation_ls('e', path='/a', show_hidden=False,"
        " query_params={'path': '/b', 'show_hidden': 1})"
    ),
    "further query wins: events": ("tc.task_event_list('t', limit=1, query_params={'limit': 2})"),
    "further query wins: successes": (
        "tc.task_successful_transfers('t', marker='1', query_params={'marker': '2'})"
    ),
    "further query wins: shares": (
        "tc.get_shared_endpoint_list('e', max_results=1, query_params={'max_results': 2})"
    ),
    "further query wins: managed tasks": (
        "tc.endpoint_manager_task_list(filter_status='A', query_params={'filter_status': 'B'})"
    ),
    "further query wins: managed events": (
        "tc.endpoint_manager_task_event_list('t', limit=1, query_params={'limit': 2})"
    ),
    "further query wins: pause rules": (
        "tc.endpoint_manager_pause_rule_list(filter_endpoint='a',"
        " query_params={'filter_endpoint': 'b'})"
    ),
    "further query wins: stat": ("tc.operation_stat('e','/a',query_params={'path':'/b'})"),
}

ROWS = {**OVERRULED, **QUERIES, **DATA, **VERBS, **PAGED, **TRANSFER, **ADMINISTERED, **TUNNELS}
