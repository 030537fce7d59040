"""The policies of mapped collections, a class for each kind of storage that has some."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...._core.encoding import texts
from ...._missing import MISSING, MissingType
from ...._payload import AbstractGlobusPayload
from ._common import given


class CollectionPolicies(AbstractGlobusPayload):
    """What a mapped collection has to know of its kind of storage."""


class POSIXCollectionPolicies(CollectionPolicies):
    """A local file system.

    :param DATA_TYPE: the document's type and version.
    :param sharing_groups_allow: local groups whose members may share.
    :param sharing_groups_deny: local groups whose members may not.
    :param additional_fields: anything else that the document should have.
    """

    def __init__(
        self,
        DATA_TYPE: str = "posix_collection_policies#1.0.0",
        sharing_groups_allow: str | Iterable[str] | MissingType | None = MISSING,
        sharing_groups_deny: str | Iterable[str] | MissingType | None = MISSING,
        additional_fields: dict[str, Any] | MissingType = MISSING,
    ) -> None:
        fields = {
            "DATA_TYPE": DATA_TYPE,
            "sharing_groups_allow": texts(sharing_groups_allow),
            "sharing_groups_deny": texts(sharing_groups_deny),
        }
        super().__init__({**fields, **given(additional_fields)})


class POSIXStagingCollectionPolicies(CollectionPolicies):
    """A local file system whose files may have to be staged first.

    :param DATA_TYPE: the document's type and version.
    :param sharing_groups_allow: local groups whose members may share.
    :param sharing_groups_deny: local groups whose members may not.
    :param additional_fields: anything else that the document should have.
    """

    def __init__(
        self,
        DATA_TYPE: str = "posix_staging_collection_policies#1.0.0",
        sharing_groups_allow: str | Iterable[str] | MissingType | None = MISSING,
        sharing_groups_deny: str | Iterable[str] | MissingType | None = MISSING,
        additional_fields: dict[str, Any] | MissingType = MISSING,
    ) -> None:
        fields = {
            "DATA_TYPE": DATA_TYPE,
            "sharing_groups_allow": texts(sharing_groups_allow),
            "sharing_groups_deny": texts(sharing_groups_deny),
        }
        super().__init__({**fields, **given(additional_fields)})


class GoogleCloudStorageCollectionPolicies(CollectionPolicies):
    """Google Cloud Storage.

    :param DATA_TYPE: the document's type and version.
    :param project: the project that pays for access.
    :param additional_fields: anything else that the document should have.
    """

    def __init__(
        self,
        DATA_TYPE: str = "google_cloud_storage_collection_policies#1.0.0",
        project: str | MissingType = MISSING,
        additional_fields: dict[str, Any] | MissingType = MISSING,
    ) -> None:
        fields = {
            "DATA_TYPE": DATA_TYPE,
            "project": project,
        }
        super().__init__({**fields, **given(additional_fields)})
