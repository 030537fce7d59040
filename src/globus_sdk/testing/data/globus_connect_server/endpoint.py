"""The endpoint."""

from __future__ import annotations

from ...models import ResponseSet
from .._people import ENDPOINT_ID, ORGANIZATION
from .shapes import POSIX_ID, Document, answer, success

DISPLAY_NAME = "Optics storage"
MANAGER_URL = "https://abc.xyz.data.globus.org"
DOMAIN_NAME = "abc.xyz.data.globus.org"

ENDPOINT: Document = {
    "DATA_TYPE": "endpoint#1.2.0",
    "id": ENDPOINT_ID,
    "display_name": DISPLAY_NAME,
    "organization": ORGANIZATION,
    "department": "Optics",
    "description": "Where the microscopes write",
    "keywords": ["images"],
    "contact_email": "help@lab.example.org",
    "contact_info": None,
    "info_link": None,
    "public": True,
    "subscription_id": None,
    "gcs_manager_url": MANAGER_URL,
    "gridftp_control_channel_port": 443,
    "allow_udt": False,
    "network_use": "normal",
    "max_concurrency": 4,
    "max_parallelism": 8,
    "preferred_concurrency": 2,
    "preferred_parallelism": 4,
    "earliest_last_access": None,
}
INFO: Document = {
    "DATA_TYPE": "info#1.0.0",
    "api_version": "1.30.0",
    "client_id": ENDPOINT_ID,
    "domain_name": DOMAIN_NAME,
    "endpoint_id": ENDPOINT_ID,
    "manager_version": "5.4.80",
}
CONNECTOR: Document = {
    "DATA_TYPE": "connector#1.1.0",
    "id": POSIX_ID,
    "display_name": "POSIX",
    "version": "1.0",
    "is_ha": True,
    "is_baa": False,
}

_KNOWN = {
    "endpoint_id": ENDPOINT_ID,
    "display_name": DISPLAY_NAME,
    "gcs_manager_url": MANAGER_URL,
}
_UPDATED = "The endpoint has been updated."

ANSWERS: dict[str, ResponseSet] = {
    "get_gcs_info": ResponseSet(
        metadata={"endpoint_client_id": ENDPOINT_ID, "domain_name": DOMAIN_NAME},
        default=answer(path="/info", json=success(INFO, CONNECTOR)),
    ),
    "get_endpoint": ResponseSet(
        metadata=_KNOWN, default=answer(path="/endpoint", json=success(ENDPOINT))
    ),
    "update_endpoint": ResponseSet(
        metadata=_KNOWN,
        default=answer(path="/endpoint", method="PATCH", json=success(message=_UPDATED)),
        include_endpoint=answer(
            path="/endpoint", method="PATCH", json=success(ENDPOINT, message=_UPDATED)
        ),
    ),
}
