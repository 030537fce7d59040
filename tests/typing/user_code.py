"""What users write, and the types that a type checker sees in it."""

from __future__ import annotations

from typing import Any, Literal, assert_type

import globus_sdk
from globus_sdk import (
    AccessTokenAuthorizer,
    AsyncAuthClient,
    AsyncGCSClient,
    AsyncGroupsClient,
    AsyncNativeAppAuthClient,
    AsyncSearchClient,
    AsyncSpecificFlowClient,
    AsyncTaskEventStream,
    AsyncTransferClient,
    AsyncUserApp,
    AuthClient,
    ClientApp,
    ConfidentialAppAuthClient,
    ConnectorTable,
    DeleteData,
    FlowsClient,
    GCSClient,
    GetIdentitiesResponse,
    GlobusAppConfig,
    GlobusConnectServerConnector,
    GlobusHTTPResponse,
    GuestCollectionDocument,
    IdentityMap,
    IDTokenDecoder,
    IterableFlowsResponse,
    IterableGCSResponse,
    IterableTransferResponse,
    NativeAppAuthClient,
    OAuthAuthorizationCodeResponse,
    OAuthClientCredentialsResponse,
    OnceTimerSchedule,
    RefreshTokenAuthorizer,
    Scope,
    SearchClient,
    SearchQueryV1,
    SpecificFlowClient,
    StreamedEvent,
    StreamedTask,
    TaskEventStream,
    TimersClient,
    TransferClient,
    TransferData,
    TransferTimer,
    UnpackingGCSResponse,
    UserApp,
)
from globus_sdk.authorizers import AsyncGlobusAuthorizer, GlobusAuthorizer
from globus_sdk.documents import (
    BookmarkDocument,
    FileDocument,
    GroupDocument,
    JobDocument,
    ProjectAnswer,
    RunDocument,
    SearchResultDocument,
    StreamedEventDocument,
    SubmissionDocument,
    TaskDocument,
    TimerCreatedDocument,
    TransferEndpointDocument,
)
from globus_sdk.experimental.gcs_downloader import AsyncGCSDownloader, GCSDownloader
from globus_sdk.gare import GARE, to_gare
from globus_sdk.paging import AsyncPaginator, Paginator
from globus_sdk.scopes import ScopeConstant, TransferScopes
from globus_sdk.scopes.consents import ConsentForest
from globus_sdk.services.search.response import IndexListResponse
from globus_sdk.token_storage import TokenStorageData, TokenValidationError


def log_in() -> TransferClient:
    client = NativeAppAuthClient("id")
    client.oauth2_start_flow(requested_scopes=[TransferScopes.all, "openid"], refresh_tokens=True)
    assert_type(client.oauth2_get_authorize_url(prompt="login"), str)
    tokens = client.oauth2_exchange_code_for_tokens("code")
    assert_type(tokens, OAuthAuthorizationCodeResponse)
    document = tokens.by_resource_server["transfer.api.globus.org"]
    return TransferClient(authorizer=RefreshTokenAuthorizer(document["refresh_token"], client))


def transfer(client: TransferClient) -> None:
    data = TransferData("src", "dst", label="x", sync_level="checksum")
    data.add_item("/a", "/b", recursive=True)
    assert_type(client.submit_transfer(data), GlobusHTTPResponse[SubmissionDocument])
    assert_type(client.task_wait("t", timeout=60), bool)
    for endpoint in client.endpoint_search(filter_scope="my-endpoints"):
        print(endpoint["id"])
    assert_type(client.paginated.task_list(), Paginator[GlobusHTTPResponse])


def former_style(client: TransferClient) -> None:
    TransferData(client, "src", "dst", label="x", additional_fields={"a": 1})
    TransferData(transfer_client=client, source_endpoint="src", destination_endpoint="dst")
    DeleteData(client, "ep", recursive=True)
    NativeAppAuthClient("id").oauth2_start_flow()
    print("scope: " + TransferScopes.all, " ".join([TransferScopes.all, "openid"]))


def scopes() -> None:
    assert_type(TransferScopes.all, ScopeConstant)
    assert_type(TransferScopes.all.with_dependency(Scope("b", optional=True)), Scope)
    assert_type(Scope.parse("a[b]").dependencies, tuple[Scope, ...])


