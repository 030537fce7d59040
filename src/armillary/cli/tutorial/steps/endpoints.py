authorizer = globus_sdk.AccessTokenAuthorizer(TRANSFER_TOKEN)
tc = globus_sdk.TransferClient(authorizer=authorizer)

my_endpoints = list(tc.endpoint_search(filter_scope="my-endpoints"))
for endpoint in my_endpoints:
    print(f"[{endpoint['id']}] {endpoint['display_name']}")
