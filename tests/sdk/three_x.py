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
    "ComputeClientV2.register_function": ("data",),  # or ``function_data``
}

# method of version 3 -> parameters that are not there, or not at the same position
CHANGED: dict[str, set[str]] = {
    # the client's id first is recognized by its form; the others are given by name
    "AuthClient.__init__": {
        "client_id",
        "environment",
        "base_url",
        "app",
        "app_scopes",
        "authorizer",
        "app_name",
        "transport_params",
    },
    # by name only
    "AuthLoginClient.__init__": {"transport_params"},
    "NativeAppAuthClient.__init__": {"transport_params"},
    "ConfidentialAppAuthClient.__init__": {"transport_params"},
    "ComputeClient.register_function": {"function_data"},
    "ComputeClientV2.register_function": {"function_data"},
    "FlowsClient.create_flow": {"additional_fields"},
    "GCSClient.get_user_credential_list": {"query_params", "page_size", "marker"},
    "GlobusAppConfig.__init__": {
        "token_validation_error_handler",
        "id_token_decoder",
        "environment",
    },
    # overloads take them
    "DeleteData.__init__": {"transfer_client", "endpoint", "skip_activation_check"},
    "TransferData.__init__": {
        "transfer_client",
        "source_endpoint",
        "destination_endpoint",
        "skip_activation_check",
        "recursive_symlinks",
    },
    # scopes of one's own are for ScopeBuilder
    "GCSCollectionScopeBuilder.__init__": {"known_scopes", "known_url_scopes"},
    "GCSEndpointScopeBuilder.__init__": {"known_scopes", "known_url_scopes"},
    # given by position
    "commajoin.": {"val"},
    "slash_join.": {"a", "b"},
}
