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
    "GlobusApp",
    "GlobusAppConfig",
    "UserApp",
}

# public members of classes that are there
METHODS = {
    "RetryCheck.copy_with",
}
