"""Transfers between two nodes beside cp and rsync, submit to SUCCEEDED."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.measure import OURS, Row, compare
from benchmarks.rsync import Rsync, peers
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
        with peers(first) as rsync:
            yield against_peers(
                "2 GiB file, node to node", site, client, rsync, "big", rounds, recursive=False
            )
            yield against_peers(
                "10,000 files of 4 KiB", site, client, rsync, "small", rounds, recursive=True
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


def against_peers(
    name: str,
    site: Site,
    client: TransferClient,
    rsync: Rsync,
    path: str,
    rounds: int,
    *,
    recursive: bool,
) -> Row:
    """Ours, ``cp`` and rsync move the same thing."""
    first, second = site.roots
    slash = "/" if recursive else ""
    contenders = {
        OURS: fresh(
            second / f"{path}-copy",
            lambda: site.transfer(client, f"/{path}", recursive=recursive),
        ),
        "cp": _cp(first / path, second / f"{path}-cp"),
        "rsync daemon": fresh(
            second / f"{path}-daemon",
            lambda: rsync.from_daemon(path + slash, second / f"{path}-daemon"),
        ),
        "rsync over ssh": fresh(
            second / f"{path}-ssh",
            lambda: rsync.over_ssh(Path(f"{first / path}{slash}"), second / f"{path}-ssh"),
        ),
    }
    return compare(name, contenders, unit="s", rounds=rounds)


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
    def copy() -> float:
        begin = time.perf_counter()
        subprocess.run(["cp", "-r", str(source), str(target)], check=True)
        return time.perf_counter() - begin

    return fresh(target, copy)


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
