"""Storage in a directory of this host."""

from __future__ import annotations

import ctypes
import errno
import grp
import os
import pwd
import stat
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

from armillary.node.connectors.base import Capability, Care, Entry, FileType, Snapshot
from armillary.node.connectors.beneath import clean, encode, open_beneath
from armillary.node.connectors.changed_names import ChangedNames
from armillary.node.connectors.posix_files import (
    PosixPartial,
    PosixReader,
    changed,
    check_snapshot,
    partial_name,
    read_whole,
    reported,
    write_new,
)
from armillary.node.errors import NodeError

# O_NONBLOCK: opening a pipe must not wait for its other end; regular files ignore it
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
_DIRECTORY = os.O_PATH | os.O_DIRECTORY
_RENAME_NOREPLACE = 1

_TYPES: dict[int, FileType] = {
    stat.S_IFREG: "file",
    stat.S_IFDIR: "dir",
    stat.S_IFCHR: "chr",
    stat.S_IFBLK: "blk",
    stat.S_IFIFO: "pipe",
}

_libc = ctypes.CDLL(None, use_errno=True)
_NO_CARE = Care()


def _opened(above: int, path: str) -> int:
    """A directory below an open one, which is closed."""
    try:
        return open_beneath(above, clean(path), _DIRECTORY)
    finally:
        os.close(above)


