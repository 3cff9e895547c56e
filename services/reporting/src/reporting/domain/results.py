"""A school's results beside its own previous best: never beside other schools'."""

from collections.abc import Iterable
from dataclasses import dataclass

from reporting.domain.changes import Row


@dataclass(frozen=True, slots=True)
class Progress:
    """The latest figure of one measure; `best` is the school's own best of earlier years."""

    stage: str
    code: str
    title: str
    unit: str
    academic_year: str
    release: str
    value: float | None
    national: float | None
    disadvantaged: float | None
    suppressed: bool
    best: float | None
    best_year: str | None
    at_best: bool | None

    @property
    def gap(self) -> float | None:
        """How far disadvantaged pupils are from all pupils."""
        if self.value is None or self.disadvantaged is None:
            return None
        return round(self.disadvantaged - self.value, 1)


def progress(measures: Iterable[Row]) -> list[Progress]:
    """One line for each measure of a stage, the same code alone being compared."""
    lines: dict[tuple[str, str], list[Row]] = {}
    for row in measures:
        lines.setdefault((row["stage"], row["code"]), []).append(row)
    return [_line(sorted(rows, key=lambda row: row["academic_year"])) for rows in lines.values()]


def is_at_best(value: float, best: float, better: str) -> bool:
    """Whether a figure is as good as the best one before it, or better."""
    return value >= best if better == "higher" else value <= best


def _line(rows: list[Row]) -> Progress:
    latest = rows[-1]
    earlier = [row for row in rows[:-1] if row["value"] is not None]
    choose = max if latest["better"] == "higher" else min
    best = choose(earlier, key=lambda row: float(row["value"])) if earlier else None
    known = best is not None and latest["value"] is not None
    return Progress(
        latest["stage"],
        latest["code"],
        latest["title"],
        latest["unit"],
        latest["academic_year"],
        latest["release"],
        latest["value"],
        latest["national"],
        latest["disadvantaged"],
        latest["suppressed"],
        best["value"] if best else None,
        best["academic_year"] if best else None,
        is_at_best(latest["value"], best["value"], latest["better"]) if best and known else None,
    )
