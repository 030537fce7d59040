"""GridFTP as a peer: two servers on loopback, and a third party that has one send to the other.

Neither encrypts. Its transfer has been checked only where it is asked to, by md5 of both copies.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers import check_installed, free_port, server, timed

_SERVER = "globus-gridftp-server"
_CLIENT = "globus-url-copy"


@dataclass
class GridFtp:
    """Ways to have one server send to the other.

    :param source: beginning of the URLs of the one that sends
    """

    source: str
    destination: str

    def big(self, source: Path, target: Path) -> float:
        """Seconds for a big file, over four connections."""
        return self._copy("-p", "4", source, target)

    def verified(self, source: Path, target: Path) -> float:
        """The same, both copies read again and compared."""
        return self._copy("-verify-checksum", source, target)

    def small(self, source: Path, target: Path) -> float:
        """Seconds for a directory of small files, four at once and with pipelining."""
        return self._copy(*["-cd", "-r", "-cc", "4", "-pp", "-fast"], f"{source}/", f"{target}/")

    def _copy(self, *words: str | Path) -> float:
        *options, source, target = words
        return timed(_CLIENT, *options, f"{self.source}{source}", f"{self.destination}{target}")


@contextmanager
def gridftp() -> Iterator[GridFtp]:
    """Both servers.

    :raises PeerMissing: GridFTP is not here
    """
    package = "globus-gridftp-server-progs globus-gass-copy-progs"
    check_installed(_SERVER, _CLIENT, package=package)
    with ExitStack() as stack:
        ports = free_port(), free_port()
        for port in ports:
            stack.enter_context(server(_command(port), port))
        yield GridFtp(*(f"ftp://127.0.0.1:{port}" for port in ports))


def _command(port: int) -> list[str]:
    command = [_SERVER, "-p", str(port), "-aa", "-log-level", "none"]
    command += ["-control-interface", "127.0.0.1", "-data-interface", "127.0.0.1"]
    if os.getuid() == 0:
        command += ["-allow-root", "-anonymous-user", "root"]
    return command
