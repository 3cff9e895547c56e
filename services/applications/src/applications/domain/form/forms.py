"""An application form as it was submitted; it is never edited."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Partner:
    """A partner school, its consent in its own name, and its share where the form names one."""

    urn: str
    consented_by: str
    consented_on: date
    share_pence: int | None = None


@dataclass(frozen=True)
class Organisation:
    """An organisation other than a school that takes part, such as a university."""

    name: str
    kind: str
    consented_on: date | None = None


@dataclass(frozen=True)
class PlannedMilestone:
    """One step of the plan and the money asked for it."""

    title: str
    due: date
    amount_pence: int


@dataclass(frozen=True)
class Research:
    """What a research project must state."""

    question: str
    ethics_statement: str
    baseline: str
    findings_due: date
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """What shows that a criterion of a developing school is met."""

    criterion: str
    statement: str
    dated: date


@dataclass(frozen=True)
class Developing:
    """What a developing school must state."""

    criteria: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    improvement_objective: str
    horizon: str | None = None
    supporter: str | None = None


@dataclass(frozen=True)
class Form:
    """The whole form but its contact: names and addresses stay with notifications."""

    form_reference: str
    round: str
    category: str
    title: str
    summary: str
    lead_school: str
    partners: tuple[Partner, ...]
    requested_pence: int
    objectives: tuple[str, ...]
    planned_start: date
    planned_end: date
    milestones: tuple[PlannedMilestone, ...]
    submitted_at: datetime
    theme: str | None = None
    reach_schools: int | None = None
    research: Research | None = None
    developing: Developing | None = None
    organisations: tuple[Organisation, ...] = ()
    match_funding_pence: int = 0

    @property
    def schools(self) -> tuple[str, ...]:
        """The lead's URN, then the partners'."""
        return (self.lead_school, *(partner.urn for partner in self.partners))
