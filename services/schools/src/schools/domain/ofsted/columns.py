"""First step: the columns of the file, found by names that drift from month to month."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from schools.domain.files.table import Table
from schools.domain.inspections import AREAS
from schools.domain.rejections import FileRejected, Reason

URN, LAESTAB = "urn", "laestab"
_WHERE_APPLICABLE = " (where applicable)"


@dataclass(frozen=True)
class Group:
    """The columns of one kind of inspection, by their plain names."""

    kind: str
    number: str
    inspected_on: str
    published_on: str
    urn: str
    category: str = ""
    safeguarding: str = ""
    overall: str = ""
    outcome: str = ""
    areas: Mapping[str, str] = field(default_factory=dict)  # column to area


FULL = Group(
    kind="report-card",
    number="inspection number of latest full inspection",
    inspected_on="inspection start date",
    published_on="publication date",
    urn="urn at time of latest full inspection",
    category="category of concern",
    safeguarding="safeguarding standards",
    areas={
        **{area.casefold(): area for area in AREAS},
        "early years": "Early years",
        "post-16 provision": "Post-16 provision",
    },
)
GRADED = Group(
    kind="graded",
    number="inspection number of latest graded inspection",
    inspected_on="inspection start date of latest graded inspection",
    published_on="publication date of latest graded inspection",
    urn="urn at time of latest graded inspection",
    category="latest category of concern",
    safeguarding="latest safeguarding is effective",
    overall="latest overall effectiveness",
    areas={
        "latest quality of education": "Quality of education",
        "latest behaviour and attitudes": "Behaviour and attitudes",
        "latest personal development": "Personal development",
        "latest effectiveness of leadership and management": "Leadership and management",
        "latest early years provision": "Early years provision",
        "latest sixth form provision": "Sixth form provision",
    },
)
UNGRADED = Group(
    kind="ungraded",
    number="latest ungraded inspection number",
    inspected_on="date of latest ungraded inspection",
    published_on="ungraded inspection publication date",
    urn="urn at time of the ungraded inspection",
    outcome="ungraded inspection overall outcome",
)
GROUPS = (FULL, GRADED, UNGRADED)


def plain(name: str) -> str:
    """A column's name without what differs between months.

    Case, doubled blanks, question marks, "OEIF", "(where applicable)", and "of judgement" for
    "of grade".
    """
    name = " ".join(name.casefold().replace("?", " ").split()).removesuffix(_WHERE_APPLICABLE)
    name = re.sub(r"\boeif ", "", name)
    return name.replace("date of judgement", "date of grade")


class Columns:
    """Where each column is; FileRejected where the file is no management information."""

    def __init__(self, table: Table) -> None:
        self._at: dict[str, int] = {}
        for position, name in enumerate(table.header):
            self._at.setdefault(plain(name), position)
        self.groups = [group for group in GROUPS if self._has(group)]
        if URN not in self._at or not self.groups:
            message = (
                "The file lacks the column URN, or the columns of every kind of inspection. Give "
                "Ofsted's management information for state-funded schools, as CSV."
            )
            raise FileRejected([Reason("column-missing", message)])

    def cell(self, cells: Sequence[str], name: str) -> str:
        """The cell without blanks around it; empty where the file lacks the column."""
        at = self._at.get(name)
        return "" if at is None else " ".join(cells[at].split())

    def has(self, name: str) -> bool:
        """Whether the file has this column."""
        return name in self._at

    def _has(self, group: Group) -> bool:
        needed = (group.number, group.inspected_on, group.published_on, group.urn)
        return all(name in self._at for name in needed)
