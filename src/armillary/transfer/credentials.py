"""What proves to nodes that Transfer is calling: a client certificate and the ticket key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from armillary.core.clock import utcnow
from armillary.core.files import write_private
from armillary.core.pki import (
    Authority,
    certificate_pem,
    fingerprint,
    new_private_key,
    private_pem,
    service_urn,
    signing_request,
)
from armillary.core.signing import load_or_create_key


@dataclass(frozen=True)
class Credentials:
    """Transfer's keys; every process of the service loads the same.

    :param authority: the local certificate authority
    :param ticket_key: signs tickets
    :param receipt_key: signs receipts of transfers
    :param certificate_file: client certificate and key, PEM, in one file
    :param authority_file: the authority's root certificate
    :param fingerprint: of the client certificate
    """

    authority: Authority
    ticket_key: Ed25519PrivateKey
    receipt_key: EllipticCurvePrivateKey
    certificate_file: Path
    authority_file: Path
    fingerprint: str

    @classmethod
    def load_or_create(cls, folder: Path, *, node_hosts: Sequence[str] = ()) -> Credentials:
        """The credentials in a keys folder; what is absent or about to expire is made.

        :param node_hosts: names and networks for which a new authority may vouch, besides loopback
        """
        authority = Authority.load_or_create(folder, extra_hosts=node_hosts)
        path = folder / "transfer.pem"
        if not path.exists() or _expires_soon(path):
            _issue(authority, path)
        return cls(
            authority,
            load_or_create_key(folder / "ticket.key"),
            _receipt_key(folder / "receipt.key"),
            path,
            folder / "ca.pem",
            fingerprint(_certificate(path)),
        )


def _receipt_key(path: Path) -> EllipticCurvePrivateKey:
    if not path.exists():
        write_private(path, private_pem(new_private_key()))
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise TypeError(f"{path} does not hold a P-256 key")
    return key


def _certificate(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def _expires_soon(path: Path) -> bool:
    certificate = _certificate(path)
    lifetime = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    return utcnow() > certificate.not_valid_after_utc - lifetime / 3


def _issue(authority: Authority, path: Path) -> None:
    key = new_private_key()
    urn = service_urn("transfer")
    certificate = authority.certify(signing_request(key, urn), urn=urn, hosts=())
    write_private(path, certificate_pem(certificate) + private_pem(key))
