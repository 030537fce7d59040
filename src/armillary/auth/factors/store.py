"""Queries on second factors."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from armillary.auth.errors import NotFound
from armillary.auth.factors.model import Passkey, RecoveryCode, Totp
from armillary.auth.factors.recovery import COUNT, code_hash, new_code
from armillary.auth.factors.totp import matching_step
from armillary.core.clock import utcnow
from armillary.core.sealing import Sealer

_log = logging.getLogger(__name__)

Factor = Totp | Passkey


@dataclass(frozen=True)
class Factors:
    """What an identity can prove itself with besides a password."""

    totps: Sequence[Totp]
    passkeys: Sequence[Passkey]
    recovery_codes: int

    def __bool__(self) -> bool:
        return bool(self.totps or self.passkeys)


def factors_of(session: Session, identity_id: str) -> Factors:
    """Everything that an identity has, the oldest first."""
    codes = select(func.count()).where(RecoveryCode.identity_id == identity_id)
    return Factors(
        session.scalars(
            select(Totp).where(Totp.identity_id == identity_id).order_by(Totp.created)
        ).all(),
        session.scalars(
            select(Passkey).where(Passkey.identity_id == identity_id).order_by(Passkey.created)
        ).all(),
        session.scalar(codes) or 0,
    )


def has_factor(session: Session, identity_id: str) -> bool:
    """Whether signing in asks for more than a password."""
    either = exists().where(Totp.identity_id == identity_id) | exists().where(
        Passkey.identity_id == identity_id
    )
    return bool(session.scalar(select(either)))


def add_totp(
    session: Session, sealer: Sealer, *, identity_id: str, name: str, secret: str, step: int
) -> None:
    """Keep an authenticator app.

    :param step: that of the code which proved it: the code is used up
    """
    sealed = sealer.seal(secret.encode(), about=identity_id)
    session.add(Totp(identity_id=identity_id, name=name, sealed=sealed, last_step=step))


def use_totp(session: Session, sealer: Sealer, identity_id: str, code: str) -> bool:
    """Whether the code is one of the identity's apps; then it is used up.

    The rows stay locked until the transaction ends, so that two requests can't use one code.
    """
    mine = select(Totp).where(Totp.identity_id == identity_id).order_by(Totp.id)
    for totp in session.scalars(mine.with_for_update()):
        secret = _opened(sealer, totp)
        step = secret and matching_step(secret, code, utcnow(), after=totp.last_step)
        if step:
            totp.last_step, totp.last_used = step, utcnow()
            return True
    return False


def _opened(sealer: Sealer, totp: Totp) -> str | None:
    try:
        return sealer.open(totp.sealed, about=totp.identity_id).decode()
    except InvalidTag:
        _log.error("authenticator app %s can't be decrypted: is its key the right one?", totp.id)
        return None


def use_recovery_code(session: Session, identity_id: str, code: str) -> bool:
    """Whether the code is one of the identity's recovery codes; then it is used up."""
    mine = RecoveryCode.code_hash == code_hash(identity_id, code)
    used = session.execute(
        delete(RecoveryCode)
        .where(mine, RecoveryCode.identity_id == identity_id)
        .returning(RecoveryCode.code_hash)
    )
    return used.first() is not None


def new_recovery_codes(session: Session, identity_id: str) -> list[str]:
    """Replace an identity's recovery codes; only the person ever sees these texts."""
    codes = [new_code() for _ in range(COUNT)]
    _forget_recovery_codes(session, identity_id)
    session.add_all(
        RecoveryCode(code_hash=code_hash(identity_id, code), identity_id=identity_id)
        for code in codes
    )
    return codes


def find_factor(session: Session, identity_id: str, factor_id: str) -> Factor:
    """One of an identity's own factors.

    :raises NotFound: it has no such
    """
    found: Factor | None = session.get(Totp, factor_id) or session.get(Passkey, factor_id)
    if found is not None and found.identity_id == identity_id:
        return found
    raise NotFound("There is no such second factor. Go back and reload the page.")


def remove_factor(session: Session, factor: Factor) -> None:
    """Forget a factor; the recovery codes go with the last one."""
    session.delete(factor)
    session.flush()
    if not has_factor(session, factor.identity_id):
        _forget_recovery_codes(session, factor.identity_id)


def forget_factors(session: Session, identity_id: str) -> int:
    """Forget every factor of an identity and its recovery codes; how many factors there were."""
    factors = factors_of(session, identity_id)
    for factor in (*factors.totps, *factors.passkeys):
        session.delete(factor)
    _forget_recovery_codes(session, identity_id)
    return len(factors.totps) + len(factors.passkeys)


def _forget_recovery_codes(session: Session, identity_id: str) -> None:
    session.execute(delete(RecoveryCode).where(RecoveryCode.identity_id == identity_id))
