"""What the official library has and this one does not have yet; the list only shrinks."""

# public names
NAMES = {
    "HasRefreshTokensValidator",
    "NotExpiredValidator",
    "ScopeRequirementsValidator",
    "TokenDataValidator",
    "TokenValidationContext",
    "TokenValidationError",
    "UnchangingIdentityIDValidator",
    "ValidatingTokenStorage",
    "ClientApp",
    "FlowTimer",
    "FlowsAPIError",
    "FlowsClient",
    "GlobusApp",
    "GlobusAppConfig",
    "GlobusConnectPersonalOwnerInfo",
    "IterableFlowsResponse",
    "LocalGlobusConnectPersonal",
    "LocalGlobusConnectServer",
    "OnceTimerSchedule",
    "RecurringTimerSchedule",
    "RunActivityNotificationPolicy",
    "SpecificFlowClient",
    "TimerJob",
    "TimersAPIError",
    "TimersClient",
    "TransferTimer",
    "UserApp",
}

# public members of classes that are there
METHODS = {
    "ComputeScopes.client_id",
    "FlowsScopes.client_id",
    "RetryCheck.copy_with",
}
