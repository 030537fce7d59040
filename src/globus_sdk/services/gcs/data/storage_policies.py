"""The policies of storage gateways, a class for each kind of storage."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...._core.encoding import texts
from ...._missing import MISSING, MissingType
from ...._payload import AbstractGlobusPayload
from ._common import listed


class StorageGatewayPolicies(AbstractGlobusPayload):
    """What a storage gateway has to know of its kind of storage."""


class POSIXStoragePolicies(StorageGatewayPolicies):
    """A local file system.

    :param DATA_TYPE: the document's type and version.
    :param groups_allow: local groups whose members may use the gateway.
    :param groups_deny: local groups whose members may not.
    :param additional_fields: anything else that the document should have.
    """

    def __init__(
        self,
        DATA_TYPE: str = "posix_storage_policies#1.0.0",
        groups_allow: Iterable[str] | MissingType = MISSING,
        groups_deny: Iterable[str] | MissingType = MISSING,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        fields = {
            "DATA_TYPE": DATA_TYPE,
            "groups_allow": texts(groups_allow),
            "groups_deny": texts(groups_deny),
        }
        super().__init__({**fields, **(additional_fields or {})})


class POSIXStagingStoragePolicies(StorageGatewayPolicies):
    """A local file system whose files may have to be staged first.

    :param DATA_TYPE: the document's type and version.
    :param groups_allow: local groups whose members may use the gateway.
    :param groups_deny: local groups whose members may not.
    :param stage_app: the path of the program that stages files.
    :param environment: variables of its environment, each ``{"name": ..., "value": ...}``.
    :param additional_fields: anything else that the document should have.
    """

    def __init__(
        self,
        DATA_TYPE: str = "posix_staging_storage_policies#1.0.0",
        groups_allow: Iterable[str] | MissingType = MISSING,
        groups_deny: Iterable[str] | MissingType = MISSING,
        stage_app: str | MissingType = MISSING,
        environment: Iterable[dict[str, str]] | MissingType = MISSING,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        fields = {
            "DATA_TYPE": DATA_TYPE,
            "groups_allow": texts(groups_allow),
            "groups_deny": texts(groups_deny),
            "stage_app": stage_app,
            "environment": listed(environment),
        }
        super().__init__({**fields, **(additional_fields or {})})


class BlackPearlStoragePolicies(StorageGatewayPolicies):
    """Spectra Logic BlackPearl.

    :param DATA_TYPE: the document's type and version.
    :param s3_endpoint: the URL of the S3 service.
    :param bp_access_id_file: the path of a file that gives each user an access id and a secret key.
    :param additional_fields: anything else that the document should have.
    """

    def __init__(
        self,
        DATA_TYPE: str = "blackpearl_storage_policies#1.0.0",
        s3_endpoint: str | MissingType = MISSING,
        bp_access_id_file: str | MissingType = MISSING,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        fields = {
            "DATA_TYPE": DATA_TYPE,
            "s3_endpoint": s3_endpoint,
            "bp_access_id_file": bp_access_id_file,
        }
        super().__init__({**fields, **(additional_fields or {})})


class BoxStoragePolicies(StorageGatewayPolicies):
    """Box.

    :param DATA_TYPE: the document's type and version.
    :param enterpriseID: the id of the enterprise at Box.
    :param boxAppSettings: the settings of the application, as Box gives them.
    :param additional_fields: anything else that the document should have.
    """

    def __init__(
        self,
        DATA_TYPE: str = "box_storage_policies#1.0.0",
        enterpriseID: str | MissingType = MISSING,
        boxAppSettings: dict[str, Any] | MissingType = MISSING,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        fields = {
            "DATA_TYPE": DATA_TYPE,
            "enterpriseID": enterpriseID,
            "boxAppSettings": boxAppSettings,
        }
        super().__init__({**fields, **(additional_fields or {})})


class CephStoragePolicies(StorageGatewayPolicies):
    """Ceph.

    :param DATA_TYPE: the document's type and version.
    :param s3_endpoint: the URL of the S3 service.
    :param s3_buckets: the buckets that may be reached; by default, all.
    :param ceph_admin_key_id: the administrator's key id.
    :param ceph_admin_secret_key: the administrator's secret key.
    :param additional_fields: anything else that the document should have.
    """

    def __init__(
        self,
        DATA_TYPE: str = "ceph_storage_policies#1.0.0",
        s3_endpoint: str | MissingType = MISSING,
        s3_buckets: Iterable[str] | MissingType = MISSING,
        ceph_admin_key_id: str | MissingType = MISSING,
        ceph_admin_secret_key: str | MissingType = MISSING,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        fields = {
            "DATA_TYPE": DATA_TYPE,
            "s3_endpoint": s3_endpoint,
            "s3_buckets": texts(s3_buckets),
            "ceph_admin_key_id": ceph_admin_key_id,
            "ceph_admin_secret_key": ceph_admin_secret_key,
        }
        super().__init__({**fields, **(additional_fields or {})})


class GoogleDriveStoragePolicies(StorageGatewayPolicies):
    """Google Drive.

    :param DATA_TYPE: the document's type and version.
    :param client_id: the id of the application registered with the storage's provider.
    :param secret: that application's secret.
    :param user_api_rate_quota: how many requests a user may make in 100 seconds.
    :param additional_fields: anything else that the document should have.
    """

    def __init__(
        self,
        DATA_TYPE: str = "google_drive_storage_policies#1.0.0",
        client_id: str | MissingType = MISSING,
        secret: str | MissingType = MISSING,
        user_api_rate_quota: int | MissingType = MISSING,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        fields = {
            "DATA_TYPE": DATA_TYPE,
            "client_id": client_id,
            "secret": secret,
            "user_api_rate_quota": user_api_rate_quota,
        }
        super().__init__({**fields, **(additional_fields or {})})


class GoogleCloudStoragePolicies(StorageGatewayPolicies):
    """Google Cloud Storage.

    :param DATA_TYPE: the document's type and version.
    :param client_id: the id of the application registered with the storage's provider.
    :param secret: that application's secret.
    :param service_account_key: the key of a service account, as Google gives it.
    :param buckets: the buckets that may be reached.
    :param projects: the projects whose buckets may be.
    :param additional_fields: anything else that the document should have.
    """

    def __init__(
        self,
        DATA_TYPE: str = "google_cloud_storage_policies#1.0.0",
        client_id: str | MissingType = MISSING,
        secret: str | MissingType = MISSING,
        service_account_key: dict[str, Any] | MissingType = MISSING,
        buckets: Iterable[str] | MissingType = MISSING,
        projects: Iterable[str] | MissingType = MISSING,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        fields = {
            "DATA_TYPE": DATA_TYPE,
            "client_id": client_id,
            "secret": secret,
            "service_account_key": service_account_key,
            "buckets": texts(buckets),
            "projects": texts(projects),
        }
        super().__init__({**fields, **(additional_fields or {})})


class OneDriveStoragePolicies(StorageGatewayPolicies):
    """OneDrive.

    :param DATA_TYPE: the document's type and version.
    :param client_id: the id of the application registered with the storage's provider.
    :param secret: that application's secret.
    :param tenant: the tenant whose users may use the gateway.
    :param user_api_rate_limit: how many requests a user may make.
    :param additional_fields: anything else that the document should have.
    """

    def __init__(
        self,
        DATA_TYPE: str = "onedrive_storage_policies#1.0.0",
        client_id: str | MissingType = MISSING,
        secret: str | MissingType = MISSING,
        tenant: str | MissingType = MISSING,
        user_api_rate_limit: int | MissingType = MISSING,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        fields = {
            "DATA_TYPE": DATA_TYPE,
            "client_id": client_id,
            "secret": secret,
            "tenant": tenant,
            "user_api_rate_limit": user_api_rate_limit,
        }
        super().__init__({**fields, **(additional_fields or {})})


class AzureBlobStoragePolicies(StorageGatewayPolicies):
    """Azure Blob Storage.

    :param DATA_TYPE: the document's type and version.
    :param client_id: the id of the application registered with the storage's provider.
    :param secret: that application's secret.
    :param tenant: the tenant whose users may use the gateway.
    :param account: the storage account.
    :param auth_type: how users sign in: ``user``, ``service_principal`` or
        ``user_service_principal``.
    :param adls: whether the account has Data Lake Storage Gen2.
    :param additional_fields: anything else that the document should have.
    """

    def __init__(
        self,
        DATA_TYPE: str = "azure_blob_storage_policies#1.0.0",
        client_id: str | MissingType = MISSING,
        secret: str | MissingType = MISSING,
        tenant: str | MissingType = MISSING,
        account: str | MissingType = MISSING,
        auth_type: str | MissingType = MISSING,
        adls: bool | MissingType = MISSING,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        fields = {
            "DATA_TYPE": DATA_TYPE,
            "client_id": client_id,
            "secret": secret,
            "tenant": tenant,
            "account": account,
            "auth_type": auth_type,
            "adls": adls,
        }
        super().__init__({**fields, **(additional_fields or {})})


class S3StoragePolicies(StorageGatewayPolicies):
    """Amazon S3, and what speaks like it.

    :param DATA_TYPE: the document's type and version.
    :param s3_endpoint: the URL of the S3 service.
    :param s3_buckets: the buckets that may be reached; by default, all.
    :param s3_user_credential_required: whether users need credentials of their own.
    :param additional_fields: anything else that the document should have.
    """

    def __init__(
        self,
        DATA_TYPE: str = "s3_storage_policies#1.0.0",
        s3_endpoint: str | MissingType = MISSING,
        s3_buckets: Iterable[str] | MissingType = MISSING,
        s3_user_credential_required: bool | MissingType = MISSING,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        fields = {
            "DATA_TYPE": DATA_TYPE,
            "s3_endpoint": s3_endpoint,
            "s3_buckets": texts(s3_buckets),
            "s3_user_credential_required": s3_user_credential_required,
        }
        super().__init__({**fields, **(additional_fields or {})})


class ActiveScaleStoragePolicies(S3StoragePolicies):
    """ActiveScale; the parameters are those of :class:`S3StoragePolicies`."""


class IrodsStoragePolicies(StorageGatewayPolicies):
    """iRODS.

    :param DATA_TYPE: the document's type and version.
    :param irods_environment_file: the path of the iRODS environment file.
    :param irods_authentication_file: the path of the iRODS authentication file.
    :param additional_fields: anything else that the document should have.
    """

    def __init__(
        self,
        DATA_TYPE: str = "irods_storage_policies#1.0.0",
        irods_environment_file: str | MissingType = MISSING,
        irods_authentication_file: str | MissingType = MISSING,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        fields = {
            "DATA_TYPE": DATA_TYPE,
            "irods_environment_file": irods_environment_file,
            "irods_authentication_file": irods_authentication_file,
        }
        super().__init__({**fields, **(additional_fields or {})})


class HPSSStoragePolicies(StorageGatewayPolicies):
    """HPSS.

    :param DATA_TYPE: the document's type and version.
    :param authentication_mech: how to authenticate to HPSS.
    :param authenticator: with what, such as ``auth_keytab:<path>``.
    :param uda_checksum_support: whether to keep checksums in user-defined attributes.
    :param additional_fields: anything else that the document should have.
    """

    def __init__(
        self,
        DATA_TYPE: str = "hpss_storage_policies#1.0.0",
        authentication_mech: str | MissingType = MISSING,
        authenticator: str | MissingType = MISSING,
        uda_checksum_support: bool | MissingType = MISSING,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        fields = {
            "DATA_TYPE": DATA_TYPE,
            "authentication_mech": authentication_mech,
            "authenticator": authenticator,
            "uda_checksum_support": uda_checksum_support,
        }
        super().__init__({**fields, **(additional_fields or {})})
