"""Tables of grants and what they issued: codes, access tokens, refresh tokens."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from armillary.auth.columns import SecretHashKey, Uuid, UuidKey, reference
from armillary.db.base import Base


class Grant(Base):
    """One authorization: the family of everything issued on its strength.

    ``authentications`` is the session as it was then, identity id to ``{acr, amr, idp,
    auth_time}``: a later sign-in never makes an older token fresher. ``assured_until`` is when
    the policies stop being met under which it was given: nothing issued on it lives longer.
    """

    __tablename__ = "auth_grant"

    id: Mapped[UuidKey]
    client_id: Mapped[str] = reference("auth_client.id")
    identity_id: Mapped[str] = reference("auth_identity.id")
    session_id: Mapped[Uuid | None]
    authentications: Mapped[dict[str, Any]]
    assured_until: Mapped[datetime | None]
    offline: Mapped[bool]
    created: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Derivation(Base):
    """That a grant came from a token of another: a service got it to call others in turn.

    It lives on the consents to the app of the first grant, the origin. ``above`` are the paths
    of scopes there below which its own scopes stand. The ids stay when what they name goes, so
    that such a grant never passes for an app's own.
    """

    __tablename__ = "auth_grant_derivation"

    grant_id: Mapped[str] = mapped_column(
        String(36), ForeignKey("auth_grant.id", ondelete="CASCADE"), primary_key=True
    )
    origin_id: Mapped[str] = mapped_column(String(36), index=True)
    app_id: Mapped[str] = mapped_column(String(36), index=True)
    above: Mapped[list[list[str]]]


class AuthorizationCode(Base):
    """A code (RFC 6749 section 4.1.2), kept after use so that a replay is recognised."""

    __tablename__ = "auth_code"

    code_hash: Mapped[SecretHashKey]
    grant_id: Mapped[str] = reference("auth_grant.id")
    redirect_uri: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(Text)
    code_challenge: Mapped[str | None] = mapped_column(String(43))
    nonce: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str | None] = mapped_column(Text)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RefreshToken(Base):
    """A refresh token, for one resource server.

    ``rotated_at`` is when a successor was given for it; such a one is kept so that a later use
    is recognised.
    """

    __tablename__ = "auth_refresh_token"
    __table_args__ = (Index("ix_auth_refresh_token_family", "grant_id", "resource_server"),)

    token_hash: Mapped[SecretHashKey]
    grant_id: Mapped[str] = mapped_column(
        String(36), ForeignKey("auth_grant.id", ondelete="CASCADE")
    )
    resource_server: Mapped[str] = mapped_column(String(255))
    scopes: Mapped[list[str]]
    created: Mapped[datetime]
    last_used: Mapped[datetime]
    rotated_at: Mapped[datetime | None]


class AccessToken(Base):
    """An access token, for one resource server."""

    __tablename__ = "auth_access_token"
    __table_args__ = (Index("ix_auth_access_token_family", "grant_id", "resource_server"),)

    token_hash: Mapped[SecretHashKey]
    grant_id: Mapped[str] = mapped_column(
        String(36), ForeignKey("auth_grant.id", ondelete="CASCADE")
    )
    resource_server: Mapped[str] = mapped_column(String(255))
    scopes: Mapped[list[str]]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