class PosixStorage:
    """A directory, or one below it, as a collection's root (see ``base.Storage``).

    :param root: directory of the mapped collection
    :param base: path below it at which this collection begins
    :param within: path below that outside which nothing may be seen; a link in it that leads out of
        the base is no way to it
    :param care: how carefully to write
    :raises NodeError: one of them is absent or no directory
    """

    capabilities: frozenset[Capability] = frozenset({"symlinks", "rename", "modes", "timestamps"})

    def __init__(
        self, root: Path, base: str = "/", within: str = "/", *, care: Care = _NO_CARE
    ) -> None:
        self.care = care
        self._names = ChangedNames(care.durable)
        with reported(base):
            fd = os.open(root, _DIRECTORY | os.O_CLOEXEC)
        for step in (base, within):
            with reported(step):
                fd = _opened(fd, step)
        self._root = fd
        # neighbours come one after the other, so the last directory is kept open
        self._parent = self._root
        self._parent_path = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def flush(self) -> None:
        with reported("/"):
            self._names.flush()

    def close(self) -> None:
        self._names.forget()
        self._forget_parent()
        os.close(self._root)

    def stat(self, path: str) -> Entry:
        path = clean(path)
        with reported(path):
            if not path:
                return self._entry("", "", os.fstat(self._root))
            parent, name = self._locate(path)
            found = os.stat(encode(name), dir_fd=parent, follow_symlinks=False)
            return self._entry(path, name, found)

    def scan(self, path: str) -> Iterator[Entry]:
        path = clean(path)
        prefix = f"{path}/" if path else ""
        with reported(path):
            fd = open_beneath(self._root, path, os.O_RDONLY | os.O_DIRECTORY)
            try:
                with os.scandir(fd) as entries:
                    for entry in entries:
                        yield self._scanned(prefix, entry)
            finally:
                os.close(fd)

    def identity(self, path: str) -> object:
        path = clean(path)
        with reported(path):
            fd = open_beneath(self._root, path, _DIRECTORY)
            try:
                found = os.fstat(fd)
            finally:
                os.close(fd)
        return found.st_dev, found.st_ino

    def make_directory(self, path: str) -> None:
        path = clean(path)
        with reported(path):
            if not path:
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
            parent, name = self._locate(path)
            os.mkdir(encode(name), 0o777, dir_fd=parent)
            self._names.changed(path, parent)

    def ensure_directory(self, path: str) -> None:
        path = clean(path)
        try:
            self.make_directory(path)
        except NodeError as error:
            if error.code == "FILE_NOT_FOUND":
                self.ensure_directory(path.rpartition("/")[0])
                self.make_directory(path)
            elif error.code != "EXISTS" or self.stat(path).type != "dir":
                raise

    def rename(self, old: str, new: str) -> None:
        old, new = clean(old), clean(new)
        with reported(old):
            source = self._directory_of(old)
            try:
                self._rename(source, old, new)
            finally:
                os.close(source)

    def _rename(self, source: int, old: str, new: str) -> None:
        target, name = self._locate(new)
        former = encode(old.rpartition("/")[2])
        code = _libc.renameat2(source, former, target, encode(name), _RENAME_NOREPLACE)
        if code:
            self._rename_without_flag(source, former, target, name)
        self._names.changed(old, source)
        self._names.changed(new, target)

    @staticmethod
    def _rename_without_flag(source: int, former: bytes, target: int, name: str) -> None:
        number = ctypes.get_errno()
        if number != errno.EINVAL:
            raise OSError(number, os.strerror(number))
        # file systems without that flag (NFS): the check can't be one step with the renaming
        if _exists(target, name):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        os.rename(former, encode(name), src_dir_fd=source, dst_dir_fd=target)

    def make_symlink(self, path: str, target: str) -> None:
        path = clean(path)
        with reported(path):
            parent, name = self._locate(path)
            os.symlink(encode(target), encode(name), dir_fd=parent)
            self._names.changed(path, parent)

    def remove(self, path: str) -> None:
        path = clean(path)
        with reported(path):
            parent, name = self._locate(path)
            found = os.stat(encode(name), dir_fd=parent, follow_symlinks=False)
            if stat.S_ISDIR(found.st_mode):
                self._forget_parent()
                parent, name = self._locate(path)
                os.rmdir(encode(name), dir_fd=parent)
            else:
                os.unlink(encode(name), dir_fd=parent)
            self._names.changed(path, parent)

    def open_read(self, path: str, snapshot: Snapshot) -> PosixReader:
        path = clean(path)
        with reported(path):
            fd = self._open_file(path)
            try:
                check_snapshot(fd, snapshot, path)
            except BaseException:
                os.close(fd)
                raise
        return PosixReader(fd, path, snapshot)

    def read_small(self, path: str, snapshot: Snapshot) -> bytes:
        path = clean(path)
        with reported(path):
            fd = self._open_file(path)
            try:
                check_snapshot(fd, snapshot, path)
                data = read_whole(fd, snapshot.size)
                check_snapshot(fd, snapshot, path)
            finally:
                os.close(fd)
        if len(data) != snapshot.size:
            raise changed(path)
        return data

    def begin(self, path: str, *, tag: str, resume: bool) -> PosixPartial:
        path = clean(path)
        with reported(path):
            self._locate_for_writing(path)
            directory = self._directory_of(path)
        name = path.rpartition("/")[2]
        durable = self.care.durable
        return PosixPartial(directory, name, path, tag=tag, resume=resume, durable=durable)

    def forget(self, path: str, *, tag: str) -> bool:
        path = clean(path)
        with reported(path):
            try:
                parent, name = self._locate(path)
                os.unlink(partial_name(name, tag), dir_fd=parent)
            except FileNotFoundError:
                return False
            self._names.changed(path, parent)
        return True

    def place(
        self,
        path: str,
        data: memoryview,
        *,
        tag: str,
        mode: int,
        mtime_ns: int | None,
        read_back: bool = False,
    ) -> None:
        path = clean(path)
        care = self.care._replace(read_back=True) if read_back else self.care
        with reported(path):
            parent, name = self._locate_for_writing(path)
            partial = partial_name(name, tag)
            try:
                write_new(parent, partial, data, mode=mode, mtime=mtime_ns, care=care)
                os.rename(partial, encode(name), src_dir_fd=parent, dst_dir_fd=parent)
                self._names.changed(path, parent)
            except BaseException:
                _remove_quietly(parent, partial)
                raise

    def _open_file(self, path: str) -> int:
        if not path:
            return open_beneath(self._root, "", _READ)
        parent, name = self._locate(path)
        try:
            return os.open(encode(name), _READ | os.O_NOFOLLOW, dir_fd=parent)
        except OSError as error:
            if error.errno != errno.ELOOP:
                raise
        return open_beneath(self._root, path, _READ)

    def _locate(self, path: str) -> tuple[int, str]:
        """The open directory that holds a cleaned path, and the name in it."""
        parent, _, name = path.rpartition("/")
        if not name:
            raise NodeError("PERMISSION_DENIED", "The collection's root itself stays.", path="/")
        if parent != self._parent_path:
            fd = open_beneath(self._root, parent, _DIRECTORY)
            self._forget_parent()
            self._parent, self._parent_path = fd, parent
        return self._parent, name

    def _locate_for_writing(self, path: str) -> tuple[int, str]:
        try:
            return self._locate(path)
        except FileNotFoundError:
            self.ensure_directory(path.rpartition("/")[0])
            return self._locate(path)

    def _directory_of(self, path: str) -> int:
        parent, _ = self._locate(path)
        return os.dup(parent)

    def _forget_parent(self) -> None:
        if self._parent != self._root:
            os.close(self._parent)
        self._parent, self._parent_path = self._root, ""

    def _scanned(self, prefix: str, entry: os.DirEntry[str]) -> Entry:
        return self._entry(prefix + entry.name, entry.name, entry.stat(follow_symlinks=False))

    def _entry(self, path: str, name: str, found: os.stat_result) -> Entry:
        if stat.S_ISLNK(found.st_mode):
            return self._link_entry(path, name, found)
        return Entry(name, _type_of(found), *_facts(found))

    def _link_entry(self, path: str, name: str, link: os.stat_result) -> Entry:
        text = os.readlink(encode(name), dir_fd=self._locate(path)[0])
        target = self._target(path)
        kind: FileType = "invalid_symlink" if target is None else _type_of(target)
        return Entry(
            name,
            kind,
            *_facts(target or link),
            link_target=os.fsdecode(text),
            link_size=link.st_size,
            link_mtime_ns=link.st_mtime_ns,
        )

    def _target(self, path: str) -> os.stat_result | None:
        try:
            fd = open_beneath(self._root, path, os.O_PATH)
        except OSError:
            return None
        try:
            return os.fstat(fd)
        finally:
            os.close(fd)


def _remove_quietly(directory: int, name: bytes) -> None:
    try:
        os.unlink(name, dir_fd=directory)
    except OSError:
        pass  # the error that led here tells more


def _exists(directory: int, name: str) -> bool:
    try:
        os.stat(encode(name), dir_fd=directory, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _type_of(found: os.stat_result) -> FileType:
    return _TYPES.get(stat.S_IFMT(found.st_mode), "other")


def _facts(found: os.stat_result) -> tuple[int, int, int, str, str]:
    return (
        found.st_size,
        found.st_mtime_ns,
        stat.S_IMODE(found.st_mode),
        _user_name(found.st_uid),
        _group_name(found.st_gid),
    )


@lru_cache(1024)
def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


@lru_cache(1024)
def _group_name(gid: int) -> str:
    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return str(gid)