def confidential() -> None:
    client = ConfidentialAppAuthClient("id", "secret")
    tokens = client.oauth2_client_credentials_tokens(TransferScopes.all)
    assert_type(tokens, OAuthClientCredentialsResponse)
    assert_type(client.get_identities(ids=["a"]), GetIdentitiesResponse)
    with AuthClient(authorizer=AccessTokenAuthorizer("t")) as auth:
        assert_type(auth.get_project("p"), GlobusHTTPResponse[ProjectAnswer])


def gcs(client: GCSClient) -> None:
    document = GuestCollectionDocument(display_name="n", public=False, keywords=["a"])
    assert_type(client.create_collection(document), UnpackingGCSResponse)
    assert_type(client.get_collection_list(filter="managed_by_me"), IterableGCSResponse)
    assert_type(client.endpoint_client_id, str)
    assert_type(ConnectorTable.POSIX, GlobusConnectServerConnector)


async def gcs_async(client: AsyncGCSClient) -> None:
    assert_type(await client.get_collection("c"), UnpackingGCSResponse)
    assert_type(await client.endpoint_client_id, str)


async def files(downloader: GCSDownloader, awaited: AsyncGCSDownloader) -> None:
    assert_type(downloader.read_file("https://x.org/a"), str)
    assert_type(downloader.read_file("https://x.org/a", as_text=False), bytes)
    assert_type(await awaited.read_file("https://x.org/a", as_text=False), bytes)


def search_and_flows(search: SearchClient, flows: FlowsClient, flow: SpecificFlowClient) -> None:
    found = search.post_search("i", SearchQueryV1(q="*", limit=3))
    assert_type(found, GlobusHTTPResponse[SearchResultDocument])
    assert_type(search.index_list(["owner", "admin"]), IndexListResponse)
    assert_type(flows.list_flows(filter_roles="flow_owner"), IterableFlowsResponse)
    assert_type(flow.run_flow({}, tags=["a"]), GlobusHTTPResponse[RunDocument])
    assert_type(flow.add_app_transfer_data_access_scope("c"), SpecificFlowClient)
    assert_type(flow.scopes.user, ScopeConstant)


def timers(client: TimersClient) -> None:
    timer = TransferTimer(schedule=OnceTimerSchedule(), body=TransferData("a", "b"))
    assert_type(client.create_timer(timer), GlobusHTTPResponse[TimerCreatedDocument])
    assert_type(client.add_app_flow_user_scope(["f"]), TimersClient)


def consents(client: AuthClient, decoder: IDTokenDecoder) -> None:
    assert_type(client.get_consents("me").to_forest(), ConsentForest)
    assert_type(decoder.decode("x"), dict[str, Any])
    assert_type(IdentityMap(client).unresolved_ids, set[str])


async def with_flows(client: AsyncSpecificFlowClient) -> None:
    assert_type(await client.run_flow({}), GlobusHTTPResponse[RunDocument])
    assert_type(client.add_app_transfer_data_access_scope("c"), AsyncSpecificFlowClient)


def errors(client: TransferClient) -> str | None:
    try:
        client.get_task("t")
    except globus_sdk.TransferAPIError as error:
        return error.code if error.info.consent_required else error.message
    return None


class Mine(TransferClient):
    def get_task(
        self, task_id: object, *, query_params: dict[str, object] | None = None
    ) -> GlobusHTTPResponse:
        return super().get_task(str(task_id), query_params=query_params)


async def with_asyncio() -> None:
    login = AsyncNativeAppAuthClient("id")
    login.oauth2_start_flow()
    tokens = await login.oauth2_exchange_code_for_tokens("code")
    assert_type(tokens, OAuthAuthorizationCodeResponse)
    async with AsyncTransferClient(authorizer=AccessTokenAuthorizer("t")) as client:
        assert_type(client, AsyncTransferClient)
        assert_type(await client.task_wait("t", timeout=60), bool)
        submitted = await client.submit_transfer(TransferData("a", "b"))
        assert_type(submitted, GlobusHTTPResponse[SubmissionDocument])
        pages = client.paginated.task_list()
        assert_type(pages, AsyncPaginator[GlobusHTTPResponse])
        async for page in pages:
            print(page["DATA"])
        async for item in client.paginated.task_list().items():
            print(item["task_id"])
    async with AsyncAuthClient() as auth:
        assert_type(await auth.get("/x"), GlobusHTTPResponse)
        assert_type(await auth.create_project("P", "a@x.org"), GlobusHTTPResponse[ProjectAnswer])


