"""The keys of a deployment, as they are at this moment: an operator may replace them any time.

============================= ======================================================
``id_token.pem``              private key that signs id_tokens
``id_token.<kid>.pub.pem``    public key that signed earlier ones, until it is retired
``interaction.pem``           private key that signs the pages of a login under way
============================= ======================================================
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from armillary.auth.openid.keys import SigningKey, jwk_of, thumbprint
from armillary.core.clock import utcnow
from armillary.core.errors import UsageError
from armillary.core.files import write_private
from armillary.core.signing import create_key, load_or_create_key

_log = logging.getLogger(__name__)

# How old the view of the folder may be, in seconds.
LOOKS_EVERY = 2.0
_SIGNING = "id_token.pem"
_FORMER = "id_token.*.pub.pem"
_INTERACTION = "interaction.pem"

_State = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class _Keys:
    state: _State
    signing: SigningKey
    former: tuple[rsa.RSAPublicKey, ...]
    interaction: Ed25519PrivateKey


class Keyring:
    """The keys in a folder, made when absent, and read again soon after they change.

    :param folder: of mode 0700, for files of mode 0600
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._keys = _read(folder)
        self._looked = time.monotonic()

    @property
    def signing(self) -> SigningKey:
        """What signs id_tokens."""
        return self._current().signing

    @property
    def interaction(self) -> Ed25519PrivateKey:
        """What signs the pages of a login under way."""
        return self._current().interaction

    def jwks(self) -> dict[str, Any]:
        """The JWK set (RFC 7517): the signing key first, then those of before."""
        keys = self._current()
        public = (keys.signing.private.public_key(), *keys.former)
        return {"keys": [jwk_of(key) for key in public]}

    def _current(self) -> _Keys:
        now = time.monotonic()
        if now - self._looked >= LOOKS_EVERY:
            self._looked = now
            self._look()
        return self._keys

    def _look(self) -> None:
        if _state(self._folder) == self._keys.state:
            return
        try:
            self._keys = _read(self._folder)
        except (OSError, ValueError, TypeError):
            # What is in memory still works; the log says why nothing changed.
            _log.exception("the changed keys in %s can't be read", self._folder)


def _read(folder: Path) -> _Keys:
    # Before the files are read: a change in between is then noticed the next time.
    state = _state(folder)
    signing = SigningKey.load_or_create(folder / _SIGNING)
    interaction = load_or_create_key(folder / _INTERACTION)
    return _Keys(state, signing, tuple(_public(path) for path in _former(folder)), interaction)


def _state(folder: Path) -> _State:
    paths = [folder / _SIGNING, folder / _INTERACTION, *_former(folder)]
    found = [(path.name, path.stat()) for path in paths if path.exists()]
    return tuple((name, stat.st_ino, stat.st_mtime_ns) for name, stat in found)


def _former(folder: Path) -> list[Path]:
    """Files of earlier keys, the latest first."""
    paths = folder.glob(_FORMER)
    return sorted(paths, key=lambda path: (-path.stat().st_mtime_ns, path.name))


def _public(path: Path) -> rsa.RSAPublicKey:
    key = serialization.load_pem_public_key(path.read_bytes())
    if not isinstance(key, rsa.RSAPublicKey):
        raise TypeError(f"{path} does not hold an RSA key")
    return key


@dataclass(frozen=True)
class KeyInfo:
    """A key of id_tokens, for people.

    :param since: when it began to sign, or, of an earlier one, when it ceased to
    """

    kid: str
    signs: bool
    bits: int
    since: datetime


def list_keys(folder: Path) -> list[KeyInfo]:
    """The keys of id_tokens, in the order in which they are published.

    :raises UsageError: there are none yet
    """
    path = folder / _SIGNING
    if not path.exists():
        raise UsageError(f"There are no keys in {folder} yet: `armillary up` makes them.")
    signing = SigningKey.load_or_create(path)
    former = [(path, _public(path)) for path in _former(folder)]
    return [
        KeyInfo(signing.kid, True, signing.private.key_size, _changed(path)),
        *(KeyInfo(thumbprint(key), False, key.key_size, _changed(file)) for file, key in former),
    ]


def rotate_signing_key(folder: Path) -> tuple[str, str]:
    """Let a new key sign id_tokens from now on; the former stays published. Old and new id.

    :raises UsageError: there are none yet
    """
    former = list_keys(folder)[0].kid
    key = SigningKey.load_or_create(folder / _SIGNING).private.public_key()
    pem = key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    # In this order: at no moment is a key unpublished that has signed.
    write_private(_former_file(folder, former), pem)
    SigningKey.create(folder / _SIGNING)
    return former, list_keys(folder)[0].kid


def rotate_interaction_key(folder: Path) -> None:
    """Let a new key sign the pages of logins; those under way must be started again."""
    create_key(folder / _INTERACTION)


def retire_key(folder: Path, kid: str, *, lifetime: int, force: bool = False) -> None:
    """No longer publish an earlier key: id_tokens that it signed don't verify any more.

    :param lifetime: seconds that id_tokens live
    :param force: even if there may be such id_tokens that have not expired
    :raises UsageError: it is unknown, still signs, or signed what may not have expired
    """
    known = {key.kid: key for key in list_keys(folder)}
    if kid not in known:
        raise UsageError(f"There is no key {kid}. `armillary admin keys list` shows them.")
    if known[kid].signs:
        raise UsageError(f"{kid} signs id_tokens now. Rotate first: armillary admin keys rotate")
    until = known[kid].since + timedelta(seconds=lifetime)
    if utcnow() < until and not force:
        raise UsageError(
            f"id_tokens that {kid} signed may live until {until.isoformat(timespec='seconds')}. "
            "Wait until then, or add --force when the key is no longer to be trusted."
        )
    _former_file(folder, kid).unlink()


def _former_file(folder: Path, kid: str) -> Path:
    return folder / _FORMER.replace("*", kid)


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
