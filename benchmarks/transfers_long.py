"""Transfers with more checks, of hundreds of thousands of files, and what others feel meanwhile."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from armillary.node.settings import change
from benchmarks.measure import OURS, Row, compare
from benchmarks.site import Site, running
from benchmarks.transfers import against_peers, fresh, peers_of, write_big, write_small
from globus_sdk import TransferClient

WITHOUT = "without"
FEWER = "20,000 files"
_MANY, _FEW = 200_000, 20_000
_CALLERS = 10
_CALLS_PER_SECOND = 20
_LOADED_SECONDS = 15.0


def rows(rounds: int) -> Iterator[Row]:
    """Digests; copies read again; a hundred thousand files and more; others' calls under load."""
    with running() as site, site.client() as client:
        first, _ = site.roots
        write_big(first / "big")
        write_small(first / "small", number=10_000, size=4096)
        yield _with_digest("2 GiB file, sha256 asked for", site, client, "/big", rounds)
        yield _with_digest(
            "10,000 files of 4 KiB, sha256 asked for", site, client, "/small", rounds
        )
        yield _read_again("2 GiB file, the copy read again", site, client, "/big", rounds)
        yield _read_again(
            "10,000 files of 4 KiB, copies read again", site, client, "/small", rounds
        )
        yield from _answers(site, client)
        write_small(first / "more", number=100_000, size=1024)
        with peers_of(first) as peers:
            yield against_peers(
                "100,000 files of 1 KiB", site, client, peers, "more", rounds, recursive=True
            )
        write_small(first / "few", number=_FEW, size=1024)
        write_small(first / "many", number=_MANY, size=1024)
        yield from _flat(site, client, max(1, rounds // 2))


def _with_digest(name: str, site: Site, client: TransferClient, path: str, rounds: int) -> Row:
    target = site.roots[1] / f"{path.lstrip('/')}-copy"
    recursive = path != "/big"

    def run(algorithm: str | None) -> Callable[[], float]:
        return fresh(
            target,
            lambda: site.transfer(client, path, recursive=recursive, algorithm=algorithm),
        )

    contenders = {OURS: run("sha256"), WITHOUT: run(None)}
    return compare(name, contenders, unit="s", rounds=rounds)


def _read_again(name: str, site: Site, client: TransferClient, path: str, rounds: int) -> Row:
    """The destination's storage set to be read again before files get their names."""
    target = site.roots[1] / f"{path.lstrip('/')}-copy"
    move = fresh(target, lambda: site.transfer(client, path, recursive=path != "/big"))

    def run(read_back: bool) -> Callable[[], float]:
        def run() -> float:
            change(site.node_dirs[1], None, read_back=read_back)
            return move()

        return run

    row = compare(name, {OURS: run(True), WITHOUT: run(False)}, unit="s", rounds=rounds)
    change(site.node_dirs[1], None, read_back=False)
    return row


def _flat(site: Site, client: TransferClient, rounds: int) -> Iterator[Row]:
    """Microseconds a file of many and of fewer; the most memory that a process had meanwhile."""

    def run(path: str, number: int) -> Callable[[], float]:
        target = site.roots[1] / f"{path}-copy"
        moved = fresh(target, lambda: site.transfer(client, f"/{path}", recursive=True))
        return lambda: moved() / number * 1e6

    contenders = {OURS: run("many", _MANY), FEWER: run("few", _FEW)}
    yield compare("200,000 files of 1 KiB, each", contenders, unit="µs", rounds=rounds)
    most = max(map(_peak, site.processes()))
    yield Row("most memory of a process", "MiB", True, {OURS: most}, {}, {OURS: (most, most)})


def _peak(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (line,) = [line for line in lines if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


def _answers(site: Site, client: TransferClient) -> Iterator[Row]:
    """The 95th percentile of ``GET task`` for ten callers while the machine is busy moving."""
    for path, name in (("/big", "a 2 GiB file"), ("/small", "10,000 small files")):
        with ExitStack() as stack:
            callers = [stack.enter_context(site.client()) for _ in range(_CALLERS)]
            stack.enter_context(_moving(site, client, path))
            taken = _call(callers)
        slow = statistics.quantiles(taken, n=20)[-1] * 1000
        spread = (min(taken) * 1000, max(taken) * 1000)
        title = f"GET task while {name} move, 95th percentile".replace("file move", "file moves")
        yield Row(title, "ms", True, {OURS: slow}, {}, {OURS: spread})


@contextmanager
def _moving(site: Site, client: TransferClient, path: str) -> Iterator[None]:
    """Move something again and again."""
    over = threading.Event()
    target = site.roots[1] / f"{path.lstrip('/')}-copy"
    move = fresh(target, lambda: site.transfer(client, path, recursive=path != "/big"))

    def again() -> None:
        while not over.is_set():
            move()

    mover = threading.Thread(target=again)
    mover.start()
    try:
        yield
    finally:
        over.set()
        mover.join()


def _call(clients: Sequence[TransferClient]) -> list[float]:
    """Seconds that each call took, of callers who call at their own pace, answered or not."""
    taken: list[float] = []
    task = clients[0].task_list(limit=1)["DATA"][0]["task_id"]
    begin = time.perf_counter()

    def caller(number: int, client: TransferClient) -> None:
        due = begin + number / _CALLS_PER_SECOND
        while (due := due + _CALLERS / _CALLS_PER_SECOND) < begin + _LOADED_SECONDS:
            time.sleep(max(0.0, due - time.perf_counter()))
            client.get_task(task)
            # From when it was due: a slow answer also makes the next ones late.
            taken.append(time.perf_counter() - due)

    callers = [threading.Thread(target=caller, args=each) for each in enumerate(clients)]
    for each in callers:
        each.start()
    for each in callers:
        each.join()
    return taken
