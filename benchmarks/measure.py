"""Interleaved rounds, medians and ratios."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Row:
    """One line of the result: what was measured, on whom, how it compares.

    :param figures: name of the contender -> median
    :param unit: of the figures
    :param ratios: our figure over each peer's, so that below 1 is better than the peer where
        ``lower_is_better``, and above 1 elsewhere
    """

    name: str
    unit: str
    lower_is_better: bool
    figures: dict[str, float]
    ratios: dict[str, float]
    spread: dict[str, tuple[float, float]] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


OURS = "armillary"


def compare(
    name: str,
    contenders: Mapping[str, Callable[[], float]],
    *,
    unit: str,
    rounds: int,
    lower_is_better: bool = True,
) -> Row:
    """Run every contender once a round; the first round only warms up.

    :param contenders: each returns its figure; ours is called ``armillary``
    """
    samples: dict[str, list[float]] = {contender: [] for contender in contenders}
    for number in range(rounds + 1):
        for contender, run in contenders.items():
            figure = run()
            if number:
                samples[contender].append(figure)
    medians = {contender: statistics.median(taken) for contender, taken in samples.items()}
    ratios = {
        peer: statistics.median(
            ours / theirs for ours, theirs in zip(samples[OURS], taken, strict=True)
        )
        for peer, taken in samples.items()
        if peer != OURS
    }
    spread = {contender: (min(taken), max(taken)) for contender, taken in samples.items()}
    return Row(name, unit, lower_is_better, medians, ratios, spread)
