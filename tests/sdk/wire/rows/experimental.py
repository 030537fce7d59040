"""Calls of the experimental clients."""

X = "module('globus_sdk.experimental')"
ID = "uuid.UUID(int=1)"
MORE = "query_params={'q': 'v', 'n': None}"

TUNNELS = {
    "v2 create tunnel": f"v2.create_tunnel({X}.TunnelCreateDocument('a', {ID}))",
    "v2 create tunnel everything": (
        f"v2.create_tunnel(data={X}.TunnelCreateDocument({ID}, 'b', label='l', listener_port=1,"
        f" listener_ip_address='::1', submission_id={ID}, lifetime_mins=3, restartable=False,"
        " additional_fields={'x': 1}))"
    ),
    "v2 create tunnel nothing": (
        f"v2.create_tunnel({X}.TunnelCreateDocument('a', 'b', label=None, listener_port=None,"
        " listener_ip_address=None, submission_id=None, lifetime_mins=None, restartable=None))"
    ),
    "v2 create tunnel named": (
        f"v2.create_tunnel({X}.TunnelCreateDocument(initiator_stream_access_point='a',"
        " listener_stream_access_point='b'))"
    ),
    "v2 create tunnel dict": "v2.create_tunnel({'data': {'attributes': {}}, 'x': g.MISSING})",
    "v2 update tunnel": f"v2.update_tunnel({ID}, {X}.TunnelUpdateDocument())",
    "v2 update tunnel everything": (
        f"v2.update_tunnel('t', update_doc={X}.TunnelUpdateDocument(label='l', listener_port=1,"
        " listener_ip_address=None, state='STOPPING', additional_fields={'x': 1}))"
    ),
    "v2 tunnel": f"v2.get_tunnel({ID}, {MORE})",
    "v2 delete tunnel": f"v2.delete_tunnel({ID})",
    "v2 tunnels": f"v2.list_tunnels({MORE})",
    "v2 tunnel events": f"v2.get_tunnel_events({ID}, {MORE})",
    "v2 access point": f"v2.get_stream_access_point({ID}, {MORE})",
    "v2 access points": f"v2.list_stream_access_points({MORE})",
    "v2 pages of access points": f"pages(v2.paginated.list_stream_access_points({MORE}))",
    "v2 pages of tunnels": "v2.paginated.list_tunnels()",
}

BOOKMARKS = {
    "v2 bookmarks": f"v2.list_bookmarks({MORE})",
    "v2 bookmark": f"v2.get_bookmark({ID}, {MORE})",
    "v2 create bookmark": (
        f"v2.create_bookmark({X}.BookmarkCreateDocument({ID}, 'n', '/p',"
        " additional_fields={'x': 1}))"
    ),
    "v2 create bookmark dict": "v2.create_bookmark(data={'data': None})",
    "v2 update bookmark": (
        f"v2.update_bookmark({ID}, {X}.BookmarkUpdateDocument(name='n', path='/p',"
        " additional_fields={'x': 1}))"
    ),
    "v2 update bookmark dict": "v2.update_bookmark('b', update_document={'data': None})",
    "v2 delete bookmark": f"v2.delete_bookmark({ID})",
}

FILES = {
    "file": "files.get('/a b/ü')",
    "file of a query": "files.get('/a', query_params={'download': ''}, headers={'X-A': 'b'})",
    "write file": "files.put('/a', data='text')",
    "delete file": "files.delete('/a')",
    "file scopes": (
        "files.post('/x', data=[files.collection_id, files.resource_server,"
        " *(str(s) for s in files.default_scope_requirements)])"
    ),
}

_MINE = (
    "environment='preview', authorizer=g.AccessTokenAuthorizer('mine'), app_name='mine',"
    " retry_config=module('globus_sdk.transport').RetryConfig(max_retries=1), transport=transport()"
)
_FILES = "'experimental.gcs_collection_client.GCSCollectionClient'"
_DOWNLOADER = "'experimental.gcs_downloader.GCSDownloader'"
DOWNLOADS = {
    "files of ones own": f"client({_FILES}, {ID}, 'example.org', {_MINE}).get('/a')",
    "files by url": f"client({_FILES}, 'c', 'https://example.org/a', {_MINE}).get('/b')",
    "files with an app": (
        f"client({_FILES}, collection_id='c', collection_address='example.org', app=app(),"
        " app_scopes=[g.Scope('x')], transport=transport()).get('/a')"
    ),
    "download": (
        f"client({_DOWNLOADER}, app(), transport=transport())"
        ".read_file('https://files.example/a b/ü.txt?download')"
    ),
    "download bytes": (
        f"client({_DOWNLOADER}, app=app(), transport=transport(),"
        " transfer_client=client('TransferClient', authorizer=g.AccessTokenAuthorizer('mine'),"
        " transport=transport())).read_file('https://files.example/a', as_text=False)"
    ),
    "download with a client": (
        f"client({_DOWNLOADER}, app(), gcs_client=client({_FILES}, 'c', 'files.example', {_MINE}),"
        " transport=transport()).read_file(file_uri='https://files.example/a')"
    ),
}

ROWS = {**DOWNLOADS, **TUNNELS, **BOOKMARKS, **FILES}
