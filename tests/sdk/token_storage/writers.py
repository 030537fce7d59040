"""Processes that write to one storage.

Reads ``{"module", "kind", "path", "processes", "times"}`` from standard input. Each process stores
a token of its own, that many times.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from types import SimpleNamespace
from typing import Any

from globus_sdk.token_storage import TokenStorage, TokenStorageData


def store(storage: Any, name: str, number: int) -> None:
    document = {
        "resource_server": name,
        "scope": "s" * 2000,
        "access_token": f"at-{number}",
        "expires_at_seconds": number,
    }
    if isinstance(storage, TokenStorage):
        data = TokenStorageData.from_dict(document)
        storage.store_token_data_by_resource_server({name: data})
    else:
        storage.store(SimpleNamespace(by_resource_server={name: document}))


def write(job: dict[str, Any], name: str) -> None:
    storage = getattr(importlib.import_module(job["module"]), job["kind"])(job["path"])
    for number in range(job["times"]):
        store(storage, name, number)


def main() -> None:
    job = json.load(sys.stdin)
    children = []
    for number in range(job["processes"]):
        child = os.fork()
        if child == 0:
            write(job, f"rs-{number}")
            os._exit(0)
        children.append(child)
    failed = [os.waitpid(child, 0)[1] for child in children]
    json.dump(any(failed), sys.stdout)


if __name__ == "__main__":
    main()
