"""Who and what the answers are about."""

from __future__ import annotations

import uuid


def made_id(name: str) -> str:
    """An id that is the same every time."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.armillary.test"))


IDENTITY_ID = made_id("identity")
USERNAME = "ada@lab.example.org"
NAME = "Ada Lovelace"
EMAIL = "ada@lab.example.org"
ORGANIZATION = "Example Lab"
OTHER_IDENTITY_ID = made_id("other identity")
OTHER_USERNAME = "charles@lab.example.org"
CLIENT_ID = made_id("client")
PROJECT_ID = made_id("project")
SUBSCRIPTION_ID = made_id("subscription")
ENDPOINT_ID = made_id("endpoint")
COLLECTION_ID = made_id("collection")
OTHER_COLLECTION_ID = made_id("other collection")
