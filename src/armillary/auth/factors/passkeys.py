"""Passkeys (W3C Web Authentication): making one, and signing in with one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from armillary.auth.errors import BadRequest
from armillary.auth.factors.challenge import Challenge, Purpose
from armillary.auth.factors.model import Passkey
from armillary.auth.factors.relying_party import RelyingParty, relying_party
from armillary.auth.identities.model import Identity
from armillary.auth.parts import Parts
from armillary.core.clock import utcnow

_MAX_ID = 1023  # bytes, WebAuthn section 4


class PasskeyRefused(BadRequest):
    """What the passkey answered is not valid."""


class PasskeysUnavailable(BadRequest):
    """This deployment's address allows none."""


@dataclass(frozen=True)
class Prompt:
    """What a page needs for asking a passkey.

    :param options: JSON for ``navigator.credentials``
    :param challenge: goes back with the answer
    """

    options: str
    challenge: str


@dataclass(frozen=True)
class Used:
    """A passkey that was used rightly, and how (RFC 8176)."""

    passkey: Passkey
    amr: tuple[str, ...]


def ask_for_passkey(
    parts: Parts,
    cookie: str,
    purpose: Purpose,
    *,
    identity_id: str | None = None,
    allowed: Sequence[Passkey] = (),
) -> Prompt | None:
    """What to ask a passkey for, or None where there can be none.

    :param allowed: those that will do; without any the person chooses
    """
    party = relying_party(parts.settings)
    if party is None:
        return None
    challenge = Challenge.new(purpose, identity_id)
    options = generate_authentication_options(
        rp_id=party.id,
        challenge=challenge.bytes,
        allow_credentials=_descriptors(allowed),
        user_verification=_verification(purpose),
    )
    return Prompt(options_to_json(options), challenge.to_text(parts, cookie))


def ask_for_new_passkey(
    parts: Parts, cookie: str, identity: Identity, existing: Sequence[Passkey]
) -> Prompt:
    """What to ask an authenticator that shall make a passkey.

    :raises PasskeysUnavailable: there can be none
    """
    party = _party(parts)
    challenge = Challenge.new(Purpose.ENROL, identity.id)
    options = generate_registration_options(
        rp_id=party.id,
        rp_name="Armillary",
        user_id=UUID(identity.id).bytes,
        user_name=identity.username,
        user_display_name=identity.name or identity.username,
        challenge=challenge.bytes,
        exclude_credentials=_descriptors(existing),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return Prompt(options_to_json(options), challenge.to_text(parts, cookie))


def new_passkey(parts: Parts, challenge: Challenge, answer: str, *, name: str) -> Passkey:
    """The passkey that an authenticator made (WebAuthn section 7.1).

    :raises PasskeyRefused: the answer is not valid
    """
    party = _party(parts)
    credential = _parsed(answer)
    try:
        verified = verify_registration_response(
            credential=credential,
            expected_challenge=challenge.bytes,
            expected_rp_id=party.id,
            expected_origin=party.origin,
        )
    except Exception as error:
        raise _refused(error) from error
    if len(verified.credential_id) > _MAX_ID:
        raise PasskeyRefused("The passkey's id is too long. Try another passkey.")
    return Passkey(
        identity_id=challenge.identity_id or "",
        name=name,
        credential_id=bytes_to_base64url(verified.credential_id),
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        device_bound=verified.credential_device_type is CredentialDeviceType.SINGLE_DEVICE,
    )


def use_passkey(session: Session, parts: Parts, challenge: Challenge, answer: str) -> Used:
    """The passkey that signed the challenge (WebAuthn section 7.2).

    :raises PasskeyRefused: the signature is not valid, or the passkey is not one that may be used
    """
    party = _party(parts)
    credential = _parsed(answer)
    passkey = _find(session, credential, challenge)
    try:
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge.bytes,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=challenge.purpose is Purpose.SIGN_IN,
        )
    except Exception as error:
        raise _refused(error) from error
    passkey.sign_count, passkey.last_used = verified.new_sign_count, utcnow()
    return Used(passkey, _amr(passkey, user_verified=verified.user_verified))


def _amr(passkey: Passkey, *, user_verified: bool) -> tuple[str, ...]:
    # A passkey that its maker copies between devices is a key in software.
    possession = "hwk" if passkey.device_bound else "swk"
    return (possession, "user", "mfa") if user_verified else (possession, "user")


def _find(session: Session, credential: dict[str, Any], challenge: Challenge) -> Passkey:
    credential_id = credential.get("id")
    passkey = session.scalar(
        select(Passkey).where(Passkey.credential_id == str(credential_id)).with_for_update()
    )
    if passkey is None or challenge.identity_id not in (None, passkey.identity_id):
        raise PasskeyRefused("This passkey is not known here. Sign in another way.")
    if not _owner_agrees(credential, passkey):
        raise PasskeyRefused("This passkey is not known here. Sign in another way.")
    return passkey


def _owner_agrees(credential: dict[str, Any], passkey: Passkey) -> bool:
    """Whether the account that the passkey tells, if it does, is the one we know (7.2 step 6)."""
    response = credential.get("response")
    handle = response.get("userHandle") if isinstance(response, dict) else None
    return handle in (None, bytes_to_base64url(UUID(passkey.identity_id).bytes))


def _parsed(answer: str) -> dict[str, Any]:
    try:
        credential = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise _refused(error) from error
    if not isinstance(credential, dict):
        raise PasskeyRefused("The passkey's answer is not valid. Try again.")
    return credential


def _refused(error: Exception) -> PasskeyRefused:
    return PasskeyRefused("The passkey's answer is not valid. Try again.", detail=repr(error))


def _party(parts: Parts) -> RelyingParty:
    party = relying_party(parts.settings)
    if party is None:
        raise PasskeysUnavailable(
            "Passkeys need a host name and TLS. Use an authenticator app instead."
        )
    return party


def _verification(purpose: Purpose) -> UserVerificationRequirement:
    # Without a password the passkey has to make sure who holds it.
    if purpose is Purpose.SIGN_IN:
        return UserVerificationRequirement.REQUIRED
    return UserVerificationRequirement.DISCOURAGED


def _descriptors(passkeys: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(p.credential_id)) for p in passkeys]
