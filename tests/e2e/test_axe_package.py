"""Packages of npm, fetched without npm."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from base64 import b64encode
from pathlib import Path

import pytest
from tools.npm_packages import IntegrityError, fetch

AXE = Path(__file__).with_name("axe")


def publish(registry: Path, content: bytes) -> str:
    """Put a package into a registry; its digest."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as tar:
        member = tarfile.TarInfo("package/index.js")
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    archive = file.getvalue()
    place = registry / "@some" / "thing" / "-" / "thing-1.0.0.tgz"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(archive)
    return "sha512-" + b64encode(hashlib.sha512(archive).digest()).decode()


def write_lock(folder: Path, integrity: str) -> Path:
    lock = folder / "package-lock.json"
    package = {"version": "1.0.0", "integrity": integrity}
    packages = {"": {"name": "x"}, "node_modules/@some/thing": package}
    lock.write_text(json.dumps({"packages": packages}))
    return lock


def test_a_package_is_fetched_once_and_anew_when_the_lock_changes(tmp_path: Path) -> None:
    registry, folder = tmp_path / "registry", tmp_path / "out"
    lock = write_lock(tmp_path, publish(registry, b"one"))
    fetch(lock, folder, registry=registry.as_uri())
    script = folder / "node_modules" / "@some" / "thing" / "index.js"
    assert script.read_bytes() == b"one"
    fetch(lock, folder, registry="file:///nowhere")
    write_lock(tmp_path, publish(registry, b"two"))
    fetch(lock, folder, registry=registry.as_uri())
    assert script.read_bytes() == b"two"


@pytest.mark.parametrize("integrity", ["sha512-AAAA", "sha1-AAAA", ""])
def test_another_package_than_the_locked_one_is_refused(tmp_path: Path, integrity: str) -> None:
    registry = tmp_path / "registry"
    publish(registry, b"one")
    with pytest.raises(IntegrityError, match="thing has the digest"):
        fetch(write_lock(tmp_path, integrity), tmp_path / "out", registry=registry.as_uri())
    assert not (tmp_path / "out").exists()


def test_the_lock_is_that_of_the_package_json() -> None:
    wanted = json.loads((AXE / "package.json").read_text())["dependencies"]
    locked = json.loads((AXE / "package-lock.json").read_text())["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
