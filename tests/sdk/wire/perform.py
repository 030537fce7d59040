"""Evaluate the rows with whatever ``globus_sdk`` this interpreter has.

Reads ``{"url": ..., "rows": {name: expression}}`` from standard input and writes, for each row, the
names of the error's classes, or nothing. Each row's clients have an address of their own,
``<url><number of the row>/``, which tells their requests apart.
"""

from __future__ import annotations

import datetime
import json
import sys
import uuid
from typing import Any

import globus_sdk

CLIENTS = ("auth", "login", "native", "conf", "tc", "groups")


def namespace(url: str, prefix: str = "") -> dict[str, Any]:
    """The names that the expressions use; ``prefix`` is ``Async`` for async clients."""

    def make(name: str, *args: Any, **kwargs: Any) -> Any:
        return getattr(globus_sdk, prefix + name)(*args, base_url=url, **kwargs)

    def transfer(**options: Any) -> Any:
        data = globus_sdk.TransferData("src", "dst", **options)
        data.add_item("/a", "/b")
        data.add_item("/c/", "/d/", recursive=True, external_checksum="00")
        data.add_filter_rule("*.tmp", type="file")
        return data

    def delete(**options: Any) -> Any:
        data = globus_sdk.DeleteData("ep", **options)
        data.add_item("/a")
        return data

    def items(paginator: Any) -> Any:
        return _collected(paginator.items()) if prefix else list(paginator.items())

    def pages(paginator: Any) -> Any:
        return _collected(paginator) if prefix else list(paginator)

    def batch() -> Any:
        actions = globus_sdk.BatchMembershipActions()
        actions.accept_invites(["a"]).add_members(["a", uuid.UUID(int=2)], role="manager")
        actions.approve_pending(["a"]).change_roles(globus_sdk.GroupRole.admin, ["a"])
        actions.decline_invites(["a"]).invite_members(["a"]).join(["a"]).leave(["a"])
        actions.reject_join_requests(["a"]).remove_members(["a"]).request_join(["a"])
        return actions

    token = globus_sdk.AccessTokenAuthorizer("token")
    groups = make("GroupsClient", authorizer=token)
    return {
        "g": globus_sdk,
        "uuid": uuid,
        "datetime": datetime,
        "transfer": transfer,
        "delete": delete,
        "args": lambda *args: args,
        "batch": batch,
        "groups": groups,
        "manager": getattr(globus_sdk, f"{prefix}GroupsManager")(groups),
        "items": items,
        "pages": pages,
        "auth": make("AuthClient", authorizer=token),
        "login": make("AuthLoginClient", "client-id"),
        "native": make("NativeAppAuthClient", "client-id"),
        "conf": make("ConfidentialAppAuthClient", "client-id", "secret"),
        "tc": make("TransferClient", authorizer=token, app_name="wire test"),
    }


async def _collected(things: Any) -> list[Any]:
    return [thing async for thing in things]


def outcome(error: Exception | None) -> list[str]:
    """The names of an error's classes, down to the library's own root or a built-in one."""
    kinds = type(error).__mro__ if error else ()
    return [kind.__name__ for kind in kinds if kind.__module__.startswith("globus_sdk")]


def main() -> None:
    job = json.load(sys.stdin)
    outcomes = {}
    for number, (name, expression) in enumerate(job["rows"].items()):
        error = None
        try:
            eval(expression, namespace(f"{job['url']}{number}/"))
        except Exception as raised:
            error = raised
        outcomes[name] = outcome(error)
    json.dump(outcomes, sys.stdout)


if __name__ == "__main__":
    main()
