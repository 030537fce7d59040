from ._missing import (
    MISSING as MISSING,
)
from ._missing import (
    MissingType as MissingType,
)
from ._version import __version__ as __version__
from .authorizers import (
    AccessTokenAuthorizer as AccessTokenAuthorizer,
)
from .authorizers import (
    AsyncClientCredentialsAuthorizer as AsyncClientCredentialsAuthorizer,
)
from .authorizers import (
    AsyncGlobusAuthorizer as AsyncGlobusAuthorizer,
)
from .authorizers import (
    AsyncRefreshTokenAuthorizer as AsyncRefreshTokenAuthorizer,
)
from .authorizers import (
    BasicAuthorizer as BasicAuthorizer,
)
from .authorizers import (
    ClientCredentialsAuthorizer as ClientCredentialsAuthorizer,
)
from .authorizers import (
    NullAuthorizer as NullAuthorizer,
)
from .authorizers import (
    RefreshTokenAuthorizer as RefreshTokenAuthorizer,
)
from .client import (
    AsyncBaseClient as AsyncBaseClient,
)
from .client import (
    BaseClient as BaseClient,
)
from .exc import (
    ErrorSubdocument as ErrorSubdocument,
)
from .exc import (
    GlobusAPIError as GlobusAPIError,
)
from .exc import (
    GlobusConnectionError as GlobusConnectionError,
)
from .exc import (
    GlobusConnectionTimeoutError as GlobusConnectionTimeoutError,
)
from .exc import (
    GlobusError as GlobusError,
)
from .exc import (
    GlobusSDKUsageError as GlobusSDKUsageError,
)
from .exc import (
    GlobusTimeoutError as GlobusTimeoutError,
)
from .exc import (
    NetworkError as NetworkError,
)
from .exc import (
    RemovedInV4Warning as RemovedInV4Warning,
)
from .exc import (
    RemovedInV5Warning as RemovedInV5Warning,
)
from .exc import (
    ValidationError as ValidationError,
)
from .globus_app import (
    AsyncClientApp as AsyncClientApp,
)
from .globus_app import (
    AsyncGlobusApp as AsyncGlobusApp,
)
from .globus_app import (
    AsyncUserApp as AsyncUserApp,
)
from .globus_app import (
    ClientApp as ClientApp,
)
from .globus_app import (
    GlobusApp as GlobusApp,
)
from .globus_app import (
    GlobusAppConfig as GlobusAppConfig,
)
from .globus_app import (
    UserApp as UserApp,
)
from .local_endpoint import (
    GlobusConnectPersonalOwnerInfo as GlobusConnectPersonalOwnerInfo,
)
from .local_endpoint import (
    LocalGlobusConnectPersonal as LocalGlobusConnectPersonal,
)
from .local_endpoint import (
    LocalGlobusConnectServer as LocalGlobusConnectServer,
)
from .response import (
    ArrayResponse as ArrayResponse,
)
from .response import (
    GlobusHTTPResponse as GlobusHTTPResponse,
)
from .response import (
    IterableResponse as IterableResponse,
)
from .scopes import (
    Scope as Scope,
)
from .scopes import (
    ScopeCycleError as ScopeCycleError,
)
from .scopes import (
    ScopeParseError as ScopeParseError,
)
from .services.auth import (
    AsyncAuthClient as AsyncAuthClient,
)
from .services.auth import (
    AsyncAuthLoginClient as AsyncAuthLoginClient,
)
from .services.auth import (
    AsyncConfidentialAppAuthClient as AsyncConfidentialAppAuthClient,
)
from .services.auth import (
    AsyncIdentityMap as AsyncIdentityMap,
)
from .services.auth import (
    AsyncNativeAppAuthClient as AsyncNativeAppAuthClient,
)
from .services.auth import (
    AuthAPIError as AuthAPIError,
)
from .services.auth import (
    AuthClient as AuthClient,
)
from .services.auth import (
    AuthLoginClient as AuthLoginClient,
)
from .services.auth import (
    ConfidentialAppAuthClient as ConfidentialAppAuthClient,
)
from .services.auth import (
    DependentScopeSpec as DependentScopeSpec,
)
from .services.auth import (
    GetConsentsResponse as GetConsentsResponse,
)
from .services.auth import (
    GetIdentitiesResponse as GetIdentitiesResponse,
)
from .services.auth import (
    IdentityMap as IdentityMap,
)
from .services.auth import (
    IDTokenDecoder as IDTokenDecoder,
)
from .services.auth import (
    NativeAppAuthClient as NativeAppAuthClient,
)
from .services.auth import (
    OAuthAuthorizationCodeResponse as OAuthAuthorizationCodeResponse,
)
from .services.auth import (
    OAuthClientCredentialsResponse as OAuthClientCredentialsResponse,
)
from .services.auth import (
    OAuthDependentTokenResponse as OAuthDependentTokenResponse,
)
from .services.auth import (
    OAuthRefreshTokenResponse as OAuthRefreshTokenResponse,
)
from .services.auth import (
    OAuthTokenResponse as OAuthTokenResponse,
)
from .services.compute import (
    AsyncComputeClient as AsyncComputeClient,
)
from .services.compute import (
    AsyncComputeClientV2 as AsyncComputeClientV2,
)
from .services.compute import (
    AsyncComputeClientV3 as AsyncComputeClientV3,
)
from .services.compute import (
    ComputeAPIError as ComputeAPIError,
)
from .services.compute import (
    ComputeClient as ComputeClient,
)
from .services.compute import (
    ComputeClientV2 as ComputeClientV2,
)
from .services.compute import (
    ComputeClientV3 as ComputeClientV3,
)
from .services.compute import (
    ComputeFunctionDocument as ComputeFunctionDocument,
)
from .services.compute import (
    ComputeFunctionMetadata as ComputeFunctionMetadata,
)
from .services.flows import (
    AsyncFlowsClient as AsyncFlowsClient,
)
from .services.flows import (
    AsyncSpecificFlowClient as AsyncSpecificFlowClient,
)
from .services.flows import (
    FlowsAPIError as FlowsAPIError,
)
from .services.flows import (
    FlowsClient as FlowsClient,
)
from .services.flows import (
    IterableFlowsResponse as IterableFlowsResponse,
)
from .services.flows import (
    RunActivityNotificationPolicy as RunActivityNotificationPolicy,
)
from .services.flows import (
    SpecificFlowClient as SpecificFlowClient,
)
from .services.gcs import (
    ActiveScaleStoragePolicies as ActiveScaleStoragePolicies,
)
from .services.gcs import (
    AsyncGCSClient as AsyncGCSClient,
)
from .services.gcs import (
    AzureBlobStoragePolicies as AzureBlobStoragePolicies,
)
from .services.gcs import (
    BlackPearlStoragePolicies as BlackPearlStoragePolicies,
)
from .services.gcs import (
    BoxStoragePolicies as BoxStoragePolicies,
)
from .services.gcs import (
    CephStoragePolicies as CephStoragePolicies,
)
from .services.gcs import (
    CollectionDocument as CollectionDocument,
)
from .services.gcs import (
    CollectionPolicies as CollectionPolicies,
)
from .services.gcs import (
    ConnectorTable as ConnectorTable,
)
from .services.gcs import (
    EndpointDocument as EndpointDocument,
)
from .services.gcs import (
    GCSAPIError as GCSAPIError,
)
from .services.gcs import (
    GCSClient as GCSClient,
)
from .services.gcs import (
    GCSRoleDocument as GCSRoleDocument,
)
from .services.gcs import (
    GlobusConnectServerConnector as GlobusConnectServerConnector,
)
from .services.gcs import (
    GoogleCloudStorageCollectionPolicies as GoogleCloudStorageCollectionPolicies,
)
from .services.gcs import (
    GoogleCloudStoragePolicies as GoogleCloudStoragePolicies,
)
from .services.gcs import (
    GoogleDriveStoragePolicies as GoogleDriveStoragePolicies,
)
from .services.gcs import (
    GuestCollectionDocument as GuestCollectionDocument,
)
from .services.gcs import (
    HPSSStoragePolicies as HPSSStoragePolicies,
)
from .services.gcs import (
    IrodsStoragePolicies as IrodsStoragePolicies,
)
from .services.gcs import (
    IterableGCSResponse as IterableGCSResponse,
)
from .services.gcs import (
    MappedCollectionDocument as MappedCollectionDocument,
)
from .services.gcs import (
    OneDriveStoragePolicies as OneDriveStoragePolicies,
)
from .services.gcs import (
    POSIXCollectionPolicies as POSIXCollectionPolicies,
)
from .services.gcs import (
    POSIXStagingCollectionPolicies as POSIXStagingCollectionPolicies,
)
from .services.gcs import (
    POSIXStagingStoragePolicies as POSIXStagingStoragePolicies,
)
from .services.gcs import (
    POSIXStoragePolicies as POSIXStoragePolicies,
)
from .services.gcs import (
    S3StoragePolicies as S3StoragePolicies,
)
from .services.gcs import (
    StorageGatewayDocument as StorageGatewayDocument,
)
from .services.gcs import (
    StorageGatewayPolicies as StorageGatewayPolicies,
)
from .services.gcs import (
    UnpackingGCSResponse as UnpackingGCSResponse,
)
from .services.gcs import (
    UserCredentialDocument as UserCredentialDocument,
)
from .services.groups import (
    AsyncGroupsClient as AsyncGroupsClient,
)
from .services.groups import (
    AsyncGroupsManager as AsyncGroupsManager,
)
from .services.groups import (
    BatchMembershipActions as BatchMembershipActions,
)
from .services.groups import (
    GroupMemberVisibility as GroupMemberVisibility,
)
from .services.groups import (
    GroupPolicies as GroupPolicies,
)
from .services.groups import (
    GroupRequiredSignupFields as GroupRequiredSignupFields,
)
from .services.groups import (
    GroupRole as GroupRole,
)
from .services.groups import (
    GroupsAPIError as GroupsAPIError,
)
from .services.groups import (
    GroupsClient as GroupsClient,
)
from .services.groups import (
    GroupsManager as GroupsManager,
)
from .services.groups import (
    GroupVisibility as GroupVisibility,
)
from .services.search import (
    AsyncSearchClient as AsyncSearchClient,
)
from .services.search import (
    SearchAPIError as SearchAPIError,
)
from .services.search import (
    SearchClient as SearchClient,
)
from .services.search import (
    SearchQuery as SearchQuery,
)
from .services.search import (
    SearchQueryV1 as SearchQueryV1,
)
from .services.search import (
    SearchScrollQuery as SearchScrollQuery,
)
from .services.timer import (
    AsyncTimerClient as AsyncTimerClient,
)
from .services.timer import (
    TimerAPIError as TimerAPIError,
)
from .services.timer import (
    TimerClient as TimerClient,
)
from .services.timers import (
    AsyncTimersClient as AsyncTimersClient,
)
from .services.timers import (
    FlowTimer as FlowTimer,
)
from .services.timers import (
    OnceTimerSchedule as OnceTimerSchedule,
)
from .services.timers import (
    RecurringTimerSchedule as RecurringTimerSchedule,
)
from .services.timers import (
    TimerJob as TimerJob,
)
from .services.timers import (
    TimersAPIError as TimersAPIError,
)
from .services.timers import (
    TimersClient as TimersClient,
)
from .services.timers import (
    TransferTimer as TransferTimer,
)
from .services.transfer import (
    ActivationRequirementsResponse as ActivationRequirementsResponse,
)
from .services.transfer import (
    AsyncTransferClient as AsyncTransferClient,
)
from .services.transfer import (
    DeleteData as DeleteData,
)
from .services.transfer import (
    IterableTransferResponse as IterableTransferResponse,
)
from .services.transfer import (
    TransferAPIError as TransferAPIError,
)
from .services.transfer import (
    TransferClient as TransferClient,
)
from .services.transfer import (
    TransferData as TransferData,
)
from .services.transfer.streaming import (
    AsyncTaskEventStream as AsyncTaskEventStream,
)
from .services.transfer.streaming import (
    EventStreamNotOffered as EventStreamNotOffered,
)
from .services.transfer.streaming import (
    StreamedEvent as StreamedEvent,
)
from .services.transfer.streaming import (
    StreamedTask as StreamedTask,
)
from .services.transfer.streaming import (
    TaskEventStream as TaskEventStream,
)

