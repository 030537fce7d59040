from __future__ import annotations

import pathlib
from typing import Any

import pytest

from globus_sdk import (
    AuthAPIError,
    AuthClient,
    GlobusConnectPersonalOwnerInfo,
    GlobusSDKUsageError,
    LocalGlobusConnectPersonal,
)
from globus_sdk.local_endpoint.personal import endpoint

from ..recording import Answer, RecordingServer

OWNERS = "/C=US/O=Globus Consortium/OU=Globus Connect User/CN="
ID = "c0ffee00-1234-5678-9abc-def012345678"
NAME = "u_yd764aasgrlhrgv433ybencwpa"  # which stands for it


@pytest.fixture
def personal(tmp_path: pathlib.Path) -> LocalGlobusConnectPersonal:
    (tmp_path / "lta").mkdir()
    return LocalGlobusConnectPersonal(config_dir=str(tmp_path))


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "_on_windows", lambda: True)


def write(personal: LocalGlobusConnectPersonal, name: str, content: str | bytes) -> None:
    data = content.encode() if isinstance(content, str) else content
    (pathlib.Path(personal.config_dir) / "lta" / name).write_bytes(data)


def test_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".globusonline/lta").mkdir(parents=True)
    (tmp_path / ".globusonline/lta/client-id.txt").write_text("mine")
    personal = LocalGlobusConnectPersonal()
    assert personal.config_dir == str(tmp_path / ".globusonline")
    assert personal.endpoint_id == "mine"


@pytest.mark.usefixtures("windows")
def test_where_it_is_on_windows(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    with pytest.raises(GlobusSDKUsageError, match="LOCALAPPDATA"):
        LocalGlobusConnectPersonal().endpoint_id  # noqa: B018
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    (tmp_path / "Globus Connect").mkdir()
    (tmp_path / "Globus Connect/client-id.txt").write_text("mine")
    assert LocalGlobusConnectPersonal().endpoint_id == "mine"


def test_the_endpoint_id_is_kept_once_found(personal: LocalGlobusConnectPersonal) -> None:
    seen = [personal.endpoint_id]
    write(personal, "client-id.txt", f" {ID}\n")
    assert [*seen, personal.endpoint_id] == [None, ID]
    write(personal, "client-id.txt", "another")
    assert personal.endpoint_id == ID
    del personal.endpoint_id
    assert personal.endpoint_id == "another"


@pytest.mark.parametrize(
    ("gridmap", "username", "owner_id"),
    [
        (f'"{OWNERS}alice" al\n', "alice@globusid.org", None),
        (f'"{OWNERS}{NAME}" al\n', None, ID),
        (f'"{OWNERS}u_{NAME[2:].upper()}" al\n', None, ID),
        (f'"{OWNERS}u_{"a" * 26}" "al ice"\n', None, "00000000-0000-0000-0000-000000000000"),
        (f'"{OWNERS}{NAME}x" al\n', f"{NAME}x@globusid.org", None),
        (f'"{OWNERS}u_{"1" * 26}" al\n', f"u_{'1' * 26}@globusid.org", None),
        (f'"{OWNERS}menu_{NAME}" al\n', f"menu_{NAME}@globusid.org", None),
        (f'# me\n"/C=US/CN=x" x\n"{OWNERS}alice" a\n"{OWNERS}bob" b', "alice@globusid.org", None),
    ],
)
def test_the_owner(
    personal: LocalGlobusConnectPersonal,
    gridmap: str,
    username: str | None,
    owner_id: str | None,
) -> None:
    write(personal, "gridmap", gridmap)
    owner: Any = personal.get_owner_info()
    assert isinstance(owner, GlobusConnectPersonalOwnerInfo)
    assert (owner.username, owner.id) == (username, owner_id)
    shown = f"id={owner_id}" if owner_id else f"username={username}"
    assert str(owner) == f"GlobusConnectPersonalOwnerInfo({shown})"


@pytest.mark.parametrize(
    "gridmap",
    [
        None,
        "",
        '"/C=US/CN=x" x\n',
        f"{OWNERS}alice al\n",
        f'"{OWNERS}alice"\n',
        f'"{OWNERS}alice" a b\n',
        f'"{OWNERS}alice a\n',
        f'"{OWNERS}'.encode() + b'\xff" a\n',
    ],
)
def test_an_owner_that_cannot_be_told(
    personal: LocalGlobusConnectPersonal, gridmap: str | bytes | None, server: RecordingServer
) -> None:
    if gridmap is not None:
        write(personal, "gridmap", gridmap)
    assert personal.get_owner_info() is None
    assert personal.get_owner_info(AuthClient(base_url=server.url)) is None
    assert server.requests == []


@pytest.mark.parametrize(
    ("name", "query"),
    [
        (NAME, {"ids": ID}),
        ("alice", {"usernames": "alice@globusid.org", "provision": "false"}),
    ],
)
def test_the_owner_is_looked_up(
    personal: LocalGlobusConnectPersonal,
    server: RecordingServer,
    name: str,
    query: dict[str, str],
) -> None:
    write(personal, "gridmap", f'"{OWNERS}{name}" al\n')
    client = AuthClient(base_url=server.url)
    server.respond = lambda request: {"identities": [{"name": "Alice"}]}
    assert personal.get_owner_info(client) == {"name": "Alice"}
    assert dict(server.requests[0].query) == query
    server.respond = lambda request: {"identities": []}
    assert personal.get_owner_info(auth_client=client) is None
    server.respond = lambda request: Answer({}, status=401)
    with pytest.raises(AuthAPIError):
        personal.get_owner_info(client)


def test_a_line_of_a_gridmap_has_two_words() -> None:
    assert GlobusConnectPersonalOwnerInfo(config_dn='"x" y').username == "x@globusid.org"
    with pytest.raises(ValueError, match="local account"):
        GlobusConnectPersonalOwnerInfo(config_dn=f"{OWNERS}alice")
