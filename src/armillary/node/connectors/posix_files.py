"""Files of a POSIX storage: one that is read, one that arrives."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from types import TracebackType

from armillary.datalink.destination import Range
from armillary.node.connectors.base import Care, Reader, Snapshot
from armillary.node.connectors.beneath import encode
from armillary.node.errors import NodeError

_MAX_NAME = 255
_CREATE = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_RESUME = os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


# copy_file_range(2): other file systems, older kernels, sandboxes that know it not
_NOT_BY_KERNEL = {errno.EXDEV, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL, errno.EPERM}


class reported:
    """Turns errors of the operating system into a node's; a class, for it is on hot paths."""

    __slots__ = ("_path",)

    def __init__(self, path: str) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, OSError):
            raise NodeError.from_os(error, self._path) from error


def changed(path: str) -> NodeError:
    """The file is not the one that the task saw."""
    return NodeError(
        "FILE_SIZE_CHANGED", "The file changed after the task had looked at it.", path=path
    )


def check_snapshot(fd: int, snapshot: Snapshot, path: str) -> None:
    """Refuse what is no regular file, or no longer the one that the task saw.

    :raises NodeError: ``FILE_SIZE_CHANGED``, ``IS_A_DIRECTORY``, ``INVALID_PATH_NAME``
    """
    found = os.fstat(fd)
    if not stat.S_ISREG(found.st_mode):
        raise _not_a_file(found.st_mode, path)
    if found.st_size != snapshot.size or found.st_mtime_ns != snapshot.mtime_ns:
        raise changed(path)


def _not_a_file(mode: int, path: str) -> NodeError:
    code = "IS_A_DIRECTORY" if stat.S_ISDIR(mode) else "NOT_A_FILE"
    return NodeError(code, "The path does not lead to a regular file.", path=path)


def read_whole(fd: int, size: int) -> bytes:
    """The first ``size`` bytes, or fewer if the file ends before."""
    data = os.read(fd, size)
    while len(data) < size and (more := os.read(fd, size - len(data))):
        data += more
    return data


def write_whole(fd: int, data: memoryview) -> None:
    """Write all of the data at the file's position."""
    while data:
        data = data[os.write(fd, data) :]


def partial_name(name: str, tag: str) -> bytes:
    """The hidden name of a file that arrives: ``.NAME.TAG.part``.

    A name too long for that is shortened and told apart by its hash.
    """
    encoded = encode(name)
    suffix = f".{tag}.part".encode()
    if len(encoded) + len(suffix) + 1 > _MAX_NAME:
        digest = hashlib.sha256(encoded).hexdigest()[:16].encode()
        encoded = encoded[:128] + b"." + digest
    return b"." + encoded + suffix


