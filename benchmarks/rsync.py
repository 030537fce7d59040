"""rsync as a peer: a daemon on loopback, and over ssh to an sshd of our own."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers import check_installed, free_port, server, timed

SSHD = "/usr/sbin/sshd"


@dataclass
class Rsync:
    """Ways to fetch a path of one root into another."""

    daemon_port: int
    ssh_command: str

    def from_daemon(self, path: str, target: Path) -> float:
        """Seconds to fetch from the daemon; ``path`` is relative to its root."""
        return timed("rsync", "-rlt", f"rsync://127.0.0.1:{self.daemon_port}/data/{path}", target)

    def over_ssh(self, source: Path, target: Path) -> float:
        """Seconds to fetch over ssh."""
        return timed("rsync", "-rlt", "-e", self.ssh_command, f"127.0.0.1:{source}", target)


@contextmanager
def rsync_of(root: Path) -> Iterator[Rsync]:
    """An rsync daemon that serves a directory, and an sshd that lets us in.

    :raises PeerMissing: rsync or sshd is not here
    """
    check_installed("rsync", SSHD, package="rsync openssh-server")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        daemon_port, ssh_port = free_port(), free_port()
        stack.enter_context(server(_daemon_command(folder, root, daemon_port), daemon_port))
        stack.enter_context(server(_sshd_command(folder, ssh_port), ssh_port))
        ssh = (
            f"ssh -p {ssh_port} -i {folder / 'key'} -l {getpass.getuser()} "
            "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"
        )
        yield Rsync(daemon_port, ssh)


def _daemon_command(folder: Path, root: Path, port: int) -> list[str]:
    configuration = folder / "rsyncd.conf"
    configuration.write_text(
        f"port = {port}\naddress = 127.0.0.1\nuse chroot = no\n"
        # Root's daemon would otherwise become nobody, who may not read the data directory.
        f"uid = {os.getuid()}\ngid = {os.getgid()}\n"
        f"[data]\npath = {root}\nread only = yes\n"
    )
    return ["rsync", "--daemon", "--no-detach", f"--config={configuration}"]


def _sshd_command(folder: Path, port: int) -> list[str]:
    for name in ("host", "key"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True
        )
    shutil.copy(folder / "key.pub", folder / "authorized_keys")
    Path("/run/sshd").mkdir(exist_ok=True)  # privilege separation; Debian's sshd wants it
    options = {
        "Port": port,
        "ListenAddress": "127.0.0.1",
        "HostKey": folder / "host",
        "AuthorizedKeysFile": folder / "authorized_keys",
        "StrictModes": "no",
        "PasswordAuthentication": "no",
        "PidFile": "none",
    }
    given = [word for name, value in options.items() for word in ("-o", f"{name}={value}")]
    return [SSHD, "-D", "-f", "/dev/null", *given]