def documents(client: TransferClient) -> None:
    task = client.get_task("t")
    assert_type(task, GlobusHTTPResponse[TaskDocument])
    assert_type(task.data["status"], Literal["ACTIVE", "INACTIVE", "SUCCEEDED", "FAILED"])
    assert_type(task["status"], Any)
    assert_type(client.bookmark_list(), IterableTransferResponse[BookmarkDocument])
    for file in client.operation_ls("c"):
        assert_type(file, FileDocument)
        assert_type(file["size"], int)
    for endpoint in client.endpoint_search("x"):
        assert_type(endpoint, TransferEndpointDocument)
    untyped: IterableTransferResponse = client.operation_ls("c")
    assert_type(list(untyped), list[Any])


async def documents_async(client: AsyncTransferClient) -> None:
    assert_type((await client.get_task("t")).data, TaskDocument)
    for file in await client.operation_ls("c"):
        assert_type(file, FileDocument)


def streams(client: TransferClient) -> None:
    with TaskEventStream(client, "t", last_event_id=7, timeout=60) as stream:
        assert_type(stream.last_event_id, int | None)
        for message in stream:
            assert_type(message, StreamedEvent | StreamedTask)
            if isinstance(message, StreamedEvent):
                assert_type(message.id, int)
                assert_type(message.data, StreamedEventDocument)
            else:
                assert_type(message.data, TaskDocument)


async def streams_async(client: AsyncTransferClient) -> None:
    async with AsyncTaskEventStream(client) as stream:
        async for message in stream:
            assert_type(message, StreamedEvent | StreamedTask)
            if isinstance(message, StreamedTask):
                assert_type(message.data, TaskDocument)


async def documents_of_other_services(
    groups: AsyncGroupsClient,
    timers: TimersClient,
    flows: FlowsClient,
    flow: SpecificFlowClient,
    search: AsyncSearchClient,
) -> None:
    for group in await groups.get_my_groups():
        assert_type(group, GroupDocument)
    assert_type(timers.list_jobs().data["jobs"], list[JobDocument])
    assert_type(flow.run_flow({}).data, RunDocument)
    for run in flows.list_runs():
        assert_type(run, RunDocument)
    assert_type((await search.search("i", "q")).data, SearchResultDocument)


def apps() -> None:
    def handle(app: UserApp, error: TokenValidationError) -> None:
        assert_type(
            to_gare(globus_sdk.GlobusAPIError.__new__(globus_sdk.GlobusAPIError)), GARE | None
        )
        app.login(force=True)

    config = GlobusAppConfig(
        login_flow_manager="auto",
        token_storage="sqlite",
        request_refresh_tokens=True,
        token_validation_error_handler=handle,
    )
    with UserApp("mine", client_id="id", config=config) as app, TransferClient(app=app) as client:
        assert_type(app, UserApp)
        assert_type(app.get_authorizer("rs"), GlobusAuthorizer)
        assert_type(app.login_required(), bool)
        assert_type(app.scope_requirements, dict[str, list[Scope]])
        assert_type(app.token_storage.get_token_data("rs"), TokenStorageData)
        assert_type(client.task_list(), IterableTransferResponse[TaskDocument])
    ClientApp("mine", client_id="id", client_secret="s", scope_requirements={"rs": "a b"}).close()


async def apps_for_asyncio() -> None:
    async def handle(app: AsyncUserApp, error: TokenValidationError) -> None:
        await app.login()

    config = GlobusAppConfig(token_validation_error_handler=handle)
    async with AsyncUserApp("mine", client_id="id", config=config) as app:
        assert_type(await app.get_authorizer("rs"), AsyncGlobusAuthorizer)
        assert_type(await app.login_required(), bool)
        async with AsyncTransferClient(app=app) as client:
            assert_type(await client.task_list(), IterableTransferResponse[TaskDocument])
