"""Receipts: what a finished transfer has put where, and the service's signature of it. Pure.

A signature is a detached JWS (RFC 7515 appendix F) with ES256: unlike Ed25519 it signs a hash, so
a manifest of millions of files is signed as it passes. Described in docs/receipts.md.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature

from armillary.core.clock import iso
from armillary.transfer.items import DoneFile
from armillary.transfer.model import Task

KIND = "manifest+jws"
_COORDINATE_BYTES = 32  # of P-256 (RFC 7518 section 3.4)


def json_lines(task: Task, files: Iterable[DoneFile]) -> Iterator[bytes]:
    """The manifest: a line about the task, then a line a file.

    Names keep their bytes: what is not UTF-8 is a lone surrogate, ``\\udcXX`` (PEP 383).
    """
    yield _line(
        {
            "DATA_TYPE": "manifest",
            "task_id": task.id,
            "status": task.status,
            "source_endpoint": task.source_id,
            "destination_endpoint": task.destination_id,
            "request_time": iso(task.request_time),
            "completion_time": iso(task.completion_time) if task.completion_time else None,
            "files": task.files_transferred,
            "files_skipped": task.files_skipped,
            "skipped_errors": task.skipped_errors,
        }
    )
    for file in files:
        yield _line(
            {
                "path": file.destination_path,
                "source_path": file.source_path,
                "size": file.size,
                "mtime": file.mtime,
                "algorithm": file.algorithm,
                "checksum": file.checksum,
            }
        )


def checksum_lines(files: Iterable[DoneFile]) -> Iterator[bytes]:
    """What ``sha256sum -c`` and its like take, to be run where the collection's root is."""
    for file in files:
        name = file.destination_path.lstrip("/").encode("utf-8", "surrogateescape")
        escaped = name.replace(b"\\", b"\\\\").replace(b"\n", b"\\n").replace(b"\r", b"\\r")
        mark = b"\\" if escaped != name else b""
        yield mark + (file.checksum or "").encode() + b"  " + escaped + b"\n"


def _line(document: dict[str, Any]) -> bytes:
    return json.dumps(document, separators=(",", ":")).encode("ascii") + b"\n"


def detached_signature(content: Iterable[bytes], key: ec.EllipticCurvePrivateKey) -> str:
    """``HEADER..SIGNATURE`` of some content."""
    header = _encoded(_line({"alg": "ES256", "kid": key_id(key), "typ": KIND}).strip())
    digest = hashlib.sha256(header + b".")
    rest = b""
    for part in content:
        # base64 goes by three bytes
        part = rest + part
        whole = len(part) - len(part) % 3
        digest.update(_encoded(part[:whole]))
        rest = part[whole:]
    digest.update(_encoded(rest))
    signature = key.sign(digest.digest(), ec.ECDSA(Prehashed(hashes.SHA256())))
    numbers = decode_dss_signature(signature)
    raw = b"".join(number.to_bytes(_COORDINATE_BYTES, "big") for number in numbers)
    return f"{header.decode()}..{_encoded(raw).decode()}"


def public_jwk(key: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    """The key that verifies (RFC 7517)."""
    return {**_members(key), "alg": "ES256", "use": "sig", "kid": key_id(key)}


def key_id(key: ec.EllipticCurvePrivateKey) -> str:
    """The key's thumbprint (RFC 7638)."""
    canonical = json.dumps(_members(key), separators=(",", ":"), sort_keys=True)
    return _encoded(hashlib.sha256(canonical.encode()).digest()).decode()


def _members(key: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    numbers = key.public_key().public_numbers()
    x, y = (_encoded(n.to_bytes(_COORDINATE_BYTES, "big")).decode() for n in (numbers.x, numbers.y))
    return {"crv": "P-256", "kty": "EC", "x": x, "y": y}


def _encoded(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
