"""Tables of what people prove themselves with besides a password."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from armillary.auth.columns import SecretHashKey, UuidKey, reference
from armillary.core.clock import utcnow
from armillary.db.base import Base


class Totp(Base):
    """An authenticator app (RFC 6238).

    :ivar sealed: its secret, encrypted with a key that lies outside the database
    :ivar last_step: the newest time step whose code was accepted; later ones alone count
    """

    __tablename__ = "auth_totp"

    id: Mapped[UuidKey]
    identity_id: Mapped[str] = reference("auth_identity.id")
    name: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[bytes]
    last_step: Mapped[int] = mapped_column(BigInteger)
    created: Mapped[datetime] = mapped_column(default=utcnow)
    last_used: Mapped[datetime | None]


class Passkey(Base):
    """A WebAuthn credential.

    :ivar credential_id: base64url, as browsers tell it
    :ivar public_key: a COSE key
    :ivar device_bound: whether its private key can't leave the device
    """

    __tablename__ = "auth_passkey"

    id: Mapped[UuidKey]
    identity_id: Mapped[str] = reference("auth_identity.id")
    name: Mapped[str] = mapped_column(String(64))
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    device_bound: Mapped[bool]
    created: Mapped[datetime] = mapped_column(default=utcnow)
    last_used: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code for the day on which the telephone is gone; the row goes when it is used."""

    __tablename__ = "auth_recovery_code"

    code_hash: Mapped[SecretHashKey]
    identity_id: Mapped[str] = reference("auth_identity.id")


class SpentChallenge(Base):
    """A WebAuthn challenge that was answered, kept until it would have expired."""

    __tablename__ = "auth_spent_challenge"

    challenge_hash: Mapped[SecretHashKey]
    expires_at: Mapped[datetime] = mapped_column(index=True)
