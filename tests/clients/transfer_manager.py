"""Run by the official library's interpreter: sharing and managing a collection on our service.

Reads one JSON line: a ``token`` of the owner and a ``guest_token``, the ``guest``'s identity id and
the ``collection``. Writes one that has what each step gave.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from globus_sdk import (
    AccessTokenAuthorizer,
    DeleteData,
    TransferAPIError,
    TransferClient,
    TransferData,
)

GIVEN: dict[str, str] = json.loads(sys.stdin.readline())
COLLECTION = GIVEN["collection"]


def client(token: str) -> TransferClient:
    return TransferClient(authorizer=AccessTokenAuthorizer(token))


def code_of(call: Any, *arguments: Any, **named: Any) -> str:
    try:
        call(*arguments, **named)
    except TransferAPIError as error:
        return f"{error.http_status} {error.code}"
    return "no error"


def deletion() -> DeleteData:
    data = DeleteData(endpoint=COLLECTION, ignore_missing=True)
    data.add_item("/shared/nothing")
    return data


def copy(source: str, destination: str) -> TransferData:
    data = TransferData(source_endpoint=COLLECTION, destination_endpoint=COLLECTION)
    data.add_item(source, destination)
    return data


def sharing(owner: TransferClient, guest: TransferClient) -> dict[str, Any]:
    told: dict[str, Any] = {"before": code_of(guest.operation_ls, COLLECTION, "/shared/")}
    rule = {
        "DATA_TYPE": "access",
        "principal_type": "identity",
        "principal": GIVEN["guest"],
        "path": "/shared/",
        "permissions": "r",
    }
    rule_id = owner.add_endpoint_acl_rule(COLLECTION, rule)["access_id"]
    told["listed"] = sorted(entry["name"] for entry in guest.operation_ls(COLLECTION, "/shared/"))
    told["outside"] = code_of(guest.operation_ls, COLLECTION, "/")
    told["by a link"] = code_of(guest.operation_ls, COLLECTION, "/shared/way-out/")
    told["owner by it"] = [e["name"] for e in owner.operation_ls(COLLECTION, "/shared/way-out/")]
    told["mkdir"] = code_of(guest.operation_mkdir, COLLECTION, "/shared/new")
    told["delete"] = code_of(guest.submit_delete, deletion())
    shared = guest.endpoint_search(filter_scope="shared-with-me")
    told["shared with me"] = [found["id"] for found in shared]
    owner.update_endpoint_acl_rule(COLLECTION, rule_id, {"permissions": "rw"})
    told["mkdir allowed"] = guest.operation_mkdir(COLLECTION, "/shared/new")["code"]
    symlink = f"/v0.10/operation/endpoint/{COLLECTION}/symlink"
    guest.post(symlink, data={"path": "/shared/new/up", "symlink_target": "../../private"})
    told["by my own link"] = code_of(guest.operation_ls, COLLECTION, "/shared/new/up/")
    told["copied"] = ended(guest, copy("/shared/open.txt", "/shared/new/copy.txt"))
    told["copied by a link"] = ended(
        guest, copy("/shared/way-out/secret.txt", "/shared/new/stolen.txt")
    )
    told["removed"] = ended(guest, deletion())
    told["rule"] = rule_id
    return told


def ended(guest: TransferClient, data: Any) -> str:
    submit = guest.submit_delete if isinstance(data, DeleteData) else guest.submit_transfer
    task = submit(data)["task_id"]
    guest.task_wait(task, timeout=60, polling_interval=1)
    status: str = guest.get_task(task)["status"]
    return status


def managing(owner: TransferClient, guest: TransferClient, rule_id: str) -> dict[str, Any]:
    told: dict[str, Any] = {}
    pause = {
        "DATA_TYPE": "pause_rule",
        "endpoint_id": COLLECTION,
        "message": "tape robot",
        "pause_task_transfer_write": True,
    }
    pause_id = owner.endpoint_manager_create_pause_rule(pause)["id"]
    task = guest.submit_transfer(copy("/shared/open.txt", "/shared/new/later.txt"))["task_id"]
    told["is_paused"] = guest.get_task(task)["is_paused"]
    told["pause_info"] = [r["message"] for r in guest.task_pause_info(task)["pause_rules"]]
    watched = owner.endpoint_manager_monitored_endpoints()
    told["monitored"] = COLLECTION in [each["id"] for each in watched]
    paused = owner.paginated.endpoint_manager_task_list(
        filter_status="ACTIVE", filter_endpoint=COLLECTION, filter_is_paused=True
    )
    told["paused tasks"] = [t["task_id"] for t in paused.items()] == [task]
    owner.endpoint_manager_delete_pause_rule(pause_id)
    guest.task_wait(task, timeout=60, polling_interval=1)
    told["after"] = owner.endpoint_manager_get_task(task)["status"]
    events = owner.paginated.endpoint_manager_task_event_list(task)
    told["events"] = [e["code"] for e in events.items() if e["code"] != "PROGRESS"][::-1]
    told["cancelled"] = cancelled(owner, guest)
    told["lost"] = lost(owner, guest, rule_id)
    told["foreign"] = code_of(guest.endpoint_manager_get_task, task)
    return told


def held(owner: TransferClient, guest: TransferClient) -> str:
    """A task of the guest's that the owner has paused at once."""
    rule = {"endpoint_id": COLLECTION, "message": "m", "pause_task_transfer_write": True}
    pause_id = owner.endpoint_manager_create_pause_rule(rule)["id"]
    task: str = guest.submit_transfer(copy("/shared/open.txt", "/shared/new/x.txt"))["task_id"]
    owner.endpoint_manager_pause_tasks([task], "wait")
    owner.endpoint_manager_delete_pause_rule(pause_id)
    return task


def cancelled(owner: TransferClient, guest: TransferClient) -> list[Any]:
    task = held(owner, guest)
    still = guest.task_pause_info(task)["source_pause_message"]
    order = owner.endpoint_manager_cancel_tasks([task], "enough")
    done = owner.endpoint_manager_cancel_status(order["id"])["done"]
    document = guest.get_task(task)
    return [still, done, document["status"], document["canceled_by_admin_message"]]


def lost(owner: TransferClient, guest: TransferClient, rule_id: str) -> str:
    """What becomes of a task whose permission is taken away."""
    task = held(owner, guest)
    owner.delete_endpoint_acl_rule(COLLECTION, rule_id)
    code: str = guest.get_task(task)["fatal_error"]["code"]
    return code


if __name__ == "__main__":
    mine, theirs = client(GIVEN["token"]), client(GIVEN["guest_token"])
    outcome = {"sharing": sharing(mine, theirs)}
    outcome["managing"] = managing(mine, theirs, outcome["sharing"]["rule"])
    print(json.dumps(outcome))
