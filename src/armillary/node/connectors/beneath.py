"""Opening paths below a directory in such a way that nothing leads out of it.

The kernel does it: ``openat2`` with ``RESOLVE_BENEATH`` (Linux 5.6) follows links as long as they
stay below and refuses all others, without a moment between check and use. Where the call is
absent, components are opened one by one and links are refused altogether.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
from collections.abc import Callable

from armillary.node.errors import NodeError

_SYS_OPENAT2 = 437  # the same on every architecture
_RESOLVE_NO_MAGICLINKS = 0x02
_RESOLVE_BENEATH = 0x08
_MAX_PATH = 4096
_MAX_NAME = 255

# what nearly every path looks like; it spares them a closer look
_PLAIN = re.compile(r"(?=.{1,4000}\Z)/?(?:\w[\w.-]{0,200}/)*\w[\w.-]{0,200}", re.ASCII)


class _OpenHow(ctypes.Structure):
    _fields_ = [("flags", ctypes.c_uint64), ("mode", ctypes.c_uint64), ("resolve", ctypes.c_uint64)]


_libc = ctypes.CDLL(None, use_errno=True)


def clean(path: str) -> str:
    """A path without leading, trailing and doubled slashes and without ``.``; "" is the root.

    :raises NodeError: ``INVALID_PATH_NAME``: ``..``, NUL, a name or path that is too long
    """
    if _PLAIN.fullmatch(path):
        return path.strip("/")
    if "\0" in path:
        raise _invalid(path, "it contains a NUL character")
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise _invalid(path, "'..' is not allowed")
    encoded = [len(encode(part)) for part in parts]
    if sum(encoded) + len(parts) > _MAX_PATH or any(size > _MAX_NAME for size in encoded):
        raise _invalid(path, "it is too long")
    return "/".join(parts)


def encode(path: str) -> bytes:
    """The bytes of a name (PEP 383).

    :raises NodeError: ``INVALID_PATH_NAME``: it holds a character that has no bytes
    """
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError as error:
        raise _invalid(path, "it contains a character that no file name can have") from error


def _invalid(path: str, reason: str) -> NodeError:
    shown = path if len(path) <= 200 else path[:200] + "..."
    return NodeError("INVALID_PATH_NAME", f"The path is not valid: {reason}.", path=shown)


def open_beneath(directory: int, path: str, flags: int) -> int:
    """Open a cleaned path below an open directory.

    :param path: from :func:`clean`
    :param flags: as for ``os.open``; ``O_CLOEXEC`` is added
    :returns: a file descriptor
    :raises OSError: ``EXDEV`` when the path leads out; ``ELOOP`` for a link that is not followed
    """
    return _open(directory, encode(path) or b".", flags | os.O_CLOEXEC)


def _open_with_kernel(directory: int, path: bytes, flags: int) -> int:
    how = _OpenHow(flags, 0, _RESOLVE_BENEATH | _RESOLVE_NO_MAGICLINKS)
    while True:
        fd = _libc.syscall(_SYS_OPENAT2, directory, path, ctypes.byref(how), ctypes.sizeof(how))
        if fd >= 0:
            return int(fd)
        number = ctypes.get_errno()
        # EAGAIN: something was renamed meanwhile and the kernel could not be sure (openat2(2))
        if number not in (errno.EAGAIN, errno.EINTR):
            raise OSError(number, os.strerror(number))


def open_without_links(directory: int, path: bytes, flags: int) -> int:
    """What stands in where the kernel lacks ``openat2``: no component may be a link."""
    *parents, last = path.split(b"/")
    here = os.dup(directory)
    try:
        for name in parents:
            child = os.open(name, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=here)
            os.close(here)
            here = child
        return _open_last(here, last, flags)
    finally:
        os.close(here)


def _open_last(directory: int, name: bytes, flags: int) -> int:
    fd = os.open(name, flags | os.O_NOFOLLOW, dir_fd=directory)
    # with O_PATH, O_NOFOLLOW opens the link itself instead of failing (open(2))
    if flags & os.O_PATH and not flags & os.O_NOFOLLOW and _is_link(fd):
        os.close(fd)
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return fd


def _is_link(fd: int) -> bool:
    return (os.fstat(fd).st_mode & 0o170000) == 0o120000


def _choose() -> Callable[[int, bytes, int], int]:
    root = os.open("/", os.O_PATH | os.O_DIRECTORY)
    try:
        os.close(_open_with_kernel(root, b".", os.O_PATH))
    except OSError:  # ENOSYS, or EPERM from an older container sandbox
        return open_without_links
    finally:
        os.close(root)
    return _open_with_kernel


_open = _choose()
