"""Calls of the GCS clients."""

ID = "uuid.UUID(int=1)"
MORE = "{'q': 'v', 'n': None}"

ENDPOINT = {
    "gcs info": "gcs.get_gcs_info()",
    "gcs info query": f"gcs.get_gcs_info(query_params={MORE})",
    "gcs id": "gcs.endpoint_client_id",
    "gcs endpoint": f"gcs.get_endpoint({MORE})",
    "gcs update endpoint": "gcs.update_endpoint({'a': None, 'b': g.MISSING})",
    "gcs update endpoint include": (
        f"gcs.update_endpoint({{}}, include='endpoint', query_params={MORE})"
    ),
    "gcs update endpoint includes": "gcs.update_endpoint({}, include=('endpoint', 'x'))",
    "gcs update endpoint included": (
        "gcs.update_endpoint({}, include='endpoint', query_params={'include': 'x'})"
    ),
}

COLLECTIONS = {
    "gcs collections": "gcs.get_collection_list()",
    "gcs collections everything": (
        f"gcs.get_collection_list(mapped_collection_id={ID}, filter=['a', 'b'],"
        f" include=('x', {ID}), page_size=3, marker='m', query_params={MORE})"
    ),
    "gcs collections texts": (
        "gcs.get_collection_list(mapped_collection_id='c', filter='a', include='x')"
    ),
    "gcs collections none": (
        "gcs.get_collection_list(mapped_collection_id=None, filter=None, include=None,"
        " page_size=None, marker=None)"
    ),
    "gcs collections twice": (
        "gcs.get_collection_list(filter='a', page_size=3,"
        " query_params={'filter': 'z', 'page_size': 9, 'marker': None})"
    ),
    "gcs collection": f"gcs.get_collection({ID}, query_params={MORE})",
    "gcs collection odd": "gcs.get_collection('a b/c')",
    "gcs create collection": "gcs.create_collection(collection_data={'a': 1})",
    "gcs update collection": f"gcs.update_collection({ID}, {{'a': 1}}, query_params={MORE})",
    "gcs update collection named": (
        "gcs.update_collection(collection_id='c', collection_data={'a': 1})"
    ),
    "gcs delete collection": f"gcs.delete_collection({ID}, query_params={MORE})",
}

GATEWAYS = {
    "gcs gateways": "gcs.get_storage_gateway_list()",
    "gcs gateways everything": (
        "gcs.get_storage_gateway_list(include=['a', 'b'], page_size=3, marker='m',"
        f" query_params={MORE})"
    ),
    "gcs gateway": f"gcs.get_storage_gateway({ID}, include=['a', 'b'], query_params={MORE})",
    "gcs gateway text": "gcs.get_storage_gateway('s', include='private_policies')",
    "gcs create gateway": f"gcs.create_storage_gateway({{'a': 1}}, query_params={MORE})",
    "gcs update gateway": f"gcs.update_storage_gateway({ID}, {{'a': 1}}, query_params={MORE})",
    "gcs update gateway named": "gcs.update_storage_gateway(storage_gateway_id='s', data={'a': 1})",
    "gcs delete gateway": f"gcs.delete_storage_gateway({ID}, query_params={MORE})",
}

ROLES = {
    "gcs roles": "gcs.get_role_list()",
    "gcs roles everything": f"gcs.get_role_list({ID}, 'all_roles', 3, 'm', {MORE})",
    "gcs roles named": (
        "gcs.get_role_list(collection_id='c', include=['a', 'b'], page_size=3, marker='m',"
        f" query_params={MORE})"
    ),
    "gcs role": f"gcs.get_role({ID}, {MORE})",
    "gcs create role": f"gcs.create_role({{'a': 1}}, {MORE})",
    "gcs delete role": f"gcs.delete_role({ID}, {MORE})",
}

