"""A finished transfer's manifest: the usual tools accept it, and its signature holds."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
import requests

from globus_sdk import TransferAPIError, TransferClient
from tests.e2e import trees
from tests.e2e.services import Services
from tests.e2e.test_options import Places

TREE: trees.Tree = {
    **{f"d/f{n}": b"%d" % n for n in range(1200)},
    "big": b"b" * 2_000_000,
    "back\\slash": b"1",
    "new\nline": b"2",
    "return\r": b"3",
    os.fsdecode(b"caf\xe9"): b"4",
    " blank ": b"5",
}


@pytest.fixture(scope="module")
def transfer(services: Services) -> Iterator[TransferClient]:
    with services.transfer_client() as client:
        yield client


@pytest.fixture
def places(services: Services, transfer: TransferClient, tmp_path: Path) -> Places:
    return Places(services, transfer, tmp_path.name)


def moved(places: Places, algorithm: str | None) -> str:
    trees.write(places.source, TREE)
    data = places.tree(verify_checksum=True)
    if algorithm:
        data["DATA"][0]["checksum_algorithm"] = algorithm
    task_id: str = places.run(data)["task_id"]
    return task_id


def get(places: Places, task_id: str, what: str, **query: str) -> bytes:
    return places.client.get(f"/v0.10/task/{task_id}/{what}", query_params=query).binary_content


def verify(places: Places, content: bytes, signature: bytes) -> None:
    header, nothing, mark = signature.decode().split(".")
    assert nothing == ""
    url = f"{places.services.base_url}/transfer/.well-known/jwks.json"
    keys = jwt.PyJWKSet.from_dict(requests.get(url, timeout=10).json())
    key = keys[jwt.get_unverified_header(signature)["kid"]]
    payload = base64.urlsafe_b64encode(content).rstrip(b"=").decode()
    jwt.PyJWS().decode(f"{header}.{payload}.{mark}", key.key, algorithms=["ES256"])


@pytest.mark.parametrize("algorithm", ["sha256", "md5"])
def test_the_usual_tools_check_the_files(places: Places, algorithm: str, tmp_path: Path) -> None:
    task_id = moved(places, algorithm)
    content = get(places, task_id, "manifest", format="checksums")
    listing = tmp_path / "sums"
    listing.write_bytes(content)
    check = [f"{algorithm}sum", "-c", "--strict", "--quiet", str(listing)]
    root = places.services.collections[1]["path"]
    assert subprocess.run(check, cwd=root, check=False).returncode == 0
    assert content.count(b"\n") == len(TREE)
    (places.destination / "d/f7").write_bytes(b"changed")
    assert subprocess.run(check, cwd=root, check=False, capture_output=True).returncode == 1
    signature = get(places, task_id, "manifest_signature", format="checksums")
    verify(places, content, signature)
    with pytest.raises(jwt.InvalidSignatureError):
        verify(places, content.replace(b"0", b"1", 1), signature)


def test_the_manifest_names_every_file(places: Places) -> None:
    task_id = moved(places, "sha1")
    content = get(places, task_id, "manifest")
    verify(places, content, get(places, task_id, "manifest_signature"))
    head, *files = [json.loads(line) for line in content.splitlines()]
    assert (head["task_id"], head["status"], head["files"]) == (task_id, "SUCCEEDED", len(TREE))
    assert {file["path"] for file in files} == {f"/{places.name}/{name}" for name in TREE}
    for file in files:
        found = (places.source.parent / file["source_path"].lstrip("/")).stat()
        assert (file["size"], file["mtime"]) == (found.st_size, int(found.st_mtime))


def refusal(places: Places, task_id: str, **query: str) -> tuple[int, Any]:
    with pytest.raises(TransferAPIError) as raised:
        get(places, task_id, "manifest", **query)
    return raised.value.http_status, raised.value.code


def test_what_has_no_receipt(places: Places) -> None:
    task_id = moved(places, None)
    assert refusal(places, task_id, format="checksums") == (409, "NotSupported")
    assert refusal(places, task_id, format="xml")[0] == 400
    assert refusal(places, "00000000-0000-4000-8000-000000000000") == (404, "TaskNotFound")
    unsigned = requests.get(
        f"{places.services.base_url}/transfer/v0.10/task/{task_id}/manifest", timeout=10
    )
    assert unsigned.status_code == 401
