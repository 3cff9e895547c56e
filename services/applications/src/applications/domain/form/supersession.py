"""One live application per lead, category and round: the later one replaces the earlier."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Candidate:
    """An eligible application, by what decides between it and the others of its kind."""

    submitted_at: datetime
    form_reference: str
    application: str

    @property
    def rank(self) -> tuple[datetime, str]:
        """Later wins; of two at the same instant, the greater form reference."""
        return (self.submitted_at, self.form_reference)


def superseded_by(candidates: Iterable[Candidate]) -> dict[str, str]:
    """Each application but the last one, with the one that takes its place."""
    ranked = sorted(candidates, key=lambda candidate: candidate.rank)
    return {each.application: ranked[-1].application for each in ranked[:-1]}
