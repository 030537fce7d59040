"""Machines: network namespaces where that is allowed, addresses of loopback elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass

_HOSTS = range(2, 16)


@dataclass(frozen=True)
class Host:
    """A machine.

    :param prefix: what runs a command there
    """

    address: str
    prefix: tuple[str, ...] = ()


class Network:
    """Machines that reach each other, and the test them: it has the first address itself."""

    def __init__(self) -> None:
        self._name = f"arm{os.getpid()}"
        self.apart = _may_make_namespaces()
        self._net = f"10.213.{os.getpid() % 250}" if self.apart else "127.0.0"
        self.here = f"{self._net}.1"
        self.range = f"{self._net}.0/24"
        if self.apart:
            self._build()

    def host(self, number: int) -> Host:
        """One of the machines, from 2 to 15."""
        address = f"{self._net}.{number}"
        if not self.apart:
            return Host(address)
        return Host(address, ("ip", "netns", "exec", f"{self._name}-{number}"))

    def _build(self) -> None:
        bridge = self._name
        _ip("link", "add", bridge, "type", "bridge")
        _ip("addr", "add", f"{self.here}/24", "dev", bridge)
        _ip("link", "set", bridge, "up")
        for number in _HOSTS:
            space, outer = f"{bridge}-{number}", f"{bridge}v{number}"
            _ip("netns", "add", space)
            _ip("link", "add", outer, "type", "veth", "peer", "name", "eth0", "netns", space)
            _ip("link", "set", outer, "master", bridge, "up")
            _ip("-n", space, "addr", "add", f"{self._net}.{number}/24", "dev", "eth0")
            _ip("-n", space, "link", "set", "eth0", "up")
            _ip("-n", space, "link", "set", "lo", "up")

    def close(self) -> None:
        """Take the machines away."""
        if self.apart:
            for number in _HOSTS:
                _ip("netns", "del", f"{self._name}-{number}")
            _ip("link", "del", self._name)


def _may_make_namespaces() -> bool:
    if os.geteuid() != 0 or shutil.which("ip") is None:
        return False
    return subprocess.run(["unshare", "--net", "true"], capture_output=True).returncode == 0


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)