__all__ = (
    "MISSING",
    "AccessTokenAuthorizer",
    "ActivationRequirementsResponse",
    "ActiveScaleStoragePolicies",
    "ArrayResponse",
    "AsyncAuthClient",
    "AsyncAuthLoginClient",
    "AsyncBaseClient",
    "AsyncClientApp",
    "AsyncClientCredentialsAuthorizer",
    "AsyncComputeClient",
    "AsyncComputeClientV2",
    "AsyncComputeClientV3",
    "AsyncConfidentialAppAuthClient",
    "AsyncFlowsClient",
    "AsyncGCSClient",
    "AsyncGlobusApp",
    "AsyncGlobusAuthorizer",
    "AsyncGroupsClient",
    "AsyncGroupsManager",
    "AsyncIdentityMap",
    "AsyncNativeAppAuthClient",
    "AsyncRefreshTokenAuthorizer",
    "AsyncSearchClient",
    "AsyncSpecificFlowClient",
    "AsyncTaskEventStream",
    "AsyncTimerClient",
    "AsyncTimersClient",
    "AsyncTransferClient",
    "AsyncUserApp",
    "AuthAPIError",
    "AuthClient",
    "AuthLoginClient",
    "AzureBlobStoragePolicies",
    "BaseClient",
    "BasicAuthorizer",
    "BatchMembershipActions",
    "BlackPearlStoragePolicies",
    "BoxStoragePolicies",
    "CephStoragePolicies",
    "ClientApp",
    "ClientCredentialsAuthorizer",
    "CollectionDocument",
    "CollectionPolicies",
    "ComputeAPIError",
    "ComputeClient",
    "ComputeClientV2",
    "ComputeClientV3",
    "ComputeFunctionDocument",
    "ComputeFunctionMetadata",
    "ConfidentialAppAuthClient",
    "ConnectorTable",
    "DeleteData",
    "DependentScopeSpec",
    "EndpointDocument",
    "ErrorSubdocument",
    "EventStreamNotOffered",
    "FlowTimer",
    "FlowsAPIError",
    "FlowsClient",
    "GCSAPIError",
    "GCSClient",
    "GCSRoleDocument",
    "GetConsentsResponse",
    "GetIdentitiesResponse",
    "GlobusAPIError",
    "GlobusApp",
    "GlobusAppConfig",
    "GlobusConnectPersonalOwnerInfo",
    "GlobusConnectServerConnector",
    "GlobusConnectionError",
    "GlobusConnectionTimeoutError",
    "GlobusError",
    "GlobusHTTPResponse",
    "GlobusSDKUsageError",
    "GlobusTimeoutError",
    "GoogleCloudStorageCollectionPolicies",
    "GoogleCloudStoragePolicies",
    "GoogleDriveStoragePolicies",
    "GroupMemberVisibility",
    "GroupPolicies",
    "GroupRequiredSignupFields",
    "GroupRole",
    "GroupVisibility",
    "GroupsAPIError",
    "GroupsClient",
    "GroupsManager",
    "GuestCollectionDocument",
    "HPSSStoragePolicies",
    "IDTokenDecoder",
    "IdentityMap",
    "IrodsStoragePolicies",
    "IterableFlowsResponse",
    "IterableGCSResponse",
    "IterableResponse",
    "IterableTransferResponse",
    "LocalGlobusConnectPersonal",
    "LocalGlobusConnectServer",
    "MappedCollectionDocument",
    "MissingType",
    "NativeAppAuthClient",
    "NetworkError",
    "NullAuthorizer",
    "OAuthAuthorizationCodeResponse",
    "OAuthClientCredentialsResponse",
    "OAuthDependentTokenResponse",
    "OAuthRefreshTokenResponse",
    "OAuthTokenResponse",
    "OnceTimerSchedule",
    "OneDriveStoragePolicies",
    "POSIXCollectionPolicies",
    "POSIXStagingCollectionPolicies",
    "POSIXStagingStoragePolicies",
    "POSIXStoragePolicies",
    "RecurringTimerSchedule",
    "RefreshTokenAuthorizer",
    "RemovedInV4Warning",
    "RemovedInV5Warning",
    "RunActivityNotificationPolicy",
    "S3StoragePolicies",
    "Scope",
    "ScopeCycleError",
    "ScopeParseError",
    "SearchAPIError",
    "SearchClient",
    "SearchQuery",
    "SearchQueryV1",
    "SearchScrollQuery",
    "SpecificFlowClient",
    "StorageGatewayDocument",
    "StorageGatewayPolicies",
    "StreamedEvent",
    "StreamedTask",
    "TaskEventStream",
    "TimerAPIError",
    "TimerClient",
    "TimerJob",
    "TimersAPIError",
    "TimersClient",
    "TransferAPIError",
    "TransferClient",
    "TransferData",
    "TransferTimer",
    "UnpackingGCSResponse",
    "UserApp",
    "UserCredentialDocument",
    "ValidationError",
    "__version__",
)
