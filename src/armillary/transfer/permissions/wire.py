"""Documents of access rules and roles, and what clients send to make them.

Source: https://docs.globus.org/api/transfer/permissions/ and .../roles/
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, model_validator

from armillary.core.clock import iso
from armillary.mail.message import can_be_written_to
from armillary.transfer.errors import InvalidPath
from armillary.transfer.model import Collection
from armillary.transfer.permissions.model import AccessRule, EndpointRole

Document = dict[str, Any]
Permissions = Literal["r", "rw"]


def _in_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


Moment = Annotated[datetime, AfterValidator(_in_utc)]


def rule_path(text: str) -> str:
    """The path of an access rule or bookmark: that of a directory, with a final slash.

    :raises InvalidPath: it is none
    """
    parts = text.split("/")
    if not text.startswith("/") or not text.endswith("/") or not _is_plain(parts[1:-1]):
        raise InvalidPath(
            f"The path '{text}' has to start and end with '/', without '.', '..' or empty parts."
        )
    return text


def _is_plain(parts: list[str]) -> bool:
    return all(part not in ("", ".", "..", "~") and "\0" not in part for part in parts)


def _address(text: str) -> str:
    if text and not can_be_written_to(text):
        raise ValueError("is no e-mail address")
    return text


class _Principal(BaseModel):
    principal_type: str
    principal: str = ""

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if self.principal_type in ("identity", "group"):
            self.principal = str(UUID(self.principal))
        elif self.principal:
            raise ValueError(f"principal must be empty where the type is {self.principal_type}")
        return self


class NewRule(_Principal):
    """Body of ``POST access``.

    :ivar notify_email: who is told of the rule by mail; an empty one means nobody
    :ivar notify_message: what they are told besides
    """

    principal_type: Literal["identity", "group", "all_authenticated_users", "anonymous"]
    path: Annotated[str, Field(max_length=4096)]
    permissions: Permissions
    expiration_date: Moment | None = None
    notify_email: Annotated[str, Field(max_length=320), AfterValidator(_address)] | None = None
    notify_message: Annotated[str, Field(max_length=10_000)] | None = None


class RuleChange(BaseModel):
    """Body of ``PUT access/<id>``: a field that is absent stays as it is."""

    permissions: Permissions | None = None
    expiration_date: Moment | None = None


class NewRole(_Principal):
    """Body of ``POST role``."""

    principal_type: Literal["identity", "group"]
    role: Literal["administrator", "access_manager", "activity_manager", "activity_monitor"]


def access(rule: AccessRule) -> Document:
    """An access document."""
    expires = rule.expiration_date
    return {
        "DATA_TYPE": "access",
        "id": rule.id,
        "principal_type": rule.principal_type,
        "principal": rule.principal,
        "path": rule.path,
        "permissions": rule.permissions,
        "role_id": None,
        "role_type": None,
        "create_time": iso(rule.create_time),
        "expiration_date": iso(expires) if expires else None,
    }


def access_by_role(role: Document) -> Document:
    """The access that comes with a role: it has no id, for it can't be taken away by itself."""
    return {
        "DATA_TYPE": "access",
        "id": None,
        "principal_type": role["principal_type"],
        "principal": role["principal"],
        "path": "/",
        "permissions": "rw",
        "role_id": role["id"],
        "role_type": role["role"],
        "create_time": None,
        "expiration_date": None,
    }


def role(row: EndpointRole) -> Document:
    """A role document."""
    return _role(row.id, row.principal_type, row.principal, row.role)


def owners_role(collection: Collection) -> Document:
    """The role of a collection's owner: it has no id, for it can't be taken away."""
    return _role(None, "identity", collection.owner_identity_id, "administrator")


def _role(role_id: str | None, principal_type: str, principal: str, name: str) -> Document:
    return {
        "DATA_TYPE": "role",
        "id": role_id,
        "principal_type": principal_type,
        "principal": principal,
        "role": name,
    }
