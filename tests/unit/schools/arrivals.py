"""Hands facts to an aggregate in any order, as the inbox does: what waits is tried again."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import TypeVar

from chassis.domain import Aggregate, MustWait

Aggregated = TypeVar("Aggregated", bound=Aggregate)


def after(aggregate: Aggregated, steps: Sequence[Callable[[Aggregated], None]]) -> Aggregated:
    """The aggregate after these steps; one that waits is tried after each that was applied."""
    waiting: list[Callable[[Aggregated], None]] = []
    for step in steps:
        aggregate, applied = _tried(aggregate, step)
        if not applied:
            waiting.append(step)
            continue
        aggregate, waiting = _resumed(aggregate, waiting)
    return aggregate


def _resumed(
    aggregate: Aggregated, waiting: list[Callable[[Aggregated], None]]
) -> tuple[Aggregated, list[Callable[[Aggregated], None]]]:
    progress = True
    while progress:
        progress, still = False, []
        for step in waiting:
            aggregate, applied = _tried(aggregate, step)
            progress |= applied
            still += [] if applied else [step]
        waiting = still
    return aggregate, waiting


def _tried(aggregate: Aggregated, step: Callable[[Aggregated], None]) -> tuple[Aggregated, bool]:
    changed = deepcopy(aggregate)
    try:
        step(changed)
    except MustWait:
        return aggregate, False
    return changed, True
