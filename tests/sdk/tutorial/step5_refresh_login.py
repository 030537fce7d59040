# ruff: noqa: F821
# mypy: ignore-errors
client = globus_sdk.NativeAppAuthClient("61338d24-54d5-408f-a10d-66c06b59f6d2")

client.oauth2_start_flow(refresh_tokens=True)
print("Log in at", client.oauth2_get_authorize_url())
token_response = client.oauth2_exchange_code_for_tokens(input("Code: ").strip())
