# mypy: ignore-errors
import globus_sdk

CLIENT_ID = "61338d24-54d5-408f-a10d-66c06b59f6d2"
client = globus_sdk.NativeAppAuthClient(CLIENT_ID)

client.oauth2_start_flow()
print("Log in at", client.oauth2_get_authorize_url())
auth_code = input("Code: ").strip()
token_response = client.oauth2_exchange_code_for_tokens(auth_code)

AUTH_TOKEN = token_response.by_resource_server["auth.globus.org"]["access_token"]
TRANSFER_TOKEN = token_response.by_resource_server["transfer.api.globus.org"]["access_token"]
