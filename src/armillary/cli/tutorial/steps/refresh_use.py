transfer_tokens = token_response.by_resource_server["transfer.api.globus.org"]

# It gets a new access token by itself whenever the old one is about to expire.
authorizer = globus_sdk.RefreshTokenAuthorizer(
    transfer_tokens["refresh_token"],
    client,
    access_token=transfer_tokens["access_token"],
    expires_at=transfer_tokens["expires_at_seconds"],
)
tc = globus_sdk.TransferClient(authorizer=authorizer)
