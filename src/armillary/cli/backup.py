"""Backups: one file of database, keys and settings, and a data directory made of it again.

The file is a gzipped tar whose first member, ``manifest.json``, names every other one with its
SHA-256.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from armillary import __version__
from armillary.cli.deployment import Deployment
from armillary.core.clock import utcnow
from armillary.core.errors import UsageError
from armillary.core.files import private_dir
from armillary.db.migrate import SCHEMA

SQLITE = "armillary.db"
DUMP = "database.dump"
NO_DUMP = "absent"
_FORMAT = 1
_MANIFEST = "manifest.json"
# What is running, what it said and would have mailed, and what nodes serve.
_LEFT_OUT = frozenset({"lock", "state.json", "logs", "mail", "storage"})
_SQLITE_BESIDE = ("-wal", "-shm", "-journal")
_MANIFEST_LIMIT = 1 << 24


def make_backup(deployment: Deployment, database_url: str, file: Path) -> dict[str, Any]:
    """Write a backup; its manifest.

    :raises UsageError: the file exists already or can't be written, or pg_dump fails
    """
    if file.resolve().is_relative_to(deployment.data_dir.resolve()):
        raise UsageError("A backup in the data directory goes with it. Write it elsewhere.")
    with (
        _claimed(file),
        tempfile.TemporaryDirectory(dir=file.absolute().parent, prefix=".backup-") as folder,
    ):
        staged = Path(folder) / "content"
        private_dir(staged)
        database = _stage_database(database_url, staged)
        _stage_files(deployment.data_dir, staged)
        if database == SQLITE:
            _forget_where_it_was(Deployment(staged))
        manifest = _manifest(staged, database)
        packed = Path(folder) / "packed"
        _pack(staged, manifest, packed)
        packed.replace(file)
    return manifest


def restore_backup(file: Path, data_dir: Path) -> dict[str, Any]:
    """Make a data directory of a backup; the backup's manifest.

    :raises UsageError: the directory is not empty, or the file is no backup or damaged
    """
    if data_dir.exists() and any(data_dir.iterdir()):
        raise UsageError(f"{data_dir} is not empty. Restore to a new directory.")
    staged = _new_beside(data_dir.absolute())
    try:
        with tarfile.open(file) as archive:
            manifest = _unpack(archive, staged)
        if data_dir.exists():
            data_dir.rmdir()
        staged.rename(data_dir)
    except (tarfile.TarError, OSError, EOFError, LookupError, TypeError, ValueError) as error:
        raise UsageError(f"{file} is not a backup that can be read: {error}") from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return manifest


@contextmanager
def _claimed(file: Path) -> Iterator[None]:
    """Have a name for ourselves, and give it up again if nothing comes of it.

    :raises UsageError: somebody has it, or it can't be written
    """
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise UsageError(f"{file} exists already. Choose another name.") from None
    except OSError as error:
        raise UsageError(f"Can't write {file}: {error.strerror}.") from error
    try:
        yield
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _new_beside(data_dir: Path) -> Path:
    try:
        data_dir.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(dir=data_dir.parent, prefix=".restore-"))
    except OSError as error:
        raise UsageError(f"Can't make {data_dir}: {error.strerror}.") from error


def _stage_database(url: str, staged: Path) -> str:
    """Copy the database; the name of its copy, or that there is none."""
    if url.startswith("sqlite:///"):
        _copy_sqlite(Path(url.removeprefix("sqlite:///")), staged / SQLITE)
        return SQLITE
    if shutil.which("pg_dump") is None:
        return NO_DUMP
    _dump_postgresql(url, staged / DUMP)
    return DUMP


def _forget_where_it_was(staged: Deployment) -> None:
    """The copy of an embedded database is in the data directory, wherever it was before."""
    if staged.config is not None:
        staged.remember(replace(staged.config, database_url=""))


def _copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database that others may be writing to, as it is at one moment."""
    target.touch(0o600)
    # Closed at the end, which their own context managers don't do.
    reading, writing = (
        sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True),
        sqlite3.connect(target),
    )
    try:
        reading.backup(writing)
        (state,) = writing.execute("PRAGMA integrity_check").fetchone()
        if state != "ok":
            raise UsageError(f"{source} is damaged: {state}")
        # One file, without a log beside it.
        writing.execute("PRAGMA journal_mode=DELETE")
    finally:
        reading.close()
        writing.close()


