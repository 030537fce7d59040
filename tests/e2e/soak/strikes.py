"""What is struck, and when: every kind of process in every phase of a task, in a random order."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass

from tests.e2e.crash_site import CHILDREN

PHASES = ("submitted", "scan", "move", "verify", "rename", "finish")
"""``submitted``: the task is committed and no worker has it; ``finish``: nothing is left but the
task's last transaction."""

MOVING = ("move", "verify", "rename")
KINDS = (*CHILDREN, "parent")
CUT = "connections"
KILLS_EACH = 2
"""Of each kind in each phase: 12 of each kind, 10 in each phase, 60 in all."""

CUTS_EACH = 4


@dataclass(frozen=True)
class Strike:
    """One blow.

    :param victim: a kind of process, which is killed, or the connections, which are cut
    """

    phase: str
    victim: str

    @property
    def costs(self) -> bool:
        """Whether bytes that are under way may be lost by it."""
        return self.phase in MOVING and self.victim != "serve"


def planned(chance: random.Random, *phases: str) -> list[Strike]:
    """The blows of some phases, shuffled."""
    strikes = [Strike(p, k) for p, k in itertools.product(phases, KINDS) for _ in range(KILLS_EACH)]
    strikes += [Strike(p, CUT) for p in phases if p in MOVING for _ in range(CUTS_EACH)]
    chance.shuffle(strikes)
    return strikes


def shares(chance: random.Random, count: int) -> list[float]:
    """So many shares of the bytes of a task, rising, at least half a step apart."""
    step = 0.94 / count
    return [0.01 + step * (number + chance.uniform(0, 0.5)) for number in range(count)]
