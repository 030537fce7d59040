"""Guest collections on a collection, servers, and pause rules that hold for the caller."""

from __future__ import annotations

from ...models import ResponseSet
from .._people import COLLECTION_ID, IDENTITY_ID, OTHER_COLLECTION_ID, made_id
from .endpoints import COLLECTION, NAME, PATH, SERVER, guest
from .shapes import Document, answer, listed, result

PAUSE_RULE_ID = made_id("pause rule")


def pause_rule(data_type: str = "pause_rule_limited", **changes: Document | str) -> Document:
    """A rule that stops transfers onto a collection."""
    return {
        "DATA_TYPE": data_type,
        "id": PAUSE_RULE_ID,
        "message": "The disks are being replaced",
        "start_time": "2026-01-15T08:00:00+00:00",
        "endpoint_id": COLLECTION_ID,
        "endpoint_display_name": NAME,
        "identity_id": None,
        "modified_by_id": IDENTITY_ID,
        "created_by_host_manager": False,
        "editable": True,
        "pause_ls": False,
        "pause_mkdir": True,
        "pause_symlink": True,
        "pause_rename": True,
        "pause_task_delete": True,
        "pause_task_transfer_write": True,
        "pause_task_transfer_read": False,
        **changes,
    }


ANSWERS: dict[str, ResponseSet] = {
    "create_shared_endpoint": ResponseSet(
        metadata={"endpoint_id": OTHER_COLLECTION_ID, "host_endpoint_id": COLLECTION_ID},
        default=answer(
            path="/v0.10/shared_endpoint",
            method="POST",
            status=201,
            json=result(
                "/v0.10/shared_endpoint",
                "Created",
                f"The guest collection on {COLLECTION_ID} has been created.",
                data_type="endpoint_create_result",
                id=OTHER_COLLECTION_ID,
            ),
        ),
    ),
    "get_shared_endpoint_list": ResponseSet(
        metadata={**COLLECTION, "shared_endpoint_ids": [OTHER_COLLECTION_ID]},
        default=answer(
            path=f"{PATH}/shared_endpoint_list",
            json={"shared_endpoints": [{"id": OTHER_COLLECTION_ID}], "next_token": None},
        ),
    ),
    "my_shared_endpoint_list": ResponseSet(
        metadata={**COLLECTION, "shared_endpoint_ids": [OTHER_COLLECTION_ID]},
        default=answer(
            path=f"{PATH}/my_shared_endpoint_list", json=listed("endpoint_list", guest())
        ),
    ),
    "my_effective_pause_rule_list": ResponseSet(
        metadata={**COLLECTION, "pause_rule_ids": [PAUSE_RULE_ID]},
        default=answer(
            path=f"{PATH}/my_effective_pause_rule_list",
            json=listed("pause_rule_limited_list", pause_rule()),
        ),
    ),
    "endpoint_server_list": ResponseSet(
        metadata={**COLLECTION, "server_ids": [SERVER["id"]]},
        default=answer(
            path=f"{PATH}/server_list",
            json=listed("endpoint_server_list", SERVER, endpoint=COLLECTION_ID),
        ),
    ),
    "get_endpoint_server": ResponseSet(
        metadata={**COLLECTION, "server_id": SERVER["id"]},
        default=answer(path=f"{PATH}/server/{SERVER['id']}", json=SERVER),
    ),
}
