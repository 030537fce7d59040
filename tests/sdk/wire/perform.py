"""Evaluate the rows with whatever ``globus_sdk`` this interpreter has.

Reads ``{"url": ..., "rows": {name: expression}}`` from standard input and writes, for each row, the
names of the error's classes, or nothing; and which parameters there are, and which were used.
Each row's clients have an address of their own, ``<url><number of the row>/``, which tells their
requests apart.
"""

from __future__ import annotations

import datetime
import importlib
import inspect
import json
import sys
import types
import uuid
from typing import Any

import globus_sdk

if __name__ == "__main__":
    from coverage import Coverage  # type: ignore[import-not-found]  # in the same folder

_TOKEN = globus_sdk.AccessTokenAuthorizer("token")

# the name in expressions -> the class, below ``globus_sdk``, and its arguments; every client gets a
# ``base_url``
CLIENTS: dict[str, tuple[str, tuple[Any, ...], dict[str, Any]]] = {
    "auth": ("AuthClient", (), {"authorizer": _TOKEN}),
    "login": ("AuthLoginClient", ("client-id",), {}),
    "native": ("NativeAppAuthClient", ("client-id",), {}),
    "conf": ("ConfidentialAppAuthClient", ("client-id", "secret"), {}),
    "tc": ("TransferClient", (), {"authorizer": _TOKEN, "app_name": "wire test"}),
    "v2": ("experimental.TransferClientV2", (), {"authorizer": _TOKEN}),
    "gcs": ("GCSClient", ("example.org",), {"authorizer": _TOKEN}),
    "files": (
        "experimental.gcs_collection_client.GCSCollectionClient",
        ("collection", "example.org"),
        {"authorizer": _TOKEN},
    ),
    "compute": ("ComputeClientV2", (), {"authorizer": _TOKEN}),
    "compute3": ("ComputeClientV3", (), {"authorizer": _TOKEN}),
    "flows": ("FlowsClient", (), {"authorizer": _TOKEN}),
    "flow": ("SpecificFlowClient", ("flow",), {"authorizer": _TOKEN}),
    "timers": ("TimersClient", (), {"authorizer": _TOKEN}),
    "search": ("SearchClient", (), {"authorizer": _TOKEN}),
    "groups": ("GroupsClient", (), {"authorizer": _TOKEN}),
}


TRANSPORTS = {"": "RequestsTransport", "Async": "AsyncTransport"}


class App:
    """What clients need of an app, here and there."""

    app_name = "app"
    config = types.SimpleNamespace(environment="production")

    def __init__(self) -> None:
        self.requirements: list[Any] = []

    def get_client_retry_checks(self) -> list[Any]:
        return []

    def get_authorizer(self, resource_server: str) -> Any:
        return globus_sdk.AccessTokenAuthorizer(f"token-of-{resource_server}")

    def add_scope_requirements(self, requirements: dict[str, Any]) -> None:
        for server, scopes in requirements.items():
            several = scopes if isinstance(scopes, (list, tuple)) else [scopes]
            self.requirements.append({server: [str(scope) for scope in several]})


def found(path: str, prefix: str) -> Any:
    """A class, or None: version 3 does not have all of them."""
    module, _, name = f"globus_sdk.{path}".rpartition(".")
    try:
        return getattr(importlib.import_module(module), prefix + name, None)
    except ModuleNotFoundError:
        return None


def namespace(url: str, prefix: str = "") -> dict[str, Any]:
    """The names that the expressions use; ``prefix`` is ``Async`` for async clients."""
    opened: list[Any] = []

    def made(kind: Any, *arguments: Any, **options: Any) -> Any:
        if "base_url" in inspect.signature(kind).parameters:
            return kind(*arguments, base_url=url, **options)
        client = kind(*arguments, **options)
        client.base_url = url
        return client

    def transport() -> Any:
        kind: Any = getattr(importlib.import_module("globus_sdk.transport"), TRANSPORTS[prefix])

        class Redirected(kind):  # type: ignore[misc]
            def request(self, method: str, address: str, **options: Any) -> Any:
                return super().request(method, address.replace("https://", url), **options)

        opened.append(Redirected())
        return opened[-1]

    def client(path: str, *arguments: Any, **options: Any) -> Any:
        opened.append(found(path, prefix)(*arguments, **options))
        return opened[-1]

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

    clients = {
        name: made(kind, *arguments, **options)
        for name, (path, arguments, options) in CLIENTS.items()
        if (kind := found(path, prefix))
    }
    opened += clients.values()
    return {
        **clients,
        "opened": opened,
        "app": App,
        "client": client,
        "twin": lambda path: found(path, prefix),
        "transport": transport,
        "g": globus_sdk,
        "uuid": uuid,
        "datetime": datetime,
        "module": importlib.import_module,
        "transfer": transfer,
        "delete": delete,
        "args": lambda *args: args,
        "batch": batch,
        "manager": getattr(globus_sdk, f"{prefix}GroupsManager")(clients["groups"]),
        "items": items,
        "pages": pages,
    }


async def _collected(things: Any) -> list[Any]:
    return [thing async for thing in things]


def outcome(error: Exception | None) -> list[str]:
    """The names of an error's classes, as far as they are the library's.

    :raises NameError: the row itself is wrong.
    """
    if isinstance(error, (NameError, ImportError, SyntaxError)):
        raise error
    kinds = type(error).__mro__ if error else ()
    return [kind.__name__ for kind in kinds if kind.__module__.startswith("globus_sdk")]


def main() -> None:
    job = json.load(sys.stdin)
    coverage = Coverage()
    coverage.watch()
    outcomes = {}
    for number, (name, expression) in enumerate(job["rows"].items()):
        error = None
        try:
            eval(expression, namespace(f"{job['url']}{number}/"))
        except Exception as raised:
            error = raised
        outcomes[name] = outcome(error)
    used = {"known": sorted(coverage.known), "used": sorted(coverage.used)}
    json.dump({"outcomes": outcomes, **used}, sys.stdout)


if __name__ == "__main__":
    main()
