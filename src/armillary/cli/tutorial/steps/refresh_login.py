client = globus_sdk.NativeAppAuthClient(CLIENT_ID)

client.oauth2_start_flow(refresh_tokens=True)
authorize_url = client.oauth2_get_authorize_url()
print(f"Open this address and log in:\n\n{authorize_url}\n")

auth_code = input("Paste the code that the page shows you: ").strip()
token_response = client.oauth2_exchange_code_for_tokens(auth_code)
