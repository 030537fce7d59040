for resource_server, tokens in token_response.by_resource_server.items():
    print(resource_server)
    print("  scope             ", tokens["scope"])
    print("  token type        ", tokens["token_type"])
    print("  access token      ", tokens["access_token"][:6] + "...")
    print("  expires at (POSIX)", tokens["expires_at_seconds"])
    print("  refresh token     ", tokens["refresh_token"])
