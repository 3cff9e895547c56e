"""One step of the Department for Education as an aggregate: recorded once, however often told."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chassis.domain import Aggregate, Reason, refuse
from schools.domain.foundation import Foundation
from schools.domain.intervention.commands import InterventionNotified
from schools.domain.intervention.steps import COASTING
from schools.domain.school_facts import SchoolFacts


@dataclass(kw_only=True)
class Intervention(Aggregate):
    """What the authority recorded of the step of this school, kind and day."""

    urn: str
    kind: str
    on: date
    name: str
    la_code: str
    records: list[InterventionNotified] = field(default_factory=list)
    warnings: list[Reason] = field(default_factory=list)

    @property
    def reference(self) -> str:
        """By it the step is kept."""
        return f"{self.urn}/{self.kind}/{self.on}"

    @classmethod
    def of(cls, told: InterventionNotified, school: SchoolFacts) -> "Intervention":
        """A step that nobody recorded before."""
        return cls(
            urn=told.urn, kind=told.kind, on=told.on, name=school.name, la_code=school.la_code
        )

    def record(self, told: InterventionNotified, school: SchoolFacts) -> None:
        """Keep the record; the one recorded last holds, and the same again changes nothing.

        Refused, `contradicts-earlier`: another content recorded at the same instant.
        """
        if told in self.records:
            return
        refuse(self._contradictions(told))
        before = self.public() if self.records else None
        self.records.append(told)
        self.warnings = _warnings(told, school)
        if self.public() != before:
            self._happened("intervention.recorded")

    @property
    def held(self) -> InterventionNotified:
        """The record that holds."""
        return max(self.records, key=lambda each: each.recorded_at)

    def public(self) -> dict[str, Any]:
        """The public state that its events carry."""
        return {
            "urn": self.urn,
            "kind": self.kind,
            "on": self.on,
            "step_reference": self.held.reference,
            "warnings": [each._asdict() for each in self.warnings],
            "name": self.name,
            "la_code": self.la_code,
        }

    def _contradictions(self, told: InterventionNotified) -> list[Reason]:
        if all(each.recorded_at != told.recorded_at for each in self.records):
            return []
        message = (
            f"Another record of this step ({self.kind}, {self.on}) has the same time and other "
            "content. Send the right one again with a later time of recording."
        )
        return [Reason("contradicts-earlier", message)]


def _warnings(told: InterventionNotified, school: SchoolFacts) -> list[Reason]:
    """s60B does not apply to nursery schools [law]; the fact is kept all the same."""
    if told.kind != COASTING or not Foundation.of(school).nursery:
        return []
    message = "A nursery school cannot be eligible for intervention as coasting (section 60B)."
    return [Reason("coasting-nursery", message)]
