"""The fields of an event that tells a whole with its parts; all others are ignored."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective of a case's plan."""

    code: str
    rag: str
    due: date
    key_objective: str | None = None
    priority: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A case with its objectives and the priorities that it names itself."""

    case: str
    objectives: list[Objective] = field(default_factory=list)
    priorities: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit; only the event of its publication has the note."""

    visit: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivered part; `headcount` counts attendances by group."""

    delivery: str
    delivered_on: date
    days: float
    headcount: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A rating from 1 to 5, by the school or the adviser."""

    by: str
    rating: int
    evaluated_at: datetime
    point: str = "at-end"


@dataclass(frozen=True, slots=True)
class Support:
    """A support with what was delivered and how it was rated."""

    support: str
    deliveries: list[Delivery] = field(default_factory=list)
    evaluations: list[Evaluation] = field(default_factory=list)
    priorities: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Story:
    """A story and its schools."""

    story: str
    urns: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Strategy:
    """A strategy; `version` is the edition that its file names."""

    authority: str
    version: str | int
    priorities: list[dict[str, Any]]
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner of an award; a share is None where the form named none."""

    urn: str
    share_pence: int | None = None


@dataclass(frozen=True, slots=True)
class Award:
    """An award's lead and partners."""

    award: str
    lead_school: str
    lead_share_pence: int | None = None
    partners: list[Partner] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class HubReport:
    """The schools of a hub's report, without the lead's own."""

    award: str
    report: str
    schools: list[str]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure; `value` is None where its publisher or the schools service suppressed it."""

    code: str
    title: str
    unit: str
    better: str
    value: float | None = None
    headline: bool = False
    national: float | None = None
    disadvantaged: float | None = None
    cohort: int | None = None
    suppressed: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """A school's results in one academic year and stage."""

    urn: str
    academic_year: str
    stage: str
    version: str
    measures: list[Measure]
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class Concern:
    """A concern; kind and severity of a restricted one are not taken over."""

    concern: str
    urn: str
    restricted: bool
    raised_at: datetime | None = None
    kind: str | None = None
    severity: str | None = None
