"""What can go wrong on a node, in the event codes of Transfer."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Any

from armillary.core.errors import ArmillaryError

_STATUS = {
    "FILE_NOT_FOUND": 404,
    "PERMISSION_DENIED": 403,
    "NOT_A_DIRECTORY": 409,
    "IS_A_DIRECTORY": 409,
    "EXISTS": 409,
    "NO_SPACE_LEFT": 507,
    "QUOTA_EXCEEDED": 507,
    "INVALID_PATH_NAME": 400,
    "BAD_REQUEST": 400,
    "AUTH": 401,
    "CONNECT_FAILED": 502,
    "CONNECTION_BROKEN": 502,
    "TIMEOUT": 502,
    "NOT_SUPPORTED": 501,
    "NO_CREDENTIALS": 403,
    "INVALID_SERVICE_CREDENTIAL": 403,
}

_TRANSIENT = frozenset(
    {"CONNECT_FAILED", "CONNECTION_BROKEN", "TIMEOUT", "VERIFY_CHECKSUM", "ENDPOINT_ERROR"}
)

_CODE_OF_ERRNO = {
    errno.ENOENT: "FILE_NOT_FOUND",
    errno.EACCES: "PERMISSION_DENIED",
    errno.EPERM: "PERMISSION_DENIED",
    errno.EROFS: "PERMISSION_DENIED",
    errno.EXDEV: "PERMISSION_DENIED",
    errno.ELOOP: "PERMISSION_DENIED",
    errno.ENOTDIR: "NOT_A_DIRECTORY",
    errno.EISDIR: "IS_A_DIRECTORY",
    errno.EEXIST: "EXISTS",
    errno.ENOTEMPTY: "EXISTS",
    errno.ENOSPC: "NO_SPACE_LEFT",
    errno.EDQUOT: "QUOTA_EXCEEDED",
    errno.EFBIG: "QUOTA_EXCEEDED",
    errno.ENAMETOOLONG: "INVALID_PATH_NAME",
    errno.EINVAL: "INVALID_PATH_NAME",
    errno.EILSEQ: "INVALID_PATH_NAME",
    errno.EIO: "ENDPOINT_ERROR",
    errno.ESTALE: "ENDPOINT_ERROR",
    errno.EBUSY: "ENDPOINT_ERROR",
    errno.EMFILE: "ENDPOINT_ERROR",
    errno.ENFILE: "ENDPOINT_ERROR",
    errno.ENOMEM: "ENDPOINT_ERROR",
}

_LONGEST_CODE, _LONGEST_MESSAGE, _LONGEST_PATH = 64, 1000, 4096

_SENTENCE = {
    errno.EXDEV: "The path or a link in it leads out of the collection",
    errno.ELOOP: "The path goes through a link that may not be followed",
}


class NodeError(ArmillaryError):
    """A failure with an event code of Transfer.

    :param code: the event code
    :param path: what it happened to, as the request named it
    :param transient: whether the same request may succeed later by itself; by default the code
        decides
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        path: str | None = None,
        transient: bool | None = None,
        detail: str | None = None,
    ) -> None:
        super().__init__(message, detail=detail)
        self.code = code
        self.path = path
        self.status = _STATUS.get(code, 500)
        self.transient = code in _TRANSIENT if transient is None else transient
        # Set where it is known that the peer who was read from had the trouble.
        self.at_source = False

    @classmethod
    def from_os(cls, error: OSError, path: str | None = None) -> NodeError:
        """The failure of a call to the operating system."""
        number = error.errno or 0
        message = _SENTENCE.get(number) or error.strerror or str(error)
        return cls(_CODE_OF_ERRNO.get(number, "INTERNAL_ERROR"), f"{message}.", path=path)

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> NodeError:
        """Read what another node wrote by :meth:`document`; it may be any nonsense, of any length.

        :raises ValueError: it is no such document
        """
        try:
            code, message, path = document["code"], document["message"], document.get("path")
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"no error document: {error!r}") from error
        return cls(
            str(code)[:_LONGEST_CODE],
            str(message)[:_LONGEST_MESSAGE],
            path=None if path is None else str(path)[:_LONGEST_PATH],
            transient=bool(document.get("transient")),
        )

    def document(self, path: str | None = None) -> dict[str, Any]:
        """The error as control calls and datalink carry it.

        :param path: overrides the error's own path
        """
        return {
            "code": self.code,
            "message": self.message,
            "path": self.path if path is None else path,
            "transient": self.transient,
            **({"at_source": True} if self.at_source else {}),
        }


def malformed(what: str) -> NodeError:
    """A request that no client of ours would make."""
    return NodeError("BAD_REQUEST", f"The request is malformed: {what}.")
