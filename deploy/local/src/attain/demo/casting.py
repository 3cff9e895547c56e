"""Which of the register's schools play which part."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from attain.demo.programme import PROJECTS, Project

School = dict[str, Any]
PREFERRED = "806"
NEEDED = 17


class TooFewSchoolsError(Exception):
    """The register cannot carry the story."""


@dataclass(frozen=True)
class Cast:
    """The authority, each project's lead and partners, and the panel members' own schools."""

    authority: str
    leads: dict[int, School]
    partners: dict[int, list[School]]
    teaching_school: School
    trust_school: School

    def lead(self, project: Project) -> School:
        """A correction comes from the same school as what it corrects."""
        return self.leads[project.lead_of or project.number]


def cast(open_schools: Sequence[School], projects: Sequence[Project] = PROJECTS) -> Cast:
    """Leads first, each its own; the rest of the authority's open schools are partners in turn."""
    authority, available = _authority(open_schools)
    leading = [project for project in projects if project.lead_of is None]
    leads = {project.number: available[n] for n, project in enumerate(leading)}
    teaching, trust, *others = available[len(leading) :]
    partners: dict[int, list[School]] = {}
    turn = 0
    for project in projects:
        interested = project.interested == "own-school"
        wanted = project.partners - (1 if interested else 0)
        chosen = [others[(turn + n) % len(others)] for n in range(wanted)]
        partners[project.number] = [*([teaching] if interested else []), *chosen]
        turn += wanted
    return Cast(authority, leads, partners, teaching, trust)


def _authority(schools: Sequence[School]) -> tuple[str, list[School]]:
    """Middlesbrough where it has enough open schools, else the authority that has most."""
    counts = Counter(str(school["la_code"]) for school in schools)
    if not counts or max(counts.values()) < NEEDED:
        raise TooFewSchoolsError(
            f"The demonstration needs {NEEDED} open schools of one authority in the register."
        )
    best = PREFERRED if counts[PREFERRED] >= NEEDED else counts.most_common(1)[0][0]
    return best, [school for school in schools if str(school["la_code"]) == best]