def sync_directory(directory: int) -> None:
    """Make the names in a directory durable.

    :param directory: descriptor, also one that was opened with ``O_PATH``
    """
    fd = os.open(b".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=directory)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def settle(fd: int, offset: int, length: int) -> None:
    """Write bytes out and drop them from the page cache, so that the next read is one of the
    storage (a file system that lives in memory has nothing behind it).
    """
    os.fdatasync(fd)
    os.posix_fadvise(fd, offset, length, os.POSIX_FADV_DONTNEED)


def check_written(fd: int, data: memoryview, path: str) -> None:
    """Compare a small file with what was written to it.

    :raises NodeError: ``VERIFY_CHECKSUM``
    """
    os.lseek(fd, 0, os.SEEK_SET)
    if read_whole(fd, len(data) + 1) != data:
        raise NodeError(
            "VERIFY_CHECKSUM", "The storage does not hold what was written to it.", path=path
        )


def write_new(
    directory: int, name: bytes, data: memoryview, *, mode: int, mtime: int | None, care: Care
) -> None:
    """Make a small file, as carefully as asked for; its directory is not made durable."""
    fd = create_partial(directory, name)
    try:
        write_whole(fd, data)
        if care.read_back:
            settle(fd, 0, 0)
            check_written(fd, data, os.fsdecode(name))
        dress(fd, mode, mtime)
        if care.durable:
            os.fsync(fd)
    finally:
        os.close(fd)


def create_partial(directory: int, name: bytes) -> int:
    """A fresh file of that name; what a dead attempt left under it goes."""
    try:
        return os.open(name, _CREATE, 0o600, dir_fd=directory)
    except FileExistsError:
        os.unlink(name, dir_fd=directory)
        return os.open(name, _CREATE, 0o600, dir_fd=directory)


class PosixReader:
    """A file open for reading.

    :param fd: owned by the reader from now on
    """

    def __init__(self, fd: int, path: str, snapshot: Snapshot) -> None:
        self.fd = fd
        self.path = path
        self._snapshot = snapshot

    def read_into(self, buffer: memoryview, offset: int) -> None:
        with reported(self.path):
            while buffer:
                count = os.preadv(self.fd, [buffer], offset)
                if not count:
                    raise changed(self.path)
                buffer, offset = buffer[count:], offset + count

    def check_unchanged(self) -> None:
        with reported(self.path):
            check_snapshot(self.fd, self._snapshot, self.path)

    def close(self) -> None:
        os.close(self.fd)


def _holes(fd: int, size: int) -> Iterator[Range]:
    """Where the file system has no data of a file; one that keeps no holes has all of it."""
    position = 0
    while position < size:
        try:
            data = os.lseek(fd, position, os.SEEK_DATA)
        except OSError as error:
            if error.errno != errno.ENXIO:
                return  # this file system does not tell
            data = size  # there is none beyond the position
        if data > position:
            yield position, min(data, size) - position
        position = os.lseek(fd, data, os.SEEK_HOLE) if data < size else size


class PosixPartial:
    """A file under its partial name.

    :param directory: descriptor of its directory, owned by the partial from now on
    """

    def __init__(
        self, directory: int, name: str, path: str, *, tag: str, resume: bool, durable: bool
    ) -> None:
        self._directory = directory
        self._durable = durable
        self._name = encode(name)
        self._partial = partial_name(name, tag)
        self._path = path
        try:
            self._fd, self.resumed = self._open(resume)
        except BaseException:
            os.close(directory)
            raise

    def _open(self, resume: bool) -> tuple[int, bool]:
        with reported(self._path):
            fd = self._reopen() if resume else None
            if fd is not None:
                return fd, True
            return create_partial(self._directory, self._partial), False

    def _reopen(self) -> int | None:
        try:
            fd = os.open(self._partial, _RESUME, dir_fd=self._directory)
        except OSError:
            return None
        found = os.fstat(fd)
        # another name for the same file would be written to under our feet
        if stat.S_ISREG(found.st_mode) and found.st_nlink == 1:
            return fd
        os.close(fd)
        return None

    def gaps(self, size: int) -> Iterable[Range]:
        return list(_holes(self._fd, size))

    def write(self, data: memoryview, offset: int) -> None:
        with reported(self._path):
            while data:
                count = os.pwrite(self._fd, data, offset)
                data, offset = data[count:], offset + count

    def read_into(self, buffer: memoryview, offset: int) -> None:
        with reported(self._path):
            while buffer:
                count = os.preadv(self._fd, [buffer], offset)
                if not count:
                    raise NodeError("ENDPOINT_ERROR", "Written data is gone.", path=self._path)
                buffer, offset = buffer[count:], offset + count

    def settle(self, offset: int, length: int) -> None:
        with reported(self._path):
            settle(self._fd, offset, length)

    def copy_from(self, reader: Reader, offset: int, length: int) -> int:
        if not isinstance(reader, PosixReader):
            return 0
        with reported(self._path):
            try:
                # where the file system can, the kernel shares the blocks instead (reflink)
                return os.copy_file_range(reader.fd, self._fd, length, offset, offset)
            except OSError as error:
                if error.errno in _NOT_BY_KERNEL:
                    return 0
                raise

    def commit(self, *, size: int, mode: int, mtime_ns: int | None) -> None:
        with reported(self._path):
            os.ftruncate(self._fd, size)
            dress(self._fd, mode, mtime_ns)
            if self._durable:
                os.fsync(self._fd)  # before the name: it must never lead to less
            os.rename(
                self._partial,
                self._name,
                src_dir_fd=self._directory,
                dst_dir_fd=self._directory,
            )
            if self._durable:
                sync_directory(self._directory)

    def discard(self) -> None:
        with reported(self._path):
            os.unlink(self._partial, dir_fd=self._directory)

    def close(self) -> None:
        os.close(self._fd)
        os.close(self._directory)


def dress(fd: int, mode: int, mtime_ns: int | None) -> None:
    """Give a file its permissions (never set-id bits) and perhaps its modification time."""
    os.fchmod(fd, mode & 0o777)
    if mtime_ns is not None:
        os.utime(fd, ns=(mtime_ns, mtime_ns))
