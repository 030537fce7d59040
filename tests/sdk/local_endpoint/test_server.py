from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest

from globus_sdk import LocalGlobusConnectServer

INFO = {"endpoint_id": "e", "domain_name": "d", "more": 1}


def test_what_the_file_says_is_kept_once_read(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "info.json"
    server = LocalGlobusConnectServer(info_path=path)
    seen = [server.info_dict]
    path.write_text(json.dumps(INFO))
    seen.append(server.info_dict)
    path.unlink()
    seen.append(server.info_dict)
    del server.info_dict
    assert [*seen, server.info_dict] == [None, INFO, INFO, None]


def test_id_and_domain(tmp_path: pathlib.Path) -> None:
    (tmp_path / "info.json").write_text(json.dumps(INFO))
    server = LocalGlobusConnectServer(info_path=tmp_path / "info.json")
    assert (server.endpoint_id, server.domain_name) == ("e", "d")


def test_where_it_is() -> None:
    assert str(LocalGlobusConnectServer().info_path) == "/var/lib/globus-connect-server/info.json"
    assert LocalGlobusConnectServer(info_path="/x").info_path == pathlib.Path("/x")


@pytest.mark.parametrize("content", [b"", b"nonsense", b"[]", b'{"endpoint_id": "\xff"}'])
def test_what_is_no_document(tmp_path: pathlib.Path, content: bytes) -> None:
    (tmp_path / "info.json").write_bytes(content)
    assert LocalGlobusConnectServer(info_path=str(tmp_path / "info.json")).info_dict is None
    assert LocalGlobusConnectServer(info_path=tmp_path).endpoint_id is None


@pytest.mark.parametrize("document", [{}, {"endpoint_id": 1, "domain_name": None}])
def test_what_the_document_lacks(tmp_path: pathlib.Path, document: Any) -> None:
    path = tmp_path / "info.json"
    path.write_text(json.dumps(document))
    server = LocalGlobusConnectServer(info_path=path)
    assert server.info_dict == document
    assert (server.endpoint_id, server.domain_name) == (None, None)