CREDENTIALS = {
    "gcs credentials": "gcs.get_user_credential_list()",
    "gcs credentials everything": f"gcs.get_user_credential_list({ID}, 3, 'm', {MORE})",
    "gcs credentials named": (
        "gcs.get_user_credential_list(storage_gateway='s', page_size=3, marker='m',"
        f" query_params={MORE})"
    ),
    "gcs credential": f"gcs.get_user_credential({ID}, {MORE})",
    "gcs create credential": f"gcs.create_user_credential({{'a': 1}}, {MORE})",
    "gcs update credential": f"gcs.update_user_credential({ID}, {{'a': 1}}, {MORE})",
    "gcs delete credential": f"gcs.delete_user_credential({ID}, {MORE})",
}

PAGED = {
    "gcs pages of collections": "pages(gcs.paginated.get_collection_list(filter='a'))",
    "gcs items of collections": "items(gcs.paginated.get_collection_list(page_size=2))",
    "gcs items of gateways": "items(gcs.paginated.get_storage_gateway_list())",
    "gcs items of roles": f"items(gcs.paginated.get_role_list({ID}))",
    "gcs items of credentials": "items(gcs.paginated.get_user_credential_list('s'))",
    "gcs pages of what has none": "gcs.paginated.get_role('r')",
}

_MINE = (
    "environment='preview', authorizer=g.AccessTokenAuthorizer('mine'), app_name='mine',"
    " retry_config=module('globus_sdk.transport').RetryConfig(max_retries=1), transport=transport()"
)
CLIENTS = {
    "gcs of ones own": f"client('GCSClient', 'example.org', {_MINE}).get_endpoint()",
    "gcs url": f"client('GCSClient', 'https://example.org/api', {_MINE}).get_role('r')",
    "gcs app": (
        "client('GCSClient', gcs_address='example.org', app=app(), transport=transport())"
        ".get_endpoint()"
    ),
    "gcs app scopes": (
        "(lambda mine: (client('GCSClient', 'example.org', app=mine, transport=transport(),"
        " app_scopes=[g.Scope('a')]).get_endpoint()))(app())"
    ),
    "gcs app and authorizer": "client('GCSClient', 'h', app=app(), authorizer=g.NullAuthorizer())",
}

# document -> its parameters, each of which makes a row
DOCUMENTS = {
    "EndpointDocument": {
        "data_type": "'endpoint#1.9.0'",
        "contact_email": "'a@x.org'",
        "contact_info": "'i'",
        "department": "'d'",
        "description": "None",
        "display_name": "'n'",
        "info_link": "'https://x.org'",
        "network_use": "'custom'",
        "organization": "'o'",
        "subscription_id": "None",
        "keywords": "('a', 'b')",
        "allow_udt": "False",
        "public": "True",
        "max_concurrency": "4",
        "max_parallelism": "3",
        "preferred_concurrency": "2",
        "preferred_parallelism": "1",
        "gridftp_control_channel_port": "None",
        "additional_fields": "{'gridftp_control_channel_port': 443, 'x': 1}",
    },
    "CollectionDocument": {"display_name": "'n'"},
    "GCSRoleDocument": {
        "DATA_TYPE": "'role#2.0.0'",
        "collection": ID,
        "principal": "'urn:globus:auth:identity:x'",
        "role": "'owner'",
        "additional_fields": "{'x': 1}",
    },
    "UserCredentialDocument": {
        "DATA_TYPE": "'user_credential#2.0.0'",
        "identity_id": ID,
        "connector_id": ID,
        "username": "'u'",
        "display_name": "None",
        "storage_gateway_id": "'s'",
        "policies": "{'a': [1, g.MISSING], 'b': None}",
        "additional_fields": "{'x': 1}",
    },
    "StorageGatewayDocument": {
        "DATA_TYPE": "'storage_gateway#2.0.0'",
        "display_name": "'n'",
        "connector_id": ID,
        "root": "'/'",
        "identity_mappings": "({'a': 1}, {'b': 2})",
        "policies": "g.S3StoragePolicies(s3_endpoint='https://x.org')",
        "allowed_domains": "'x.org'",
        "high_assurance": "True",
        "require_mfa": "None",
        "authentication_timeout_mins": "30",
        "users_allow": "(name for name in 'ab')",
        "users_deny": "None",
        "additional_fields": "{'require_mfa': True, 'x': 1}",
    },
}

