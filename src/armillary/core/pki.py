"""The local certificate authority: it certifies storage nodes and the services that call them.

Its root is constrained to the names of this deployment (RFC 5280 section 4.2.1.10), so that a
computer that trusts it for storage nodes trusts it for nothing else. Parties are named by a URI
in the subject alternative name, ``urn:armillary:node:<id>`` or ``urn:armillary:service:<name>``.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from armillary.core.clock import utcnow
from armillary.core.files import private_dir, write_private

_ROOT_LIFETIME = timedelta(days=3650)
_LEAF_LIFETIME = timedelta(days=90)
_BACKDATED = timedelta(minutes=5)  # clocks of two hosts differ
_LOOPBACK_NAMES = ("localhost",)
_LOOPBACK_NETWORKS = ("127.0.0.0/8", "::1/128")


def node_urn(node_id: str) -> str:
    """The name of a storage node in its certificate."""
    return f"urn:armillary:node:{node_id}"


def service_urn(name: str) -> str:
    """The name of a service in its client certificate."""
    return f"urn:armillary:service:{name}"


def new_private_key() -> ec.EllipticCurvePrivateKey:
    """A P-256 key: TLS's fastest that every client speaks."""
    return ec.generate_private_key(ec.SECP256R1())


def private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    """A private key as PEM, without a passphrase."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def certificate_pem(certificate: x509.Certificate) -> bytes:
    """A certificate as PEM."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the DER form, in hex: how tickets name a peer's certificate."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def signing_request(key: ec.EllipticCurvePrivateKey, common_name: str) -> bytes:
    """A certificate request (PKCS #10) as PEM."""
    return (
        x509.CertificateSigningRequestBuilder()
        .subject_name(_name(common_name))
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _constraint(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_network(host))
    except ValueError:
        return x509.DNSName(host)


def _covers(permitted: object, host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return isinstance(permitted, str) and f".{host}".endswith(f".{permitted}")
    networks = (ipaddress.IPv4Network, ipaddress.IPv6Network)
    return isinstance(permitted, networks) and address in permitted


@dataclass(frozen=True)
class Authority:
    """A certificate authority: its key and its root certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def create(cls, *, extra_hosts: Sequence[str] = ()) -> Authority:
        """A new authority for loopback and the given hosts (names, addresses or networks)."""
        key = new_private_key()
        permitted = [*_LOOPBACK_NAMES, *_LOOPBACK_NETWORKS, *extra_hosts]
        name = _name("Armillary local authority")
        now = utcnow()
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _BACKDATED)
            .not_valid_after(now + _ROOT_LIFETIME)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_key_usage(signs_certificates=True), critical=True)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .add_extension(
                x509.NameConstraints([_constraint(h) for h in permitted], None), critical=True
            )
            .sign(key, hashes.SHA256())
        )
        return cls(key, certificate)

    @classmethod
    def load_or_create(cls, folder: Path, *, extra_hosts: Sequence[str] = ()) -> Authority:
        """The authority kept in a folder (``ca.key``, ``ca.pem``), made when absent."""
        if (folder / "ca.pem").exists():
            key = serialization.load_pem_private_key((folder / "ca.key").read_bytes(), None)
            if not isinstance(key, ec.EllipticCurvePrivateKey):
                raise TypeError(f"{folder / 'ca.key'} does not hold an elliptic-curve key")
            return cls(key, x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes()))
        authority = cls.create(extra_hosts=extra_hosts)
        private_dir(folder)
        write_private(folder / "ca.key", private_pem(authority.key))
        write_private(folder / "ca.pem", certificate_pem(authority.certificate))
        return authority

    def permits(self, host: str) -> bool:
        """Whether a certificate for this name or address would be believed."""
        found = self.certificate.extensions.get_extension_for_class(x509.NameConstraints)
        return any(_covers(each.value, host) for each in found.value.permitted_subtrees or ())

    def certify(self, request_pem: bytes, *, urn: str, hosts: Sequence[str]) -> x509.Certificate:
        """Sign a certificate request for one party.

        Of the request only the key is taken: names are ours to give.

        :param urn: the party's name (:func:`node_urn`, :func:`service_urn`)
        :param hosts: host names and addresses under which the party is reached
        :raises ValueError: the request is malformed or not signed by its key
        """
        request = x509.load_pem_x509_csr(request_pem)
        if not request.is_signature_valid:
            raise ValueError("the certificate request is not signed by its own key")
        names = [x509.UniformResourceIdentifier(urn), *(_general_name(h) for h in hosts)]
        now = utcnow()
        public_key = request.public_key()
        return (
            x509.CertificateBuilder()
            .subject_name(_name(urn.rsplit(":", 1)[-1]))
            .issuer_name(self.certificate.subject)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _BACKDATED)
            .not_valid_after(now + _LEAF_LIFETIME)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_key_usage(signs_certificates=False), critical=True)
            .add_extension(
                x509.ExtendedKeyUsage(
                    [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
                ),
                critical=False,
            )
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()),
                critical=False,
            )
            .sign(self.key, hashes.SHA256())
        )


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def urn_of(certificate: x509.Certificate) -> str | None:
    """The ``urn:armillary:...`` name in a certificate, if it has one."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return None
    for uri in names.get_values_for_type(x509.UniformResourceIdentifier):
        if uri.startswith("urn:armillary:"):
            return uri
    return None
