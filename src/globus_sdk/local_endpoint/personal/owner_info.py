"""The owner of a Connect Personal endpoint."""

from __future__ import annotations

import base64
import binascii
import shlex
import uuid

OWNERS = "/C=US/O=Globus Consortium/OU=Globus Connect User/CN="


class GlobusConnectPersonalOwnerInfo:
    """Who may use a Connect Personal endpoint, by the name in its certificate.

    The name is ``u_`` and the owner's id (its bytes in Base32, RFC 4648), or a username of Globus
    ID.

    :param config_dn: a line of the ``gridmap`` file: the quoted name, and a local account.
    :raises ValueError: it does not consist of these two.
    :ivar id: the owner's id, or None if the name is a username.
    :ivar username: the owner's username, or None if the name is an id.
    """

    def __init__(self, *, config_dn: str) -> None:
        words = shlex.split(config_dn)
        if len(words) != 2:
            raise ValueError(f"Not a quoted name and a local account: {config_dn!r}")
        name = words[0].removeprefix(OWNERS)
        self.id: str | None = _id_in(name)
        self.username: str | None = f"{name}@globusid.org" if self.id is None else None

    def __str__(self) -> str:
        shown = f"username={self.username}" if self.id is None else f"id={self.id}"
        return f"{type(self).__name__}({shown})"


def _id_in(name: str) -> str | None:
    """The id that a name stands for, if it is not a username."""
    prefix, _, encoded = name.partition("u_")
    if prefix or len(encoded) != 26:
        return None
    try:
        return str(uuid.UUID(bytes=base64.b32decode(encoded.upper() + "======")))
    except binascii.Error:
        return None
