"""The hashes that tasks may name."""

from __future__ import annotations

import hashlib

import pytest

from armillary.node.errors import NodeError
from armillary.node.hashing import hasher

# of nothing at all; those of BLAKE3 and XXH3 as their authors publish them
EMPTY = {
    "MD5": hashlib.md5(b"").hexdigest(),
    "SHA1": hashlib.sha1(b"").hexdigest(),
    "SHA-256": hashlib.sha256(b"").hexdigest(),
    "sha384": hashlib.sha384(b"").hexdigest(),
    "sha-512": hashlib.sha512(b"").hexdigest(),
    "blake3": "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
    "xxh3": "99aa06d3014798d86001c324468d497f",
    "xxh3_64": "2d06800538d394c2",
}


@pytest.mark.parametrize("name", EMPTY)
def test_a_known_hash(name: str) -> None:
    assert hasher(name)().hexdigest() == EMPTY[name]


def test_an_unknown_hash_names_those_that_are_known() -> None:
    with pytest.raises(NodeError, match="blake3") as caught:
        hasher("crc32")
    assert caught.value.code == "NOT_SUPPORTED"
