"""Figures of a list of samples; the standard library is enough."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Sequence


def median(samples: Sequence[float]) -> float:
    return statistics.median(samples)


def quantile(samples: Sequence[float], share: float) -> float:
    """The smallest sample that at least ``share`` of all samples do not exceed (nearest rank)."""
    ordered = sorted(samples)
    rank = max(1, -(-len(ordered) * round(share * 1000) // 1000))
    return ordered[rank - 1]


def interval(
    samples: Sequence[float],
    figure: Callable[[Sequence[float]], float] = median,
    draws: int = 10_000,
) -> tuple[float, float]:
    """The 95 % percentile bootstrap interval of a figure; always the same for the same samples."""
    rng = random.Random(0)
    figures = sorted(figure(rng.choices(samples, k=len(samples))) for _ in range(draws))
    return figures[int(draws * 0.025)], figures[int(draws * 0.975) - 1]


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """Pair by pair: the two samples of a pair were taken one after the other."""
    return [a / b for a, b in zip(ours, theirs, strict=True)]


def differences(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    return [a - b for a, b in zip(ours, theirs, strict=True)]