COLLECTION = {
    "data_type": "'collection#1.99.0'",
    "collection_base_path": "'/'",
    "contact_email": "None",
    "contact_info": "'i'",
    "default_directory": "'/~/'",
    "department": "'d'",
    "description": "'d'",
    "display_name": "'n'",
    "identity_id": ID,
    "info_link": "None",
    "organization": "'o'",
    "restrict_transfers_to_high_assurance": "'all'",
    "user_message": "'x' * 64",
    "user_message_link": "None",
    "keywords": f"[{ID}, 'b']",
    "disable_verify": "True",
    "enable_https": "False",
    "force_encryption": "True",
    "force_verify": "False",
    "public": "True",
    "acl_expiration_mins": "60",
    "associated_flow_policy": "{'a': (1, 2)}",
    "additional_fields": "{'acl_expiration_mins': 0, 'x': 1}",
}
DOCUMENTS["MappedCollectionDocument"] = {
    **COLLECTION,
    "domain_name": "'x.org'",
    "guest_auth_policy_id": "None",
    "storage_gateway_id": ID,
    "sharing_users_allow": "'u'",
    "sharing_users_deny": "['u', 'v']",
    "sharing_restrict_paths": "{'read': ['/']}",
    "delete_protected": "False",
    "allow_guest_collections": "True",
    "disable_anonymous_writes": "True",
    "auto_delete_timeout": "3",
    "policies": "g.POSIXCollectionPolicies(sharing_groups_allow='x')",
}
DOCUMENTS["GuestCollectionDocument"] = {
    **COLLECTION,
    "user_message": "'é' * 65",
    "mapped_collection_id": ID,
    "user_credential_id": ID,
    "skip_auto_delete": "False",
    "activity_notification_policy": "{'status': ['a']}",
}

_S3 = {"s3_endpoint": "'https://x.org'", "s3_buckets": "'b'", "additional_fields": "{'x': 1}"}
_APP = {"client_id": "'c'", "secret": "'s'", "additional_fields": "{'x': 1}"}
_GROUPS = {"groups_allow": "'a'", "groups_deny": "('b',)", "additional_fields": "{'x': 1}"}
_SHARING = {
    "DATA_TYPE": "'d#1.0.0'",
    "sharing_groups_allow": f"[{ID}]",
    "sharing_groups_deny": "None",
    "additional_fields": "{'x': 1}",
}
POLICIES = {
    "POSIXCollectionPolicies": _SHARING,
    "POSIXStagingCollectionPolicies": _SHARING,
    "GoogleCloudStorageCollectionPolicies": {
        "DATA_TYPE": "'d#1.0.0'",
        "project": "'p'",
        "additional_fields": "{'x': 1}",
    },
    "POSIXStoragePolicies": _GROUPS,
    "POSIXStagingStoragePolicies": {
        **_GROUPS,
        "stage_app": "'/bin/true'",
        "environment": "({'name': 'n', 'value': 'v'},)",
    },
    "BlackPearlStoragePolicies": {
        "s3_endpoint": "'https://x.org'",
        "bp_access_id_file": "'/f'",
        "additional_fields": "{'x': 1}",
    },
    "BoxStoragePolicies": {
        "enterpriseID": "'e'",
        "boxAppSettings": "{'a': 1}",
        "additional_fields": "{'x': 1}",
    },
    "CephStoragePolicies": {**_S3, "ceph_admin_key_id": "'k'", "ceph_admin_secret_key": "'s'"},
    "GoogleDriveStoragePolicies": {**_APP, "user_api_rate_quota": "3"},
    "GoogleCloudStoragePolicies": {
        **_APP,
        "service_account_key": "{'a': 1}",
        "buckets": "'b'",
        "projects": "['p', 'q']",
    },
    "OneDriveStoragePolicies": {**_APP, "tenant": "'t'", "user_api_rate_limit": "3"},
    "AzureBlobStoragePolicies": {
        **_APP,
        "tenant": "'t'",
        "account": "'a'",
        "auth_type": "'user'",
        "adls": "False",
    },
    "S3StoragePolicies": {**_S3, "s3_user_credential_required": "True"},
    "ActiveScaleStoragePolicies": {**_S3, "s3_user_credential_required": "False"},
    "IrodsStoragePolicies": {
        "irods_environment_file": "'/e'",
        "irods_authentication_file": "'/a'",
        "additional_fields": "{'x': 1}",
    },
    "HPSSStoragePolicies": {
        "authentication_mech": "'m'",
        "authenticator": "'a'",
        "uda_checksum_support": "True",
        "additional_fields": "{'x': 1}",
    },
    "CollectionPolicies": {},
    "StorageGatewayPolicies": {},
}


