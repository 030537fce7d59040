"""Credentials with which users reach a storage gateway."""

from __future__ import annotations

import uuid
from typing import Any

from ...._missing import MISSING, MissingType
from ...._payload import GlobusPayload


class UserCredentialDocument(GlobusPayload):
    """A user's credential, to create or change.

    :param DATA_TYPE: the document's type and version.
    :param identity_id: whose it is.
    :param connector_id: the kind of storage.
    :param username: the account at the storage.
    :param display_name: a name for people to see.
    :param storage_gateway_id: the storage gateway that it opens.
    :param policies: what the connector has to know, such as a secret key.
    :param additional_fields: anything else that the document should have.
    """

    def __init__(
        self,
        DATA_TYPE: str = "user_credential#1.0.0",
        identity_id: uuid.UUID | str | MissingType = MISSING,
        connector_id: uuid.UUID | str | MissingType = MISSING,
        username: str | MissingType = MISSING,
        display_name: str | MissingType = MISSING,
        storage_gateway_id: uuid.UUID | str | MissingType = MISSING,
        policies: dict[str, Any] | MissingType = MISSING,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        fields = {
            "DATA_TYPE": DATA_TYPE,
            "identity_id": identity_id,
            "connector_id": connector_id,
            "username": username,
            "display_name": display_name,
            "storage_gateway_id": storage_gateway_id,
            "policies": policies,
        }
        super().__init__({**fields, **(additional_fields or {})})
