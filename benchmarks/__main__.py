"""``python -m benchmarks [--check] [NAME ...]``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import auth, far, scheduler, sdk, search, startup, transfers, transfers_long
from benchmarks.measure import OURS, Row

GROUPS: dict[str, Callable[[int], Iterator[Row]]] = {
    "auth": auth.rows,
    "auth-disk": auth.rows_on_disk,
    "auth-scale": auth.rows_at_scale,
    "scheduler": scheduler.rows,
    "sdk": sdk.rows,
    "search": search.rows,
    "startup": startup.rows,
    "transfers": transfers.rows,
    "transfers-far": far.rows,
    "transfers-long": transfers_long.rows,
}

# (row, peer or ourselves) -> the most that our figure may be (the least, where more is better):
# a ratio to the peer, or itself.
FLOORS: dict[tuple[str, str], float] = {
    ("client-credentials tokens, 16 at once", auth.PEER): 0.7,
    ("refreshed tokens, 16 at once", auth.PEER): 0.7,
    ("introspections, 16 at once", auth.PEER): 0.8,
    ("client-credentials tokens of a million, 16 at once", auth.EMPTY): 0.8,
    ("refreshed tokens of a million, 16 at once", auth.EMPTY): 0.8,
    ("introspections of a million, 16 at once", auth.EMPTY): 0.8,
    ("SDK call, CPU", sdk.OFFICIAL): 0.7,
    ("SDK call, async, CPU", sdk.OFFICIAL): 0.33,
    ("10,000 search results, CPU", sdk.OFFICIAL): 0.75,
    ("TransferData of 100,000 items, CPU", sdk.OFFICIAL): 0.4,
    ("TransferData of 100,000 items, peak memory", sdk.OFFICIAL): 0.5,
    ("import and construct a client", sdk.OFFICIAL): 0.6,
    ("2 GiB file, node to node", "rsync over ssh"): 1 / 1.7,
    ("2 GiB file, on one node", "cp"): 1 / 0.8,
    ("2 GiB file, node to node", "GridFTP, verified"): 1 / 2,
    ("10,000 files of 4 KiB", "rsync over ssh"): 1 / 1.2,
    ("10,000 files of 4 KiB", "GridFTP"): 1 / 2,
    ("one small file, submit to SUCCEEDED", OURS): 0.4,
    ("100,000 files of 1 KiB", "GridFTP"): 1 / 2,
    # The same rate: what is fixed of a task makes the many cheaper, growth would make them dearer.
    ("200,000 files of 1 KiB, each", transfers_long.FEWER): 1.15,
    ("most memory of a process", OURS): 512.0,
    ("GET task while a 2 GiB file moves, 95th percentile", OURS): 100.0,
    ("GET task while 10,000 small files move, 95th percentile", OURS): 100.0,
    ("endpoint search among 100,000, 95th percentile", OURS): 50.0,
    ("first start to ready", OURS): 5.0,
    ("later start to ready", OURS): 5.0,
    ("memory of all processes (PSS)", OURS): 400.0,
}

_RESULTS = Path(__file__).parent / "results"


def main() -> int:
    """Measure, print, write; the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(GROUPS)}")
    parser.add_argument("--rounds", type=int, default=5, help="counted rounds of each (5)")
    parser.add_argument("--check", action="store_true", help="fail below the floors")
    options = parser.parse_args()
    console = Console()
    rows: list[Row] = []
    for name in options.names or GROUPS:
        for row in GROUPS[name](options.rounds):
            rows.append(row)
            console.print(_table(row))
    _RESULTS.mkdir(exist_ok=True)
    (_RESULTS / "latest.json").write_text(json.dumps([row.document() for row in rows], indent=1))
    missed = [line for row in rows for line in _missed(row)]
    for line in missed:
        console.print(line, style="red")
    return 1 if options.check and missed else 0


def _table(row: Row) -> Table:
    table = Table(title=row.name, title_justify="left")
    for heading in ("", f"median, {row.unit}", "min to max", "ours / theirs"):
        table.add_column(heading, justify="left" if heading == "" else "right")
    for contender, figure in row.figures.items():
        low, high = row.spread[contender]
        ratio = f"{row.ratios[contender]:.2f}" if contender in row.ratios else ""
        table.add_row(contender, f"{figure:.3f}", f"{low:.3f} to {high:.3f}", ratio)
    return table


def _missed(row: Row) -> Iterator[str]:
    for (name, peer), floor in FLOORS.items():
        if name == row.name:
            figure = row.figures[OURS] if peer == OURS else row.ratios[peer]
            if (figure > floor) if row.lower_is_better else (figure < floor):
                yield f"{name}: {figure:.2f} against {peer}, the floor is {floor:.2f}"


if __name__ == "__main__":
    sys.exit(main())
