"""What is kept of a warning notice, and what of it is public."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chassis.domain import Aggregate, Reason, london_date
from schools.domain.notice.commands import NoticeConcluded, NoticeIssued
from schools.domain.notice.standing import (
    INCOMPLETE,
    NOT_COMPLIED,
    RUNNING,
    WINDOW_CLOSED,
    Standing,
    latest,
)
from schools.domain.notice.window import window_ends


@dataclass(frozen=True)
class Issue:
    """The notice as it was issued at one time, and whether every required copy was logged."""

    sent: NoticeIssued
    counts: bool = False


@dataclass(kw_only=True)
class Facts(Aggregate):
    """Everything that is known of one notice."""

    notice: str
    urn: str
    name: str
    la_code: str
    guidance: str = ""  # the edition of the statutory guidance when it was first recorded
    issues: list[Issue] = field(default_factory=list)
    conclusions: list[NoticeConcluded] = field(default_factory=list)
    valid: list[NoticeConcluded] = field(default_factory=list)  # of the conclusions, by all facts
    standing: Standing = field(default_factory=Standing)
    window_over: date | None = None  # the window that was seen to close
    missing: list[str] = field(default_factory=list)
    warnings: list[Reason] = field(default_factory=list)

    @property
    def held(self) -> Issue:
        """The issue that holds: the last one that counts, else the last one."""
        return max(self.issues, key=lambda each: (each.counts, each.sent.issued_at))

    @property
    def conclusion(self) -> NoticeConcluded | None:
        """The conclusion that holds."""
        return latest(self.valid)

    @property
    def window(self) -> date | None:
        """The last day of the two-month window, as long as the notice can lead to a power."""
        if self.standing.state not in RUNNING:
            return None
        return window_ends(self.held.sent.compliance_ends)

    @property
    def state(self) -> str:
        """Where it stands in public words; a window that closed comes before its conclusion."""
        closed = self.window is not None and self.window == self.window_over
        return WINDOW_CLOSED if closed else self.standing.state

    @property
    def eligible(self) -> bool:
        """Whether the school is eligible for intervention by it: s60(1), s60A(1) [law].

        The closed window changes nothing in it: the notice does not expire.
        """
        told = self.conclusion
        return self.standing.state == NOT_COMPLIED and bool(told and told.powers_notice)

    def shown(self) -> dict[str, Any] | None:
        """The public state; None until the notice counts as issued, for nothing is public then."""
        return None if self.standing.state == INCOMPLETE else self.public()

    def public(self) -> dict[str, Any]:
        """The public state that every event of a notice carries."""
        sent, told = self.held.sent, self.conclusion
        given = told.powers_notice if told else None
        return {
            "notice": self.notice,
            "urn": self.urn,
            "name": self.name,
            "la_code": self.la_code,
            "route": sent.route,
            "ground": sent.ground,
            "case": sent.case,
            "guidance": self.guidance,
            "issued_on": london_date(sent.issued_at),
            "compliance_ends": sent.compliance_ends,
            "window_ends": self.window,
            "powers": sorted(set(sent.powers)),
            "state": self.state,
            "outcome": told.outcome if told else None,
            "concluded_on": london_date(told.decided_at) if told else None,
            "powers_notice_on": given.given_on if given else None,
            "eligible_for_intervention": self.eligible,
            "ended_on": self.standing.ended_on,
            "ended_because": self.standing.ended_because,
            "warnings": [each._asdict() for each in self.warnings],
        }