def _dump_postgresql(url: str, target: Path) -> None:
    parts = urlsplit(url)
    password = parts.password
    place = parts.netloc.replace(f":{password}@", "@") if password else parts.netloc
    plain = urlunsplit(parts._replace(scheme="postgresql", netloc=place))
    # The password goes in the environment: arguments can be seen by everybody on the machine.
    environ = {**os.environ, **({"PGPASSWORD": unquote(password)} if password else {})}
    target.touch(0o600)
    done = subprocess.run(
        ["pg_dump", "--format=custom", f"--file={target}", f"--dbname={plain}"],
        env=environ,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise UsageError(f"pg_dump failed: {done.stderr.strip()}")


def _stage_files(data_dir: Path, staged: Path) -> None:
    """Copy everything of a data directory but the services' database and what is left out."""
    for path in _files(data_dir):
        target = staged / path.relative_to(data_dir)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.suffix == ".db":
            _copy_sqlite(path, target)
        else:
            shutil.copyfile(path, target)


def _files(data_dir: Path) -> Iterator[Path]:
    for path in sorted(data_dir.rglob("*")):
        beside = path.name.endswith(_SQLITE_BESIDE) or path == data_dir / SQLITE
        parts = path.relative_to(data_dir).parts
        temporary = any(part.startswith(".") for part in parts)
        left_out = parts[0] in _LEFT_OUT
        if path.is_file() and not path.is_symlink() and not (beside or temporary or left_out):
            yield path


def _manifest(staged: Path, database: str) -> dict[str, Any]:
    files = {
        path.relative_to(staged).as_posix(): {
            "sha256": _sha256(path),
            "size": path.stat().st_size,
        }
        for path in sorted(staged.rglob("*"))
        if path.is_file()
    }
    return {
        "format": _FORMAT,
        "version": __version__,
        "schema": SCHEMA,
        "created": utcnow().isoformat(timespec="seconds"),
        "database": database,
        "files": files,
    }


def _sha256(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(staged: Path, manifest: dict[str, Any], packed: Path) -> None:
    descriptor = os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w:gz") as archive:
            text = json.dumps(manifest, indent=1).encode()
            first = tarfile.TarInfo(_MANIFEST)
            first.size, first.mode = len(text), 0o600
            archive.addfile(first, io.BytesIO(text))
            for name in manifest["files"]:
                archive.add(staged / name, name, filter=_anonymous)
        file.flush()
        os.fsync(file.fileno())


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _unpack(archive: tarfile.TarFile, staged: Path) -> dict[str, Any]:
    """Write every file that the manifest names, and no other."""
    manifest = _read_manifest(archive)
    wanted: dict[str, dict[str, Any]] = dict(manifest["files"])
    for member in islice(archive, 1, None):
        expected = wanted.pop(member.name, None)
        if expected is None or not member.isfile():
            raise ValueError(f"{member.name!r} is not in its manifest")
        _write_checked(archive, member, expected, staged / _safe(member.name))
    if wanted:
        raise ValueError(f"it lacks {', '.join(sorted(wanted))}")
    return manifest


def _read_manifest(archive: tarfile.TarFile) -> dict[str, Any]:
    first = archive.next()
    if first is None or first.name != _MANIFEST or first.size > _MANIFEST_LIMIT:
        raise ValueError("it does not begin with a manifest")
    content = archive.extractfile(first)
    assert content is not None
    manifest: dict[str, Any] = json.load(content)
    if manifest["format"] != _FORMAT:
        raise ValueError(f"it has the format {manifest['format']}, this version reads {_FORMAT}")
    if manifest["schema"] > SCHEMA:
        raise ValueError("a newer version of Armillary made it; restore with that one")
    return manifest


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(f"{name!r} leads out of the directory")
    return path


def _write_checked(
    archive: tarfile.TarFile, member: tarfile.TarInfo, expected: dict[str, Any], target: Path
) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = archive.extractfile(member)
    assert content is not None
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        shutil.copyfileobj(content, file)
    if _sha256(target) != expected["sha256"]:
        raise ValueError(f"{member.name} is damaged: its hash is another")
