"""The endpoint itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Literal

from ...._core.encoding import texts
from ...._missing import MISSING, MissingType
from ._common import Version, VersionedDocument


class EndpointDocument(VersionedDocument):
    """An endpoint, to change.

    :param data_type: the document's type and version; by default, the lowest that has the fields.
    :param contact_email: whom to write to.
    :param contact_info: how else to reach somebody.
    :param department: the department in charge.
    :param description: what it is for.
    :param display_name: a name for people to see.
    :param info_link: a page about it.
    :param network_use: how much of the network to take; ``custom``, as the four numbers below say.
    :param organization: the organization in charge.
    :param subscription_id: the subscription; ``DEFAULT`` for the caller's only one, None for none.
    :param keywords: words to find it by.
    :param allow_udt: whether transfers may use UDT.
    :param public: whether everyone sees it.
    :param max_concurrency: the most files at a time.
    :param max_parallelism: the most connections a file.
    :param preferred_concurrency: the usual number of files at a time.
    :param preferred_parallelism: the usual number of connections a file.
    :param gridftp_control_channel_port: the port that GridFTP listens on; None for the usual one.
    :param additional_fields: anything else that the document should have.
    """

    DATATYPE_BASE = "endpoint"
    DATATYPE_VERSION_IMPLICATIONS: ClassVar[dict[str, Version]] = {
        "gridftp_control_channel_port": (1, 1, 0)
    }

    def __init__(
        self,
        *,
        data_type: str | MissingType = MISSING,
        contact_email: str | MissingType = MISSING,
        contact_info: str | MissingType = MISSING,
        department: str | MissingType = MISSING,
        description: str | MissingType = MISSING,
        display_name: str | MissingType = MISSING,
        info_link: str | MissingType = MISSING,
        network_use: Literal["normal", "minimal", "aggressive", "custom"] | MissingType = MISSING,
        organization: str | MissingType = MISSING,
        subscription_id: str | MissingType | None = MISSING,
        keywords: Iterable[str] | MissingType = MISSING,
        allow_udt: bool | MissingType = MISSING,
        public: bool | MissingType = MISSING,
        max_concurrency: int | MissingType = MISSING,
        max_parallelism: int | MissingType = MISSING,
        preferred_concurrency: int | MissingType = MISSING,
        preferred_parallelism: int | MissingType = MISSING,
        gridftp_control_channel_port: int | MissingType | None = MISSING,
        additional_fields: dict[str, Any] | MissingType = MISSING,
    ) -> None:
        fields = {
            "contact_email": contact_email,
            "contact_info": contact_info,
            "department": department,
            "description": description,
            "display_name": display_name,
            "info_link": info_link,
            "network_use": network_use,
            "organization": organization,
            "subscription_id": subscription_id,
            "keywords": texts(keywords),
            "allow_udt": allow_udt,
            "public": public,
            "max_concurrency": max_concurrency,
            "max_parallelism": max_parallelism,
            "preferred_concurrency": preferred_concurrency,
            "preferred_parallelism": preferred_parallelism,
            "gridftp_control_channel_port": gridftp_control_channel_port,
        }
        self._fill(data_type, fields, additional_fields)
