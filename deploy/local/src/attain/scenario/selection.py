"""Selects the schools of a register that take part: leads, partners, panel members' schools."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from attain.errors import AttainError
from attain.scenario.projects import PROJECTS, Project

School = dict[str, Any]
PREFERRED = "806"  # Middlesbrough
NEEDED = 17


class TooFewSchoolsError(AttainError):
    """No authority in the register has enough open schools."""


@dataclass(frozen=True)
class Selection:
    """The authority, each project's lead and partners, and the panel members' own schools.

    `supported` is a maintained school that the council supports, `coach` the one that helps it.
    """

    authority: str
    leads: dict[int, School]
    partners: dict[int, list[School]]
    teaching_school: School
    trust_school: School
    supported: School
    coach: School

    def lead(self, project: Project) -> School:
        """A correction comes from the school that sent the form which it corrects."""
        return self.leads[project.corrects or project.number]


def select(open_schools: Sequence[School]) -> Selection:
    """Give each project a lead of its own; the authority's other schools are partners.

    Raises TooFewSchoolsError.
    """
    authority, available = _authority(open_schools)
    leading = [project for project in PROJECTS if project.corrects is None]
    leads = {project.number: available[n] for n, project in enumerate(leading)}
    teaching, trust, *others = available[len(leading) :]
    partners: dict[int, list[School]] = {}
    for project in PROJECTS:
        members_own = [teaching] if project.interest == "own-school" else []
        partners[project.number] = [*members_own, *others][: project.partners]
    supported = next(each for each in (*others, *available) if each["part4_maintained"])
    coach = next(each for each in reversed(available) if each is not supported)
    return Selection(authority, leads, partners, teaching, trust, supported, coach)


def _authority(schools: Sequence[School]) -> tuple[str, list[School]]:
    """Middlesbrough if it has enough open schools, else the authority that has most."""
    maintained = {str(school["la_code"]) for school in schools if school["part4_maintained"]}
    counts = Counter(str(each["la_code"]) for each in schools if each["la_code"] in maintained)
    if not counts or max(counts.values()) < NEEDED:
        raise TooFewSchoolsError(
            f"The demonstration needs {NEEDED} open schools of one authority in the register, "
            "one of them maintained by the council."
        )
    best = PREFERRED if counts[PREFERRED] >= NEEDED else counts.most_common(1)[0][0]
    return best, [school for school in schools if str(school["la_code"]) == best]
