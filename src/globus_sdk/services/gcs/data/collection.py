"""Collections."""

from __future__ import annotations

import abc
import uuid
from collections.abc import Iterable
from typing import Any, ClassVar, Literal

from ...._core.encoding import texts
from ...._missing import MISSING, MissingType
from ...._payload import AbstractGlobusPayload
from ._common import Version, VersionedDocument, VersionOf, given
from .collection_policies import (
    CollectionPolicies,
    GoogleCloudStorageCollectionPolicies,
    POSIXCollectionPolicies,
    POSIXStagingCollectionPolicies,
)

__all__ = (
    "CollectionDocument",
    "CollectionPolicies",
    "GoogleCloudStorageCollectionPolicies",
    "GuestCollectionDocument",
    "MappedCollectionDocument",
    "POSIXCollectionPolicies",
    "POSIXStagingCollectionPolicies",
)

LONG_MESSAGE = 64  # characters


def _version_of_message(document: dict[str, Any]) -> Version | None:
    message = document.get("user_message")
    return (1, 7, 0) if isinstance(message, str) and len(message) > LONG_MESSAGE else None


class CollectionDocument(VersionedDocument, AbstractGlobusPayload):
    """A collection, to create or change; use one of the two kinds of it.

    :param data_type: the document's type and version; by default, the lowest that has the fields.
    :param collection_base_path: where it begins: below the storage gateway's root, or on the mapped
        collection.
    :param contact_email: whom to write to.
    :param contact_info: how else to reach somebody.
    :param default_directory: where ``/~/`` leads.
    :param department: the department in charge.
    :param description: what it is for.
    :param display_name: a name for people to see.
    :param identity_id: the owner.
    :param info_link: a page about it.
    :param organization: the organization in charge.
    :param restrict_transfers_to_high_assurance: which transfers need a protected collection at the
        other end.
    :param user_message: a message for users.
    :param user_message_link: a page with more of it.
    :param keywords: words to find it by.
    :param disable_verify: whether checksums are not to be compared.
    :param enable_https: whether files can be read and written over HTTPS.
    :param force_encryption: whether data has to be encrypted on its way.
    :param force_verify: whether checksums have to be compared.
    :param public: whether everyone sees it.
    :param acl_expiration_mins: after how many minutes access rules expire, at most.
    :param associated_flow_policy: which flow belongs to it.
    :param additional_fields: anything else that the document should have.
    """

    DATATYPE_BASE = "collection"
    DATATYPE_VERSION_IMPLICATIONS: ClassVar[dict[str, Version]] = {
        "associated_flow_policy": (1, 15, 0),
        "activity_notification_policy": (1, 14, 0),
        "auto_delete_timeout": (1, 13, 0),
        "skip_auto_delete": (1, 13, 0),
        "restrict_transfers_to_high_assurance": (1, 12, 0),
        "acl_expiration_mins": (1, 10, 0),
        "delete_protected": (1, 8, 0),
        "guest_auth_policy_id": (1, 6, 0),
        "disable_anonymous_writes": (1, 5, 0),
        "force_verify": (1, 4, 0),
        "sharing_users_allow": (1, 2, 0),
        "sharing_users_deny": (1, 2, 0),
        "enable_https": (1, 1, 0),
        "user_message": (1, 1, 0),
        "user_message_link": (1, 1, 0),
    }
    DATATYPE_VERSION_CALLBACKS: ClassVar[tuple[VersionOf, ...]] = (_version_of_message,)

    @property
    @abc.abstractmethod
    def collection_type(self) -> str:
        """``mapped`` or ``guest``."""

    def __init__(
        self,
        *,
        data_type: str | MissingType = MISSING,
        collection_base_path: str | MissingType = MISSING,
        contact_email: str | MissingType | None = MISSING,
        contact_info: str | MissingType | None = MISSING,
        default_directory: str | MissingType = MISSING,
        department: str | MissingType | None = MISSING,
        description: str | MissingType | None = MISSING,
        display_name: str | MissingType = MISSING,
        identity_id: uuid.UUID | str | MissingType = MISSING,
        info_link: str | MissingType | None = MISSING,
        organization: str | MissingType = MISSING,
        restrict_transfers_to_high_assurance: Literal["inbound", "outbound", "all"]
        | MissingType = MISSING,
        user_message: str | MissingType | None = MISSING,
        user_message_link: str | MissingType | None = MISSING,
        keywords: Iterable[str] | MissingType = MISSING,
        disable_verify: bool | MissingType = MISSING,
        enable_https: bool | MissingType = MISSING,
        force_encryption: bool | MissingType = MISSING,
        force_verify: bool | MissingType = MISSING,
        public: bool | MissingType = MISSING,
        acl_expiration_mins: int | MissingType = MISSING,
        associated_flow_policy: dict[str, Any] | MissingType = MISSING,
        additional_fields: dict[str, Any] | MissingType = MISSING,
    ) -> None:
        fields = {
            "collection_type": self.collection_type,
            "collection_base_path": collection_base_path,
            "contact_email": contact_email,
            "contact_info": contact_info,
            "default_directory": default_directory,
            "department": department,
            "description": description,
            "display_name": display_name,
            "identity_id": identity_id,
            "info_link": info_link,
            "organization": organization,
            "restrict_transfers_to_high_assurance": restrict_transfers_to_high_assurance,
            "user_message": user_message,
            "user_message_link": user_message_link,
            "keywords": texts(keywords),
            "disable_verify": disable_verify,
            "enable_https": enable_https,
            "force_encryption": force_encryption,
            "force_verify": force_verify,
            "public": public,
            "acl_expiration_mins": acl_expiration_mins,
            "associated_flow_policy": associated_flow_policy,
        }
        self._fill(data_type, fields, additional_fields)


