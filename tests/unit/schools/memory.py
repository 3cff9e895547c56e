"""A register in memory: does with each file what the store does, without a database."""

from collections.abc import Sequence
from datetime import date

from schools.domain.files.links import Link
from schools.domain.register.differences import KnownSchool, compare
from schools.domain.register.planning import Plan
from schools.domain.register.related_schools import RelatedSchools
from schools.domain.register.school import School
from unit.schools.extracts import Row, extract


class Register:
    """The schools, the links of the last links file, and the links that we matched."""

    def __init__(self) -> None:
        self.schools: dict[str, School] = {}
        self.given: set[Link] = set()
        self.matched: set[Link] = set()
        self._marks: dict[str, str] = {}
        self._imports = 0
        self._last: date | None = None

    def takes(self, *rows: Row, on: date, kind: str = "alldata") -> Plan:
        """Applies an extract; the plan holds only the schools that the service would load."""
        read = extract(*rows, name=f"edubase{kind}.csv")
        comparison = compare(read, self._standing(), ())
        related = self._related(self.given)
        touched = related.around([*comparison.differing, *comparison.missing])
        places = {read.postcode(urn) for urn in comparison.newcomers} - {""}
        plan = Plan(self._imports + 1, on, related, self._known(touched, places), self._last)
        plan.take(read, comparison.differing)
        plan.miss(comparison.missing)
        plan.convert(plan.known.values())
        self._marks |= comparison.marks
        self._last = on
        return self._applied(plan)

    def takes_links(self, *links: Link, on: date) -> Plan:
        """Applies a links file."""
        changed = self.given ^ set(links)
        related = self._related(links)
        touched = {urn for link in changed for urn in link[:2]} & self.schools.keys()
        plan = Plan(self._imports + 1, on, related, self._known(related.around(touched)))
        plan.relink(sorted(touched))
        plan.convert()
        self.given = set(links)
        return self._applied(plan)

    def _known(self, urns: set[str], places: Sequence[str] | set[str] = ()) -> dict[str, School]:
        return {
            urn: school
            for urn, school in self.schools.items()
            if urn in urns or school.state["postcode"] in places
        }

    def _related(self, links: Sequence[Link] | set[Link]) -> RelatedSchools:
        ends = {urn: school.end for urn, school in self.schools.items()}
        return RelatedSchools({*links, *self.matched}, ends)

    def _standing(self) -> dict[str, KnownSchool]:
        return {
            urn: KnownSchool(
                self._marks.get(urn),
                school.state["la_code"],
                school.state["status_code"],
                school.state["type_code"],
                school.absent_since is not None,
                school.state["close_date"],
            )
            for urn, school in self.schools.items()
        }

    def _applied(self, plan: Plan) -> Plan:
        self.schools |= plan.after
        self.matched = (self.matched - set(plan.withdrawn)) | set(plan.matched)
        self._imports += 1
        return plan
