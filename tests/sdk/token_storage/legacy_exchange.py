"""Use a storage of version 3 with whatever ``globus_sdk`` this interpreter has.

Reads ``{"kind", "path", "store"}`` from standard input and writes what the storage holds then.
"""

from __future__ import annotations

import json
import sys
from types import SimpleNamespace
from typing import Any

try:
    from globus_sdk.token_storage import legacy
except ImportError:  # version 3
    from globus_sdk import tokenstorage as legacy  # type: ignore[no-redef]


def response(*names: str) -> Any:
    documents = {name: {"access_token": f"at-{name}", "resource_server": name} for name in names}
    return SimpleNamespace(by_resource_server=documents)


def run(job: dict[str, Any]) -> Any:
    storage = getattr(legacy, job["kind"])(job["path"])
    storage.on_refresh(response(*job["store"]))
    held = storage.get_by_resource_server()
    assert all(storage.get_token_data(name) == document for name, document in held.items())
    return {"held": held, "more": more(storage) if "SQL" in job["kind"] else None}


def more(storage: Any) -> Any:
    storage.store_config("c", {"n": len(storage.get_by_resource_server())})
    other = legacy.SQLiteAdapter(storage.dbname, namespace="other", connect_params={"timeout": 5})
    other.store_config("d", {})
    namespaces = [
        list(storage.iter_namespaces()),
        list(storage.iter_namespaces(include_config_namespaces=True)),
    ]
    removed = [other.remove_config("d"), other.remove_config("d"), storage.read_config("c")]
    removed += [other.read_config("d"), storage.remove_tokens_for_resource_server("nothing")]
    other.close()
    storage.close()
    return [namespaces, removed]


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