class MappedCollectionDocument(CollectionDocument):
    """A collection whose users have accounts on the storage system.

    The parameters are those of :class:`CollectionDocument`, and:

    :param domain_name: its host name.
    :param guest_auth_policy_id: the authentication policy of its guest collections.
    :param storage_gateway_id: its storage gateway.
    :param sharing_users_allow: local accounts that may share.
    :param sharing_users_deny: local accounts that may not.
    :param sharing_restrict_paths: what may be shared.
    :param delete_protected: whether it cannot be deleted.
    :param allow_guest_collections: whether guest collections may be made.
    :param disable_anonymous_writes: whether guest collections cannot let everyone write.
    :param auto_delete_timeout: after how many days without use guest collections are deleted.
    :param policies: what the connector has to know.
    """

    @property
    def collection_type(self) -> str:
        return "mapped"

    def __init__(
        self,
        *,
        data_type: str | MissingType = MISSING,
        collection_base_path: str | MissingType = MISSING,
        contact_email: str | MissingType | None = MISSING,
        contact_info: str | MissingType | None = MISSING,
        default_directory: str | MissingType = MISSING,
        department: str | MissingType | None = MISSING,
        description: str | MissingType | None = MISSING,
        display_name: str | MissingType = MISSING,
        identity_id: uuid.UUID | str | MissingType = MISSING,
        info_link: str | MissingType | None = MISSING,
        organization: str | MissingType = MISSING,
        restrict_transfers_to_high_assurance: Literal["inbound", "outbound", "all"]
        | MissingType = MISSING,
        user_message: str | MissingType | None = MISSING,
        user_message_link: str | MissingType | None = MISSING,
        keywords: Iterable[str] | MissingType = MISSING,
        disable_verify: bool | MissingType = MISSING,
        enable_https: bool | MissingType = MISSING,
        force_encryption: bool | MissingType = MISSING,
        force_verify: bool | MissingType = MISSING,
        public: bool | MissingType = MISSING,
        acl_expiration_mins: int | MissingType = MISSING,
        domain_name: str | MissingType = MISSING,
        guest_auth_policy_id: uuid.UUID | str | MissingType | None = MISSING,
        storage_gateway_id: uuid.UUID | str | MissingType = MISSING,
        sharing_users_allow: Iterable[str] | MissingType | None = MISSING,
        sharing_users_deny: Iterable[str] | MissingType | None = MISSING,
        sharing_restrict_paths: dict[str, Any] | MissingType | None = MISSING,
        delete_protected: bool | MissingType = MISSING,
        allow_guest_collections: bool | MissingType = MISSING,
        disable_anonymous_writes: bool | MissingType = MISSING,
        auto_delete_timeout: int | MissingType = MISSING,
        associated_flow_policy: dict[str, Any] | MissingType = MISSING,
        policies: CollectionPolicies | dict[str, Any] | MissingType = MISSING,
        additional_fields: dict[str, Any] | MissingType = MISSING,
    ) -> None:
        own = {
            "domain_name": domain_name,
            "guest_auth_policy_id": guest_auth_policy_id,
            "storage_gateway_id": storage_gateway_id,
            "sharing_users_allow": texts(sharing_users_allow),
            "sharing_users_deny": texts(sharing_users_deny),
            "sharing_restrict_paths": sharing_restrict_paths,
            "delete_protected": delete_protected,
            "allow_guest_collections": allow_guest_collections,
            "disable_anonymous_writes": disable_anonymous_writes,
            "auto_delete_timeout": auto_delete_timeout,
            "policies": policies,
        }
        super().__init__(
            data_type=data_type,
            collection_base_path=collection_base_path,
            contact_email=contact_email,
            contact_info=contact_info,
            default_directory=default_directory,
            department=department,
            description=description,
            display_name=display_name,
            identity_id=identity_id,
            info_link=info_link,
            organization=organization,
            restrict_transfers_to_high_assurance=restrict_transfers_to_high_assurance,
            user_message=user_message,
            user_message_link=user_message_link,
            keywords=keywords,
            disable_verify=disable_verify,
            enable_https=enable_https,
            force_encryption=force_encryption,
            force_verify=force_verify,
            public=public,
            acl_expiration_mins=acl_expiration_mins,
            associated_flow_policy=associated_flow_policy,
            additional_fields={**own, **given(additional_fields)},
        )


