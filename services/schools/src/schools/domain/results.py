"""Results of a school: the latest version of a year, its suppression, and where it falls behind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

VERSIONS = ("provisional", "revised", "final")
SUPPRESSED_BELOW = 5  # people; domain.md, Data protection
SMALLEST_COHORT = 11  # a smaller cohort proposes no tier [default]


@dataclass(frozen=True)
class Measure:
    """One figure; None is suppressed or not known. `better` is higher or lower."""

    code: str
    title: str
    value: float | None
    unit: str
    better: str
    headline: bool = False
    national: float | None = None
    disadvantaged: float | None = None
    cohort: int | None = None

    def shown(self) -> "Measure":
        """Without the figures of a cohort so small that they could tell of a person."""
        if self.cohort is None or self.cohort >= SUPPRESSED_BELOW:
            return self
        return replace(self, value=None, disadvantaged=None, cohort=None)

    def is_worse_than(self, other: float | None) -> bool:
        """Whether both are known and this one is worse."""
        if self.value is None or other is None:
            return False
        return self.value < other if self.better == "higher" else self.value > other


@dataclass(frozen=True)
class Results:
    """The results of one school, year and stage, as one version of them says."""

    urn: str
    academic_year: str
    stage: str
    published_on: date
    version: str
    measures: tuple[Measure, ...]

    @property
    def reference(self) -> str:
        """What the versions share, such as 111632/2025-26/key-stage-2."""
        return f"{self.urn}/{self.academic_year.replace('/', '-')}/{self.stage}"

    @property
    def rank(self) -> tuple[int, date]:
        """The higher version holds, then the later publication. Source: domain.md, Facts by key."""
        return VERSIONS.index(self.version), self.published_on

    @property
    def first_year(self) -> int:
        """2025 of 2025/26."""
        return int(self.academic_year[:4])


def falling(results: Iterable[Results]) -> list[str]:
    """References of results whose headline measure fell two years running, below national.

    Source: domain.md, the rule *results* [default]: final versions, a cohort of at least 11.
    """
    final = [each for each in results if each.version == "final"]
    by_stage: dict[str, dict[int, Results]] = {}
    for each in final:
        by_stage.setdefault(each.stage, {})[each.first_year] = each
    return sorted(
        years[max(years)].reference for years in by_stage.values() if _fell(years, max(years))
    )


def _fell(years: Mapping[int, Results], latest: int) -> bool:
    three = [years.get(latest - back) for back in (2, 1, 0)]
    if any(each is None for each in three):
        return False
    of = [{one.code: one for one in each.measures} for each in three if each]
    return any(
        _is_falling([each[code] for each in of])
        for code, last in of[-1].items()
        if last.headline and all(code in each for each in of)
    )


def _is_falling(measures: list[Measure]) -> bool:
    last = measures[-1]
    worse = all(now.is_worse_than(before.value) for before, now in pairwise(measures))
    large = last.cohort is not None and last.cohort >= SMALLEST_COHORT
    return worse and large and last.is_worse_than(last.national)
