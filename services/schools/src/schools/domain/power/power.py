"""A power that the authority used, as an aggregate: judged once, then kept with its end."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chassis.domain import Aggregate, Reason, refuse
from schools.domain.notice.facts import Facts
from schools.domain.power.commands import PowerUsed
from schools.domain.power.judging import failing, route_used
from schools.domain.power.record_rules import of_another_school, record_refusals, record_warnings
from schools.domain.power.situation import Board, Situation
from schools.domain.school_facts import SchoolFacts


@dataclass(kw_only=True)
class Power(Aggregate):
    """What the authority recorded of the use of this power, at this school, on this day."""

    urn: str
    power: str
    on: date
    name: str
    la_code: str
    route: str = ""
    records: list[PowerUsed] = field(default_factory=list)
    warnings: list[Reason] = field(default_factory=list)

    @property
    def reference(self) -> str:
        """By it this use of the power is kept."""
        return f"{self.urn}/{self.power}/{self.on}"

    @classmethod
    def of(cls, used: PowerUsed, school: SchoolFacts) -> "Power":
        """A use of which nothing was recorded before."""
        name, la_code = school.name, school.la_code
        return cls(urn=used.urn, power=used.power, on=used.used_on, name=name, la_code=la_code)

    def use(self, used: PowerUsed, situation: Situation, named: Facts | None = None) -> None:
        """Keep the record; the one recorded last holds, and the same again changes nothing.

        The first one is judged by the conditions of the Act on its day. A later one may tell of
        the end, or complete the record; it must name the same notice. `named` is the notice that
        it names, where that is known.
        """
        if used in self.records:
            return
        refuse([*record_refusals(used, situation.foundation), *self._contradictions(used)])
        refuse(of_another_school(used, named))
        before = self.public() if self.records else None
        if before is None:
            self.route = route_used(used, situation).route
        self.records.append(used)
        self._warn(situation, before)

    def settle(self, situation: Situation) -> None:
        """What is known of the school changed: a condition that fails by it is a warning.

        The power was used and stays so; its officers have to look at it again.
        """
        self._warn(situation, self.public())

    @property
    def held(self) -> PowerUsed:
        """The record that holds."""
        return max(self.records, key=lambda each: each.recorded_at)

    @property
    def board(self) -> Board | None:
        """The interim executive board that it put in place, if it did."""
        return Board(self.on, self.held.until) if self.power == "s65" else None

    def public(self) -> dict[str, Any]:
        """The public state that its events carry."""
        held = self.held
        return {
            "urn": self.urn,
            "power": self.power,
            "on": self.on,
            "notice": held.notice,
            "route": self.route,
            "until": held.until,
            "secretary_of_state_told_on": held.secretary_of_state_told_on,
            "warnings": [each._asdict() for each in self.warnings],
            "name": self.name,
            "la_code": self.la_code,
        }

    def _warn(self, situation: Situation, before: dict[str, Any] | None) -> None:
        self.warnings = [*self._of_record(situation), *failing(self.held, situation)]
        if self.public() != before:
            self._happened("power.used")

    def _of_record(self, situation: Situation) -> list[Reason]:
        named = (each for each in situation.notices if each.notice == self.held.notice)
        notice = next(named, None)
        given = notice.powers_notice if notice else None
        return record_warnings(self.held, situation.foundation, given)

    def _contradictions(self, used: PowerUsed) -> list[Reason]:
        if all(
            each.recorded_at != used.recorded_at and each.notice == used.notice
            for each in self.records
        ):
            return []
        message = (
            f"The use of section {self.power[1:]} on {self.on} is recorded with other content. "
            "Send it again with a later time of recording and the same notice."
        )
        return [Reason("contradicts-earlier", message)]