class GuestCollectionDocument(CollectionDocument):
    """A part of a mapped collection, which its owner shares with others.

    The parameters are those of :class:`CollectionDocument`, and:

    :param mapped_collection_id: the collection of which it is a part.
    :param user_credential_id: the owner's credential.
    :param skip_auto_delete: whether it stays though nobody uses it.
    :param activity_notification_policy: of what to notify whom.
    """

    @property
    def collection_type(self) -> str:
        return "guest"

    def __init__(
        self,
        *,
        data_type: str | MissingType = MISSING,
        collection_base_path: str | MissingType = MISSING,
        contact_email: str | MissingType | None = MISSING,
        contact_info: str | MissingType | None = MISSING,
        default_directory: str | MissingType = MISSING,
        department: str | MissingType | None = MISSING,
        description: str | MissingType | None = MISSING,
        display_name: str | MissingType = MISSING,
        identity_id: uuid.UUID | str | MissingType = MISSING,
        info_link: str | MissingType | None = MISSING,
        organization: str | MissingType = MISSING,
        restrict_transfers_to_high_assurance: Literal["inbound", "outbound", "all"]
        | MissingType = MISSING,
        user_message: str | MissingType | None = MISSING,
        user_message_link: str | MissingType | None = MISSING,
        keywords: Iterable[str] | MissingType = MISSING,
        disable_verify: bool | MissingType = MISSING,
        enable_https: bool | MissingType = MISSING,
        force_encryption: bool | MissingType = MISSING,
        force_verify: bool | MissingType = MISSING,
        public: bool | MissingType = MISSING,
        acl_expiration_mins: int | MissingType = MISSING,
        associated_flow_policy: dict[str, Any] | MissingType = MISSING,
        mapped_collection_id: uuid.UUID | str | MissingType = MISSING,
        user_credential_id: uuid.UUID | str | MissingType = MISSING,
        skip_auto_delete: bool | MissingType = MISSING,
        activity_notification_policy: dict[str, list[str]] | MissingType = MISSING,
        additional_fields: dict[str, Any] | MissingType = MISSING,
    ) -> None:
        own = {
            "mapped_collection_id": mapped_collection_id,
            "user_credential_id": user_credential_id,
            "skip_auto_delete": skip_auto_delete,
            "activity_notification_policy": activity_notification_policy,
        }
        super().__init__(
            data_type=data_type,
            collection_base_path=collection_base_path,
            contact_email=contact_email,
            contact_info=contact_info,
            default_directory=default_directory,
            department=department,
            description=description,
            display_name=display_name,
            identity_id=identity_id,
            info_link=info_link,
            organization=organization,
            restrict_transfers_to_high_assurance=restrict_transfers_to_high_assurance,
            user_message=user_message,
            user_message_link=user_message_link,
            keywords=keywords,
            disable_verify=disable_verify,
            enable_https=enable_https,
            force_encryption=force_encryption,
            force_verify=force_verify,
            public=public,
            acl_expiration_mins=acl_expiration_mins,
            associated_flow_policy=associated_flow_policy,
            additional_fields={**own, **given(additional_fields)},
        )
