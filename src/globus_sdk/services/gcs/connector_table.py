"""The connectors that Connect Server knows: the kinds of storage."""

from __future__ import annotations

import dataclasses
import re
import uuid
from collections.abc import Iterable
from typing import ClassVar


@dataclasses.dataclass
class GlobusConnectServerConnector:
    """A kind of storage.

    :param name: for people to see.
    :param connector_id: its id.
    """

    name: str
    connector_id: str


_Connector = GlobusConnectServerConnector


class ConnectorTable:
    """The connectors, each an attribute."""

    ACTIVESCALE: ClassVar = _Connector("ActiveScale", "7251f6c8-93c9-11eb-95ba-12704e0d6a4d")
    AZURE_BLOB: ClassVar = _Connector("Azure Blob", "9436da0c-a444-11eb-af93-12704e0d6a4d")
    BLACKPEARL: ClassVar = _Connector("BlackPearl", "7e3f3f5e-350c-4717-891a-2f451c24b0d4")
    BOX: ClassVar = _Connector("Box", "7c100eae-40fe-11e9-95a3-9cb6d0d9fd63")
    CEPH: ClassVar = _Connector("Ceph", "1b6374b0-f6a4-4cf7-a26f-f262d9c6ca72")
    DROPBOX: ClassVar = _Connector("Dropbox", "49b00fd6-63f1-48ae-b27f-d8af4589f876")
    GOOGLE_CLOUD_STORAGE: ClassVar = _Connector(
        "Google Cloud Storage", "56366b96-ac98-11e9-abac-9cb6d0d9fd63"
    )
    GOOGLE_DRIVE: ClassVar = _Connector("Google Drive", "976cf0cf-78c3-4aab-82d2-7c16adbcc281")
    HPSS: ClassVar = _Connector("HPSS", "fb656a17-0f69-4e59-95ff-d0a62ca7bdf5")
    IRODS: ClassVar = _Connector("iRODS", "e47b6920-ff57-11ea-8aaa-000c297ab3c2")
    POSIX: ClassVar = _Connector("POSIX", "145812c8-decc-41f1-83cf-bb2a85a2a70b")
    POSIX_STAGING: ClassVar = _Connector("POSIX Staging", "052be037-7dda-4d20-b163-3077314dc3e6")
    ONEDRIVE: ClassVar = _Connector("OneDrive", "28ef55da-1f97-11eb-bdfd-12704e0d6a4d")
    S3: ClassVar = _Connector("S3", "7643e831-5f6c-4b47-a07f-8ee90f401d23")

    @classmethod
    def all_connectors(cls) -> Iterable[GlobusConnectServerConnector]:
        """All of them."""
        by_attribute: dict[str, object] = {}
        for kind in reversed(cls.__mro__):
            by_attribute.update(vars(kind))
        return (one for one in by_attribute.values() if isinstance(one, _Connector))

    @classmethod
    def lookup(cls, name_or_id: uuid.UUID | str) -> GlobusConnectServerConnector | None:
        """A connector by its id or its name, or None if there is none.

        :param name_or_id: in names, case does not matter, nor do spaces, ``-`` and ``_`` differ.
        """
        wanted = _comparable(str(name_or_id))
        for one in cls.all_connectors():
            if wanted in (_comparable(one.name), _comparable(one.connector_id)):
                return one
        return None

    @classmethod
    def extend(
        cls,
        *,
        connector_name: str,
        connector_id: uuid.UUID | str,
        attribute_name: str | None = None,
    ) -> type[ConnectorTable]:
        """A table, a subclass of this one, with one more connector.

        :param connector_name: its name.
        :param connector_id: its id.
        :param attribute_name: its attribute; by default, its name in capitals, ``_`` for spaces.
        """
        attribute = attribute_name or connector_name.upper().replace(" ", "_")
        connector = GlobusConnectServerConnector(connector_name, str(connector_id))
        return type("ExtendedConnectorTable", (cls,), {attribute: connector})


def _comparable(name: str) -> str:
    return re.sub(r"[-_ ]+", "_", name.strip().lower())
