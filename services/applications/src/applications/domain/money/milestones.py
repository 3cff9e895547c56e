"""Milestones: due, evidenced, accepted or returned, payable, paid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Evidence for one milestone as it was sent; what was spent is only reported."""

    key: str
    number: int
    submitted_at: datetime
    spend_pence: int
    evidence: str


@dataclass(frozen=True)
class Assessment:
    """An officer's finding on one piece of evidence."""

    evidence_submitted_at: datetime
    accepted: bool
    assessed_at: datetime
    key: str = ""
    number: int = 0
    assessed_by: str = ""
    note: str = ""


def evidence_state(evidence: Iterable[datetime], assessments: Sequence[Assessment]) -> str:
    """The milestone's state by its evidence; once accepted it stays accepted."""
    if any(assessment.accepted for assessment in assessments):
        return "accepted"
    latest = max(evidence, default=None)
    if latest is None:
        return "due"
    returned = any(each.evidence_submitted_at == latest for each in assessments)
    return "returned" if returned else "evidenced"


def is_payable(
    number: int, accepted: Sequence[bool], *, unmet: int, active: bool, presented: bool = True
) -> bool:
    """Accepted, every condition met, the award active; the last waits for all before it.

    An officer's acceptance of the last milestone's evidence, when all the others are accepted,
    counts as its evaluation. Of a research project it also waits until findings were `presented`.
    """
    if not active or unmet or not accepted[number - 1]:
        return False
    return number < len(accepted) or (all(accepted) and presented)
