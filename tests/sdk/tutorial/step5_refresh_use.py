# ruff: noqa: F821
# mypy: ignore-errors
document = token_response.by_resource_server["transfer.api.globus.org"]
authorizer = globus_sdk.RefreshTokenAuthorizer(
    document["refresh_token"],
    client,
    access_token=document["access_token"],
    expires_at=document["expires_at_seconds"],
)
tc = globus_sdk.TransferClient(authorizer=authorizer)
