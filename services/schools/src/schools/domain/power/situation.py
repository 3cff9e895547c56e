"""What eligibility for intervention is derived from, passed in as values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from schools.domain.foundation import Foundation
from schools.domain.intervention.steps import DfeSteps
from schools.domain.notice.seen import SeenNotice
from schools.domain.school_facts import SchoolFacts


@dataclass(frozen=True)
class Board:
    """An interim executive board of the authority; `until` is its last day, None while it sits."""

    since: date
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Everything that eligibility is derived from, as of the day."""

    day: date
    school: SchoolFacts
    notices: Sequence[SeenNotice] = ()
    steps: DfeSteps = field(default_factory=DfeSteps)
    category: str | None = None  # of concern, in force on the day
    boards: Sequence[Board] = ()

    @property
    def foundation(self) -> Foundation:
        """Who stands behind the school."""
        return Foundation.of(self.school)
