"""A client library for research data services: login, permission, managed transfer.

Names are loaded when they are first used; ``__init__.pyi`` is their table for type checkers.
"""

import sys
from importlib import import_module
from typing import Any

from ._environment import refuse_to_share
from ._version import __version__

refuse_to_share(sys.path)

_EXPORTS = {
    "_missing": ("MISSING", "MissingType"),
    "authorizers": (
        "AccessTokenAuthorizer",
        "AsyncClientCredentialsAuthorizer",
        "AsyncGlobusAuthorizer",
        "AsyncRefreshTokenAuthorizer",
        "BasicAuthorizer",
        "ClientCredentialsAuthorizer",
        "NullAuthorizer",
        "RefreshTokenAuthorizer",
    ),
    "client": ("AsyncBaseClient", "BaseClient"),
    "exc": (
        "ErrorSubdocument",
        "GlobusAPIError",
        "GlobusConnectionError",
        "GlobusConnectionTimeoutError",
        "GlobusError",
        "GlobusSDKUsageError",
        "GlobusTimeoutError",
        "NetworkError",
        "RemovedInV4Warning",
        "RemovedInV5Warning",
        "ValidationError",
    ),
    "globus_app": (
        "AsyncClientApp",
        "AsyncGlobusApp",
        "AsyncUserApp",
        "ClientApp",
        "GlobusApp",
        "GlobusAppConfig",
        "UserApp",
    ),
    "local_endpoint": (
        "GlobusConnectPersonalOwnerInfo",
        "LocalGlobusConnectPersonal",
        "LocalGlobusConnectServer",
    ),
    "response": ("ArrayResponse", "GlobusHTTPResponse", "IterableResponse"),
    "scopes": ("Scope", "ScopeCycleError", "ScopeParseError"),
    "services.auth": (
        "AsyncAuthClient",
        "AsyncAuthLoginClient",
        "AsyncConfidentialAppAuthClient",
        "AsyncIdentityMap",
        "AsyncNativeAppAuthClient",
        "AuthAPIError",
        "AuthClient",
        "AuthLoginClient",
        "ConfidentialAppAuthClient",
        "DependentScopeSpec",
        "GetConsentsResponse",
        "GetIdentitiesResponse",
        "IDTokenDecoder",
        "IdentityMap",
        "NativeAppAuthClient",
        "OAuthAuthorizationCodeResponse",
        "OAuthClientCredentialsResponse",
        "OAuthDependentTokenResponse",
        "OAuthRefreshTokenResponse",
        "OAuthTokenResponse",
    ),
    "services.compute": (
        "AsyncComputeClient",
        "AsyncComputeClientV2",
        "AsyncComputeClientV3",
        "ComputeAPIError",
        "ComputeClient",
        "ComputeClientV2",
        "ComputeClientV3",
        "ComputeFunctionDocument",
        "ComputeFunctionMetadata",
    ),
    "services.flows": (
        "AsyncFlowsClient",
        "AsyncSpecificFlowClient",
        "FlowsAPIError",
        "FlowsClient",
        "IterableFlowsResponse",
        "RunActivityNotificationPolicy",
        "SpecificFlowClient",
    ),
    "services.gcs": (
        "ActiveScaleStoragePolicies",
        "AsyncGCSClient",
        "AzureBlobStoragePolicies",
        "BlackPearlStoragePolicies",
        "BoxStoragePolicies",
        "CephStoragePolicies",
        "CollectionDocument",
        "CollectionPolicies",
        "ConnectorTable",
        "EndpointDocument",
        "GCSAPIError",
        "GCSClient",
        "GCSRoleDocument",
        "GlobusConnectServerConnector",
        "GoogleCloudStorageCollectionPolicies",
        "GoogleCloudStoragePolicies",
        "GoogleDriveStoragePolicies",
        "GuestCollectionDocument",
        "HPSSStoragePolicies",
        "IrodsStoragePolicies",
        "IterableGCSResponse",
        "MappedCollectionDocument",
        "OneDriveStoragePolicies",
        "POSIXCollectionPolicies",
        "POSIXStagingCollectionPolicies",
        "POSIXStagingStoragePolicies",
        "POSIXStoragePolicies",
        "S3StoragePolicies",
        "StorageGatewayDocument",
        "StorageGatewayPolicies",
        "UnpackingGCSResponse",
        "UserCredentialDocument",
    ),
    "services.groups": (
        "AsyncGroupsClient",
        "AsyncGroupsManager",
        "BatchMembershipActions",
        "GroupMemberVisibility",
        "GroupPolicies",
        "GroupRequiredSignupFields",
        "GroupRole",
        "GroupVisibility",
        "GroupsAPIError",
        "GroupsClient",
        "GroupsManager",
    ),
    "services.search": (
        "AsyncSearchClient",
        "SearchAPIError",
        "SearchClient",
        "SearchQuery",
        "SearchQueryV1",
        "SearchScrollQuery",
    ),
    "services.timer": ("AsyncTimerClient", "TimerAPIError", "TimerClient"),
    "services.timers": (
        "AsyncTimersClient",
        "FlowTimer",
        "OnceTimerSchedule",
        "RecurringTimerSchedule",
        "TimerJob",
        "TimersAPIError",
        "TimersClient",
        "TransferTimer",
    ),
    "services.transfer": (
        "ActivationRequirementsResponse",
        "AsyncTransferClient",
        "DeleteData",
        "IterableTransferResponse",
        "TransferAPIError",
        "TransferClient",
        "TransferData",
    ),
    "services.transfer.streaming": (
        "AsyncTaskEventStream",
        "EventStreamNotOffered",
        "StreamedEvent",
        "StreamedTask",
        "TaskEventStream",
    ),
}
_MODULE_OF = {name: module for module, names in _EXPORTS.items() for name in names}

__all__ = (  # pyright: ignore[reportUnsupportedDunderAll]  # __init__.pyi names them
    "__version__",
    *sorted(_MODULE_OF),
)


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_MODULE_OF[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
