"""Storage gateways: what part of a storage system is made available, and to whom."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from ...._core.encoding import texts
from ...._missing import MISSING, MissingType
from ._common import Version, VersionedDocument, listed
from .storage_policies import (
    ActiveScaleStoragePolicies,
    AzureBlobStoragePolicies,
    BlackPearlStoragePolicies,
    BoxStoragePolicies,
    CephStoragePolicies,
    GoogleCloudStoragePolicies,
    GoogleDriveStoragePolicies,
    HPSSStoragePolicies,
    IrodsStoragePolicies,
    OneDriveStoragePolicies,
    POSIXStagingStoragePolicies,
    POSIXStoragePolicies,
    S3StoragePolicies,
    StorageGatewayPolicies,
)

__all__ = (
    "ActiveScaleStoragePolicies",
    "AzureBlobStoragePolicies",
    "BlackPearlStoragePolicies",
    "BoxStoragePolicies",
    "CephStoragePolicies",
    "GoogleCloudStoragePolicies",
    "GoogleDriveStoragePolicies",
    "HPSSStoragePolicies",
    "IrodsStoragePolicies",
    "OneDriveStoragePolicies",
    "POSIXStagingStoragePolicies",
    "POSIXStoragePolicies",
    "S3StoragePolicies",
    "StorageGatewayDocument",
    "StorageGatewayPolicies",
)


class StorageGatewayDocument(VersionedDocument):
    """A storage gateway, to create or change.

    :param DATA_TYPE: the document's type and version; by default, the lowest that has the fields.
    :param display_name: a name for people to see.
    :param connector_id: the kind of storage, see :class:`ConnectorTable`.
    :param root: the directory below which everything lies.
    :param identity_mappings: how identities become local accounts.
    :param policies: what the connector has to know.
    :param allowed_domains: the domains of identities that may use the gateway.
    :param high_assurance: whether the data needs protection.
    :param require_mfa: whether users have to sign in with a second factor.
    :param authentication_timeout_mins: after how many minutes to sign in anew, where the data needs
        protection.
    :param users_allow: local accounts that may use the gateway.
    :param users_deny: local accounts that may not.
    :param additional_fields: anything else that the document should have.
    """

    DATATYPE_BASE = "storage_gateway"
    DATATYPE_VERSION_IMPLICATIONS: ClassVar[dict[str, Version]] = {"require_mfa": (1, 1, 0)}

    def __init__(
        self,
        DATA_TYPE: str | MissingType = MISSING,
        display_name: str | MissingType = MISSING,
        connector_id: uuid.UUID | str | MissingType = MISSING,
        root: str | MissingType = MISSING,
        identity_mappings: Iterable[dict[str, Any]] | MissingType = MISSING,
        policies: StorageGatewayPolicies | dict[str, Any] | MissingType = MISSING,
        allowed_domains: Iterable[str] | MissingType = MISSING,
        high_assurance: bool | MissingType = MISSING,
        require_mfa: bool | MissingType = MISSING,
        authentication_timeout_mins: int | MissingType = MISSING,
        users_allow: Iterable[str] | MissingType = MISSING,
        users_deny: Iterable[str] | MissingType = MISSING,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        fields = {
            "display_name": display_name,
            "connector_id": connector_id,
            "root": root,
            "identity_mappings": listed(identity_mappings),
            "policies": policies,
            "allowed_domains": texts(allowed_domains),
            "high_assurance": high_assurance,
            "require_mfa": require_mfa,
            "authentication_timeout_mins": authentication_timeout_mins,
            "users_allow": texts(users_allow),
            "users_deny": texts(users_deny),
        }
        self._fill(DATA_TYPE, fields, additional_fields)
