import globus_sdk

# The id of the app that asks you to log in. Put your own app's id here later.
CLIENT_ID = "61338d24-54d5-408f-a10d-66c06b59f6d2"
client = globus_sdk.NativeAppAuthClient(CLIENT_ID)

client.oauth2_start_flow()
authorize_url = client.oauth2_get_authorize_url()
print(f"Open this address and log in:\n\n{authorize_url}\n")

auth_code = input("Paste the code that the page shows you: ").strip()
token_response = client.oauth2_exchange_code_for_tokens(auth_code)

# One token for each service that you allowed the app to use.
transfer_tokens = token_response.by_resource_server["transfer.api.globus.org"]
TRANSFER_TOKEN = transfer_tokens["access_token"]