def _all_of(parameters: dict[str, str], without: str = "") -> str:
    return ", ".join(f"{name}={value}" for name, value in parameters.items() if name != without)


def _posting(document: str) -> str:
    return f"gcs.post('/x', data={{'document': {document}}})"


WRITTEN = {
    **{
        f"gcs {name} {parameter}": _posting(f"g.{name}({parameter}={value})")
        for name, parameters in DOCUMENTS.items()
        for parameter, value in parameters.items()
    },
    **{f"gcs {name}": _posting(f"g.{name}()") for name in {**DOCUMENTS, **POLICIES}},
    **{
        f"gcs {name} everything": _posting(f"g.{name}({_all_of(parameters)})")
        for name, parameters in {**DOCUMENTS, **POLICIES}.items()
    },
    **{
        f"gcs {name} of the lowest version": (
            f"gcs.post('/x', data=g.{name}({_all_of(parameters, without='data_type')}))"
        )
        for name, parameters in DOCUMENTS.items()
    },
    **{
        f"gcs {name} of a type": _posting(f"g.{name}(DATA_TYPE='d#2.0.0')")
        for name in POLICIES
        if name.endswith("StoragePolicies")
    },
    "gcs long message with more": _posting(
        "g.MappedCollectionDocument(user_message='x' * 65, delete_protected=True)"
    ),
    "gcs odd message": _posting("g.MappedCollectionDocument(user_message=['a'] * 65)"),
    "gcs further message": _posting(
        "g.GuestCollectionDocument(additional_fields={'user_message': 'x' * 65})"
    ),
    "gcs further type": _posting(
        "g.GuestCollectionDocument(additional_fields={'DATA_TYPE': 'x', 'collection_type': 'y'})"
    ),
    "gcs further version": _posting(
        "g.MappedCollectionDocument(additional_fields={'skip_auto_delete': True})"
    ),
    "gcs keywords of a number": _posting("g.EndpointDocument(keywords=3)"),
    "gcs policies by position": _posting("g.S3StoragePolicies('d', 'e', ['b'], True, {'a': 1})"),
    "gcs gateway by position": _posting("g.StorageGatewayDocument('d', 'n', 'c', '/')"),
    "gcs some collection": _posting(
        "type('Mine', (g.CollectionDocument,), {'collection_type': 'mine'})"
        f"({_all_of(COLLECTION)})"
    ),
    "gcs connector of ones own": (
        "gcs.post('/x', data=vars(g.GlobusConnectServerConnector(name='n', connector_id='i')))"
    ),
    "gcs connectors extended": (
        "gcs.post('/x', data=vars(g.ConnectorTable.extend(connector_name='n n',"
        " connector_id=uuid.UUID(int=1)).lookup(name_or_id='N_N')))"
    ),
    "gcs connectors extended by name": (
        "gcs.post('/x', data=vars(g.ConnectorTable.extend(connector_name='n n',"
        " connector_id='i', attribute_name='n').n))"
    ),
    "gcs connector": "gcs.post('/x', data=[vars(c) for c in g.ConnectorTable.all_connectors()])",
    "gcs scopes": (
        f"gcs.post('/x', data=[str(s) for s in [*gcs.get_gcs_endpoint_scopes(endpoint_id={ID}),"
        f" *gcs.get_gcs_collection_scopes(collection_id={ID})]])"
    ),
}

ROWS = {
    **ENDPOINT,
    **CLIENTS,
    **COLLECTIONS,
    **GATEWAYS,
    **ROLES,
    **CREDENTIALS,
    **PAGED,
    **WRITTEN,
}
