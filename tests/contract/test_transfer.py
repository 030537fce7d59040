"""What Transfer answers has the shape of what `globus_sdk.testing` recorded of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from globus_sdk import DeleteData, TransferAPIError, TransferClient, TransferData, testing
from globus_sdk.experimental import TransferClientV2
from globus_sdk.testing import RegisteredResponse
from tests.e2e.services import Services
from tests.sdk.testing.calls import TRANSFER, TRANSFER_V2, Call
from tests.sdk.testing.describe import shape
from tests.sdk.testing.shapes import lacks

UNKNOWN = "00000000-0000-4000-8000-000000000000"

# answered with 501, or with 405 where another method of the path is there; a newly built route has
# to leave the list, and then has to be in one of the tables below
NOT_BUILT = (
    "add_endpoint_server",
    "update_endpoint_server",
    "delete_endpoint_server",
    "create_tunnel",
    "update_tunnel",
    "get_tunnel",
    "delete_tunnel",
    "list_tunnels",
    "get_tunnel_events",
    "get_stream_access_point",
)
NOT_BUILT_V2 = (
    "create_tunnel",
    "update_tunnel",
    "get_tunnel",
    "delete_tunnel",
    "list_tunnels",
    "get_tunnel_events",
    "get_stream_access_point",
    "list_stream_access_points",
    "list_bookmarks",
    "get_bookmark",
    "create_bookmark",
    "update_bookmark",
    "delete_bookmark",
)
ANSWERS_NO_DOCUMENT = ("task_wait",)


@dataclass
class Place:
    """A client, a collection, and what its user has there: a task that has yet to end, a rule."""

    client: TransferClient
    collection: str
    task: str
    rule: str


Step = Callable[[Place], Any]

RULE = {"principal_type": "all_authenticated_users", "principal": "", "permissions": "r"}

# method -> how to call it so that it succeeds
GIVEN: dict[str, Step] = {
    "get_endpoint": lambda at: at.client.get_endpoint(at.collection),
    "endpoint_search": lambda at: at.client.endpoint_search(filter_scope="my-endpoints"),
    "operation_ls": lambda at: at.client.operation_ls(at.collection, "/share/godata/"),
    "operation_stat": lambda at: at.client.operation_stat(at.collection, "/share/godata"),
    "operation_mkdir": lambda at: at.client.operation_mkdir(at.collection, f"/made-{at.task}"),
    "operation_rename": lambda at: renamed(at),
    "operation_symlink": lambda at: at.client.operation_symlink(
        at.collection, symlink_target="/share", path=f"/link-{at.task}"
    ),
    "get_submission_id": lambda at: at.client.get_submission_id(),
    "submit_transfer": lambda at: at.client.submit_transfer(endless(at.collection)),
    "submit_delete": lambda at: at.client.submit_delete(deletion(at.collection)),
    "task_list": lambda at: at.client.task_list(),
    "get_task": lambda at: at.client.get_task(at.task),
    "update_task": lambda at: at.client.update_task(at.task, {"label": "new"}),
    "cancel_task": lambda at: at.client.cancel_task(at.task),
    "task_event_list": lambda at: cancelled(at).task_event_list(at.task),
    "task_successful_transfers": lambda at: at.client.task_successful_transfers(half_done(at)),
    "task_skipped_errors": lambda at: at.client.task_skipped_errors(half_done(at)),
    "endpoint_manager_task_successful_transfers": lambda at: (
        at.client.endpoint_manager_task_successful_transfers(half_done(at))
    ),
    "endpoint_manager_task_skipped_errors": lambda at: (
        at.client.endpoint_manager_task_skipped_errors(half_done(at))
    ),
    "task_pause_info": lambda at: paused(at).task_pause_info(at.task),
    "create_endpoint": lambda at: personal(at),
    "update_endpoint": lambda at: at.client.update_endpoint(at.collection, {"keywords": "new"}),
    "set_subscription_id": lambda at: at.client.set_subscription_id(at.collection, None),
    "set_subscription_admin_verified": lambda at: at.client.set_subscription_admin_verified(
        at.collection, False
    ),
    "endpoint_activate": lambda at: at.client.endpoint_activate(
        at.collection, requirements_data=None
    ),
    "endpoint_autoactivate": lambda at: at.client.endpoint_autoactivate(at.collection),
    "endpoint_deactivate": lambda at: at.client.endpoint_deactivate(at.collection),
    "endpoint_get_activation_requirements": lambda at: (
        at.client.endpoint_get_activation_requirements(at.collection)
    ),
    "get_shared_endpoint_list": lambda at: at.client.get_shared_endpoint_list(mapped(at)),
    "my_shared_endpoint_list": lambda at: at.client.my_shared_endpoint_list(mapped(at)),
    "my_effective_pause_rule_list": lambda at: at.client.my_effective_pause_rule_list(
        at.collection
    ),
    "endpoint_server_list": lambda at: at.client.endpoint_server_list(at.collection),
    "get_endpoint_server": lambda at: at.client.get_endpoint_server(at.collection, 1),
    "endpoint_acl_list": lambda at: at.client.endpoint_acl_list(at.collection),
    "get_endpoint_acl_rule": lambda at: at.client.get_endpoint_acl_rule(at.collection, at.rule),
    "add_endpoint_acl_rule": lambda at: at.client.add_endpoint_acl_rule(
        at.collection, {**RULE, "path": f"/{at.task}/"}
    ),
    "update_endpoint_acl_rule": lambda at: at.client.update_endpoint_acl_rule(
        at.collection, at.rule, {"permissions": "rw"}
    ),
    "delete_endpoint_acl_rule": lambda at: at.client.delete_endpoint_acl_rule(
        at.collection, at.rule
    ),
    "endpoint_role_list": lambda at: at.client.endpoint_role_list(at.collection),
    "get_endpoint_role": lambda at: at.client.get_endpoint_role(at.collection, role(at)),
    "add_endpoint_role": lambda at: at.client.add_endpoint_role(at.collection, a_role()),
    "delete_endpoint_role": lambda at: at.client.delete_endpoint_role(at.collection, role(at)),
    "bookmark_list": lambda at: at.client.bookmark_list(),
    "get_bookmark": lambda at: at.client.get_bookmark(bookmark(at)),
    "create_bookmark": lambda at: at.client.create_bookmark(a_bookmark(at)),
    "update_bookmark": lambda at: at.client.update_bookmark(
        bookmark(at), {"name": str(uuid.uuid4())}
    ),
    "delete_bookmark": lambda at: at.client.delete_bookmark(bookmark(at)),
    "endpoint_manager_monitored_endpoints": lambda at: (
        at.client.endpoint_manager_monitored_endpoints()
    ),
    "endpoint_manager_get_endpoint": lambda at: at.client.endpoint_manager_get_endpoint(
        at.collection
    ),
    "endpoint_manager_hosted_endpoint_list": lambda at: (
        at.client.endpoint_manager_hosted_endpoint_list(at.collection)
    ),
    "endpoint_manager_acl_list": lambda at: at.client.endpoint_manager_acl_list(at.collection),
    "endpoint_manager_pause_rule_list": lambda at: at.client.endpoint_manager_pause_rule_list(),
    "endpoint_manager_get_pause_rule": lambda at: at.client.endpoint_manager_get_pause_rule(
        pause_rule(at)
    ),
    "endpoint_manager_create_pause_rule": lambda at: at.client.endpoint_manager_create_pause_rule(
        a_pause_rule(at)
    ),
    "endpoint_manager_update_pause_rule": lambda at: at.client.endpoint_manager_update_pause_rule(
        pause_rule(at), {"message": "new"}
    ),
    "endpoint_manager_delete_pause_rule": lambda at: at.client.endpoint_manager_delete_pause_rule(
        pause_rule(at)
    ),
    "endpoint_manager_task_list": lambda at: at.client.endpoint_manager_task_list(
        filter_endpoint=at.collection
    ),
    "endpoint_manager_get_task": lambda at: at.client.endpoint_manager_get_task(at.task),
    "endpoint_manager_task_event_list": lambda at: paused(at).endpoint_manager_task_event_list(
        at.task
    ),
    "endpoint_manager_task_pause_info": lambda at: paused(at).endpoint_manager_task_pause_info(
        at.task
    ),
    "endpoint_manager_cancel_tasks": lambda at: at.client.endpoint_manager_cancel_tasks(
        [at.task], "m"
    ),
    "endpoint_manager_cancel_status": lambda at: at.client.endpoint_manager_cancel_status(
        at.client.endpoint_manager_cancel_tasks([at.task], "m")["id"]
    ),
    "endpoint_manager_pause_tasks": lambda at: at.client.endpoint_manager_pause_tasks(
        [at.task], "m"
    ),
    "endpoint_manager_resume_tasks": lambda at: paused(at).endpoint_manager_resume_tasks([at.task]),
}
# What needs a mapped collection of one's own, or is made and deleted along the way; the shapes of
# these answers are those of every other result.
ELSEWHERE = ("create_shared_endpoint", "delete_endpoint")
# method and case -> how to call it so that it is refused
REFUSED: dict[tuple[str, str], Step] = {
    ("get_endpoint", "not_found"): lambda at: at.client.get_endpoint(UNKNOWN),
    ("get_task", "not_found"): lambda at: at.client.get_task(UNKNOWN),
    ("task_wait", "not_found"): lambda at: at.client.task_wait(UNKNOWN),
    ("cancel_task", "not_found"): lambda at: at.client.cancel_task(UNKNOWN),
    ("update_task", "not_found"): lambda at: at.client.update_task(UNKNOWN, {"label": "new"}),
    ("update_task", "ended"): lambda at: cancelled(at).update_task(at.task, {"label": "new"}),
    ("update_endpoint", "not_found"): lambda at: at.client.update_endpoint(UNKNOWN, {}),
    ("set_subscription_id", "not_found"): lambda at: at.client.set_subscription_id(UNKNOWN, None),
    ("set_subscription_id", "multi_subscriber_cannot_use_default"): lambda at: (
        at.client.set_subscription_id(at.collection, "DEFAULT")
    ),
    ("set_subscription_admin_verified", "non_subscribed_endpoint"): lambda at: (
        at.client.set_subscription_admin_verified(at.collection, True)
    ),
    ("delete_endpoint", "not_found"): lambda at: at.client.delete_endpoint(UNKNOWN),
    ("get_endpoint_acl_rule", "not_found"): lambda at: at.client.get_endpoint_acl_rule(
        at.collection, UNKNOWN
    ),
    ("add_endpoint_acl_rule", "exists"): lambda at: at.client.add_endpoint_acl_rule(
        at.collection, {**RULE, "path": f"/of-{at.task}/"}
    ),
    ("get_endpoint_role", "not_found"): lambda at: at.client.get_endpoint_role(
        at.collection, UNKNOWN
    ),
    ("get_bookmark", "not_found"): lambda at: at.client.get_bookmark(UNKNOWN),
    ("endpoint_manager_get_endpoint", "not_found"): lambda at: (
        at.client.endpoint_manager_get_endpoint(UNKNOWN)
    ),
    ("endpoint_manager_get_task", "not_found"): lambda at: at.client.endpoint_manager_get_task(
        UNKNOWN
    ),
    ("operation_ls", "endpoint_not_found"): lambda at: at.client.operation_ls(UNKNOWN),
    ("operation_ls", "not_found"): lambda at: at.client.operation_ls(at.collection, "/nope"),
    ("operation_ls", "not_a_directory"): lambda at: at.client.operation_ls(
        at.collection, "/share/godata/file1.txt"
    ),
    ("operation_ls", "consent_required"): lambda at: at.client.operation_ls(mapped(at)),
    ("operation_stat", "not_found"): lambda at: at.client.operation_stat(at.collection, "/nope"),
    ("operation_mkdir", "exists"): lambda at: at.client.operation_mkdir(at.collection, "/share"),
    ("submit_transfer", "failure"): lambda at: at.client.submit_transfer(
        TransferData(at.collection, at.collection)
    ),
    ("submit_transfer", "consent_required"): lambda at: at.client.submit_transfer(
        endless(mapped(at))
    ),
    ("submit_transfer", "endpoint_not_found"): lambda at: at.client.submit_transfer(
        endless(UNKNOWN)
    ),
    ("submit_delete", "consent_required"): lambda at: at.client.submit_delete(deletion(mapped(at))),
}


def a_role() -> dict[str, str]:
    return {
        "principal_type": "identity",
        "principal": str(uuid.uuid4()),
        "role": "activity_monitor",
    }


def role(at: Place) -> str:
    made: str = at.client.add_endpoint_role(at.collection, a_role())["id"]
    return made


def a_bookmark(at: Place) -> dict[str, str]:
    return {"name": str(uuid.uuid4()), "endpoint_id": at.collection, "path": "/share/"}


def bookmark(at: Place) -> str:
    made: str = at.client.create_bookmark(a_bookmark(at))["id"]
    return made


def a_pause_rule(at: Place) -> dict[str, Any]:
    nobody = str(uuid.uuid4())
    return {
        "endpoint_id": at.collection,
        "message": "m",
        "identity_id": nobody,
        "pause_ls": True,
    }


def pause_rule(at: Place) -> str:
    made: str = at.client.endpoint_manager_create_pause_rule(a_pause_rule(at))["id"]
    return made


def paused(at: Place) -> TransferClient:
    at.client.endpoint_manager_pause_tasks([at.task], "m")
    return at.client


def endless(collection: str) -> TransferData:
    """A transfer that is tried again and again."""
    data = TransferData(collection, collection)
    data.add_item("/nope", "/nor this")
    return data


def deletion(collection: str) -> DeleteData:
    data = DeleteData(collection, ignore_missing=True)
    data.add_item("/nope")
    return data


def personal(at: Place) -> Any:
    """A personal collection that is deleted at once: few may wait for their nodes."""
    document = {"display_name": "mine", "is_globus_connect": True}
    made = at.client.create_endpoint(document)
    at.client.delete_endpoint(made["id"])
    return made


def renamed(at: Place) -> Any:
    at.client.operation_mkdir(at.collection, f"/old-{at.task}")
    return at.client.operation_rename(at.collection, f"/old-{at.task}", f"/new-{at.task}")


def cancelled(at: Place) -> TransferClient:
    at.client.cancel_task(at.task)
    assert at.client.task_wait(at.task, timeout=60, polling_interval=1)
    return at.client


def half_done(at: Place) -> str:
    """A task that has ended with one file transferred and one skipped."""
    data = TransferData(at.collection, at.collection, skip_source_errors=True)
    for name in ("share/godata/file1.txt", "nope"):
        data.add_item(f"/{name}", f"/copied-{at.task}/{name}")
    task: str = at.client.submit_transfer(data)["task_id"]
    assert at.client.task_wait(task, timeout=60, polling_interval=1)
    return task


def mapped(at: Place) -> str:
    """The mapped collection below, for which there is no consent."""
    found: str = at.client.get_endpoint(at.collection)["mapped_collection_id"]
    return found


@pytest.fixture(scope="module")
def transfer(services: Services) -> Iterator[TransferClient]:
    with services.transfer_client() as client:
        yield client


@pytest.fixture
def place(services: Services, transfer: TransferClient) -> Iterator[Place]:
    collection = services.collections[0]["id"]
    task: str = transfer.submit_transfer(endless(collection))["task_id"]
    rule = {**RULE, "path": f"/of-{task}/"}
    made: str = transfer.add_endpoint_acl_rule(collection, rule)["access_id"]
    yield Place(transfer, collection, task, made)
    transfer.cancel_task(task)
    for each in transfer.endpoint_manager_pause_rule_list():
        transfer.endpoint_manager_delete_pause_rule(each["id"])


def recorded(method: str, case: str = "default") -> RegisteredResponse:
    answer = testing.get_response_set(f"transfer.{method}").lookup(case)
    assert isinstance(answer, RegisteredResponse)
    return answer


# what our service tells besides, which the recorded answers of the hosted one do not have
OURS = ("bytes_total",)


def differences(recorded: Any, served: Any) -> list[str]:
    """Where documents have other names or types; null may stand for anything."""
    besides = tuple(f".{name} is missing" for name in OURS)
    more = [each for each in lacks(shape(served), shape(recorded)) if not each.endswith(besides)]
    return lacks(shape(recorded), shape(served)) + more


@pytest.mark.parametrize("method", GIVEN)
def test_the_recorded_answer_has_the_shape_of_the_services(method: str, place: Place) -> None:
    assert differences(recorded(method).json, GIVEN[method](place).data) == []


@pytest.mark.parametrize(("method", "case"), REFUSED)
def test_the_recorded_error_has_code_and_shape_of_the_services(
    method: str, case: str, place: Place
) -> None:
    answer = recorded(method, case)
    assert isinstance(answer.json, dict)
    with pytest.raises(TransferAPIError) as raised:
        REFUSED[method, case](place)
    assert (raised.value.http_status, raised.value.code) == (answer.status, answer.json["code"])
    assert differences(answer.json, raised.value.raw_json) == []


def is_built(client: Any, service: str, method: str, call: Call) -> bool:
    """Whether the service knows the call, be it that it refuses its made-up ids."""
    metadata = testing.get_response_set(f"{service}.{method}").lookup("default").metadata
    try:
        call(getattr(client, method), metadata)
    except TransferAPIError as error:
        return error.http_status not in (405, 501)
    return True


def test_what_is_not_built_is_listed(transfer: TransferClient) -> None:
    missing = [
        name for name in TRANSFER if not is_built(transfer, "transfer", name, TRANSFER[name])
    ]
    assert missing == [*NOT_BUILT]
    assert {*TRANSFER} == {*NOT_BUILT, *GIVEN, *ANSWERS_NO_DOCUMENT, *ELSEWHERE}


def test_what_is_not_built_of_version_2_is_listed(transfer: TransferClient) -> None:
    client = TransferClientV2(authorizer=transfer.authorizer, base_url=transfer.base_url)
    with client:
        calls = TRANSFER_V2.items()
        missing = [name for name, call in calls if not is_built(client, "transfer.v2", name, call)]
    assert missing == [*NOT_BUILT_V2]
