"""What the official library has and this one does not have yet; the list only shrinks."""

# public names
NAMES = {
    "GlobusConnectPersonalOwnerInfo",
    "LocalGlobusConnectPersonal",
    "LocalGlobusConnectServer",
}

# public members of classes that are there
METHODS = {
    "RetryCheck.copy_with",
}
