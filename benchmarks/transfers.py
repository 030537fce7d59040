"""Transfers between two nodes beside cp, rsync and GridFTP, submit to SUCCEEDED."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.gridftp import GridFtp, gridftp
from benchmarks.measure import OURS, Row, compare
from benchmarks.peers import timed
from benchmarks.rsync import Rsync, rsync_of
from benchmarks.site import Site, running
from globus_sdk import TransferClient

_GIB = 1 << 30
_MIB = 1 << 20


def rows(rounds: int) -> Iterator[Row]:
    """A big file and many small ones, between nodes and on one; one small file."""
    with running() as site, site.client() as client:
        first, second = site.roots
        write_big(first / "big")
        write_small(first / "small", number=10_000, size=4096)
        (first / "one").write_bytes(b"x" * 1000)
        with peers_of(first) as peers:
            yield against_peers(
                "2 GiB file, node to node", site, client, peers, "big", rounds, recursive=False
            )
            yield against_peers(
                "10,000 files of 4 KiB", site, client, peers, "small", rounds, recursive=True
            )
        yield compare(
            "2 GiB file, on one node",
            {
                OURS: fresh(first / "big-copy", lambda: site.transfer(client, "/big", same=True)),
                "cp": _cp(first / "big", second / "big-cp"),
            },
            unit="s",
            rounds=rounds,
        )
        yield compare(
            "10,000 files of 4 KiB, on one node",
            {
                OURS: fresh(
                    first / "small-copy",
                    lambda: site.transfer(client, "/small", recursive=True, same=True),
                ),
                "cp": _cp(first / "small", second / "small-cp"),
            },
            unit="s",
            rounds=rounds,
        )
        yield compare(
            "one small file, submit to SUCCEEDED",
            {OURS: fresh(second / "one-copy", lambda: site.transfer(client, "/one"))},
            unit="s",
            rounds=max(rounds, 20),
        )


@dataclass(frozen=True)
class Peers:
    """Who moves the same things between servers of their own."""

    rsync: Rsync
    gridftp: GridFtp


@contextmanager
def peers_of(root: Path) -> Iterator[Peers]:
    """Their servers, for what lies in a directory.

    :raises PeerMissing: a program is not here
    """
    with rsync_of(root) as rsync, gridftp() as grid:
        yield Peers(rsync, grid)


def against_peers(
    name: str,
    site: Site,
    client: TransferClient,
    peers: Peers,
    path: str,
    rounds: int,
    *,
    recursive: bool,
) -> Row:
    """Ours, ``cp``, rsync and GridFTP move the same thing."""
    source, target = site.roots[0] / path, site.roots[1]
    slash = "/" if recursive else ""
    rsync, grid = peers.rsync, peers.gridftp
    moves: dict[str, tuple[str, Callable[[Path], float]]] = {
        OURS: ("copy", lambda _: site.transfer(client, f"/{path}", recursive=recursive)),
        "cp": ("cp", lambda to: timed("cp", "-r", source, to)),
        "rsync daemon": ("daemon", lambda to: rsync.from_daemon(path + slash, to)),
        "rsync over ssh": ("ssh", lambda to: rsync.over_ssh(Path(f"{source}{slash}"), to)),
    }
    if recursive:
        moves["GridFTP"] = ("grid", lambda to: grid.small(source, to))
    else:
        moves["GridFTP"] = ("grid", lambda to: grid.big(source, to))
        moves["GridFTP, verified"] = ("grid", lambda to: grid.verified(source, to))
    contenders = {
        name: _into(target / f"{path}-{suffix}", move) for name, (suffix, move) in moves.items()
    }
    return compare(name, contenders, unit="s", rounds=rounds)


def _into(target: Path, move: Callable[[Path], float]) -> Callable[[], float]:
    return fresh(target, lambda: move(target))


def fresh(target: Path, run: Callable[[], float]) -> Callable[[], float]:
    """Run without the target, so that everyone writes into pages freed just before."""

    def fresh() -> float:
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)
        return run()

    return fresh


def _cp(source: Path, target: Path) -> Callable[[], float]:
    return fresh(target, lambda: timed("cp", "-r", source, target))


def write_big(path: Path) -> None:
    """A file of 2 GiB."""
    noise = os.urandom(_MIB)
    with open(path, "wb") as file:
        for _ in range(2 * _GIB // _MIB):
            file.write(noise)


def write_small(folder: Path, *, number: int, size: int) -> None:
    """A folder of files, ``size`` bytes each."""
    folder.mkdir()
    noise = os.urandom(size)
    for index in range(number):
        (folder / f"file-{index:05}").write_bytes(noise)
