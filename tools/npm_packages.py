"""``python -m tools.npm_packages LOCK FOLDER``: the packages of a package-lock.json, without npm.

Fetches each from the registry, checks it against the digest in the lock, and unpacks it below
``FOLDER/node_modules``. What is there already, as locked, is left alone.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import sys
import tarfile
from base64 import b64encode
from pathlib import Path
from urllib.request import urlopen

REGISTRY = "https://registry.npmjs.org"
_TIMEOUT = 60.0
_PREFIX = "node_modules/"
# The digest of what is unpacked in a package's folder.
_MARK = ".integrity"


class IntegrityError(Exception):
    """A package is not the one that the lock names."""


def fetch(lock: Path, folder: Path, *, registry: str = REGISTRY) -> None:
    """Bring the locked packages into a folder.

    :raises IntegrityError: what came has another digest
    :raises OSError: the registry can't be reached
    """
    for place, package in json.loads(lock.read_text())["packages"].items():
        if not place.startswith(_PREFIX):
            continue  # the project itself
        target = folder / place
        mark = target / _MARK
        if mark.exists() and mark.read_text() == package["integrity"]:
            continue
        name = place.rpartition(_PREFIX)[2]
        archive = _download(_address(registry, name, package["version"]))
        check(archive, package["integrity"], name)
        _unpack(archive, target)
        mark.write_text(package["integrity"])


def check(archive: bytes, integrity: str, name: str) -> None:
    """Compare an archive with its digest (Subresource Integrity).

    :raises IntegrityError: it differs, or the digest is none of SHA-512
    """
    algorithm, _, wanted = integrity.partition("-")
    found = b64encode(hashlib.sha512(archive).digest()).decode()
    if algorithm != "sha512" or found != wanted:
        raise IntegrityError(f"{name} has the digest sha512-{found}, the lock says {integrity}.")


def _address(registry: str, name: str, version: str) -> str:
    return f"{registry}/{name}/-/{name.rpartition('/')[2]}-{version}.tgz"


def _download(url: str) -> bytes:
    with urlopen(url, timeout=_TIMEOUT) as answer:  # noqa: S310 - the registry, or a test's folder
        content: bytes = answer.read()
    return content


def _unpack(archive: bytes, target: Path) -> None:
    if target.exists():
        shutil.rmtree(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:
        tar.extractall(target.with_name(f".{target.name}.new"), filter="data")
    # Archives of npm hold one folder, "package".
    target.with_name(f".{target.name}.new").joinpath("package").rename(target)
    target.with_name(f".{target.name}.new").rmdir()


if __name__ == "__main__":
    fetch(Path(sys.argv[1]), Path(sys.argv[2]))
