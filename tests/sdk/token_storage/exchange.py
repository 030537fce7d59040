"""Store or show tokens with whatever ``globus_sdk`` this interpreter has.

Reads ``{"kind", "path", "store"}`` from standard input and writes what the storage holds then.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from globus_sdk import token_storage


def token(name: str) -> token_storage.TokenStorageData:
    return token_storage.TokenStorageData(name, "me", "a b", f"at-{name}", None, 1234, "Bearer")


def run(job: dict[str, Any]) -> dict[str, Any]:
    kind = getattr(token_storage, job["kind"])
    storage = kind(job["path"], namespace="ns")
    storage.store_token_data_by_resource_server({name: token(name) for name in job["store"]})
    held = storage.get_token_data_by_resource_server()
    storage.close()
    return {name: data.to_dict() for name, data in held.items()}


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
