"""Where our signatures differ from the official version 4 so that code for version 3 runs, too."""

# method -> parameters whose default or kind is wider than in version 4
OVERLOADS: dict[str, tuple[str, ...]] = {
    # the scopes that version 3 asked for by default
    "NativeAppAuthClient.oauth2_start_flow": ("requested_scopes",),
    "ConfidentialAppAuthClient.oauth2_start_flow": ("requested_scopes",),
    "ConfidentialAppAuthClient.oauth2_client_credentials_tokens": ("requested_scopes",),
    "GlobusNativeAppFlowManager.__init__": ("requested_scopes",),
    "GlobusAuthorizationCodeFlowManager.__init__": ("requested_scopes",),
    # a transport that is used without a client, with arguments by position
    "RequestsTransport.request": (
        "caller_info",
        "query_params",
        "data",
        "headers",
        "encoding",
        "allow_redirects",
        "stream",
    ),
    "RetryContext.__init__": ("caller_info",),
    "RetryConfig.__init__": ("checks",),  # None stands for the default of both
}
