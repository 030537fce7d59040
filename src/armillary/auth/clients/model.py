"""Tables of clients and their secrets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from armillary.auth.clients.types import CLIENT_TYPES
from armillary.auth.columns import Uuid, UuidKey, reference
from armillary.core.clock import utcnow
from armillary.db.base import Base


class Client(Base):
    """An app, service or resource server (RFC 6749 section 2).

    ``redirect_uris`` are stored with the service's own URL left symbolic
    (:mod:`armillary.auth.clients.redirects`). ``resource_server`` is the name that tokens for
    this client's scopes carry; a client without such a name is known by its id. Once an operator
    has set ``disabled_at``, the client gets no tokens and signs nobody in.
    """

    __tablename__ = "auth_client"

    id: Mapped[UuidKey]
    name: Mapped[str] = mapped_column(String(255))
    client_type: Mapped[str] = mapped_column(String(64))
    project_id: Mapped[str | None] = mapped_column(
        String(36), ForeignKey("auth_project.id", ondelete="CASCADE"), index=True
    )
    parent_client_id: Mapped[str | None] = mapped_column(
        String(36), ForeignKey("auth_client.id", ondelete="CASCADE"), index=True
    )
    is_template: Mapped[bool] = mapped_column(default=False)
    resource_server_name: Mapped[str | None] = mapped_column(String(255), unique=True)
    redirect_uris: Mapped[list[str]] = mapped_column(default=list)
    fqdns: Mapped[list[str]] = mapped_column(default=list)
    terms_and_conditions: Mapped[str | None] = mapped_column(String(2048))
    privacy_policy: Mapped[str | None] = mapped_column(String(2048))
    visibility: Mapped[str] = mapped_column(String(16), default="private")
    required_idp: Mapped[Uuid | None]
    preselect_idp: Mapped[Uuid | None]
    created: Mapped[datetime] = mapped_column(default=utcnow)
    disabled_at: Mapped[datetime | None]

    @property
    def public(self) -> bool:
        """Whether the client can't keep a secret (RFC 6749 section 2.1)."""
        return CLIENT_TYPES[self.client_type].public

    @property
    def grant_types(self) -> tuple[str, ...]:
        """The grants that the client may use."""
        return CLIENT_TYPES[self.client_type].grant_types

    @property
    def resource_server(self) -> str:
        """How token documents name this client as the service that a token is for."""
        return self.resource_server_name or self.id


class ClientCredential(Base):
    """One of a confidential client's secrets, stored as a hash."""

    __tablename__ = "auth_client_credential"

    id: Mapped[UuidKey]
    client_id: Mapped[str] = reference("auth_client.id")
    name: Mapped[str] = mapped_column(String(255))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created: Mapped[datetime] = mapped_column(default=utcnow)
