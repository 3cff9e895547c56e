"""Bars of a chart; lengths are in per cent, so that they fit any width."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a bar, in per cent of the chart's width; `fill` names its pattern."""

    fill: str
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, with its name and its figure as text."""

    name: str
    figure: str
    segments: list[Segment]


def bars(rows: Iterable[tuple[str, str, Sequence[tuple[str, int]]]]) -> list[Bar]:
    """Bars of (name, figure, parts); the longest one takes the whole width."""
    rows = list(rows)
    longest = (
        max((sum(max(value, 0) for _, value in parts) for _, _, parts in rows), default=0) or 1
    )
    return [Bar(name, figure, _segments(parts, longest)) for name, figure, parts in rows]


def _segments(parts: Sequence[tuple[str, int]], longest: int) -> list[Segment]:
    segments, start = [], 0.0
    for fill, value in parts:
        width = 100 * max(value, 0) / longest
        if width:
            segments.append(Segment(fill, round(start, 3), round(width, 3)))
        start += width
    return segments
