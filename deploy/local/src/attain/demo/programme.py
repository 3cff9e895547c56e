"""The demonstration's programme as data: the round, and what becomes of each application."""

from dataclasses import dataclass

HUB, RESEARCH, DEVELOPING = "learning-hub", "research-project", "developing-school"
BUDGET, HUBS_CEILING = 25_000_000, 12_000_000
MOST = {HUB: 4_000_000, RESEARCH: 1_500_000, DEVELOPING: 2_500_000}
THEMES = ["assessment-and-data", "english", "leadership", "maths", "send"]


@dataclass(frozen=True)
class Project:
    """One application and its fate; its number orders the cast and its references."""

    number: int
    category: str
    title: str
    requested_pence: int
    contact: str
    partners: int = 0
    theme: str | None = None
    awarded_pence: int = 0
    answer: str | None = None
    refused_for: str | None = None
    late: bool = False
    withdrawn: bool = False
    superseded_by: int | None = None
    lead_of: int | None = None
    reviewed: bool = True
    decided: bool = True
    condition: bool = False
    interested: str | None = None
    paid: bool = False
    first_try_pence: int | None = None

    @property
    def approved(self) -> bool:
        """Whether the panel awards it money."""
        return self.awarded_pence > 0

    @property
    def goes_to_the_panel(self) -> bool:
        """Eligible, still wanted, and on the agenda."""
        gone = self.refused_for or self.withdrawn or self.superseded_by
        return self.decided and not gone

    @property
    def first_milestone_pence(self) -> int:
        """A third, as the form asks it."""
        return self.requested_pence // 3


PROJECTS = (
    Project(
        1,
        HUB,
        "Tees maths mastery hub",
        3_000_000,
        "Jo Bell",
        partners=3,
        theme="maths",
        awarded_pence=2_500_000,
        answer="accepted",
        interested="governance",
        paid=True,
    ),
    Project(
        2,
        HUB,
        "Reading for every child",
        2_700_000,
        "Ed Shaw",
        partners=3,
        theme="english",
        awarded_pence=2_700_000,
        answer="accepted",
        condition=True,
        interested="own-school",
    ),
    Project(
        3,
        HUB,
        "Inclusion first",
        2_400_000,
        "Liz Crane",
        partners=3,
        theme="send",
        awarded_pence=2_400_000,
    ),
    Project(
        4,
        HUB,
        "Leading together",
        1_800_000,
        "Raj Nair",
        partners=1,
        theme="leadership",
        refused_for="too-few-schools",
    ),
    Project(
        5,
        RESEARCH,
        "Does retrieval practice close the gap?",
        1_200_000,
        "Ann Poole",
        partners=1,
        awarded_pence=1_200_000,
        answer="accepted",
        paid=True,
    ),
    Project(6, RESEARCH, "Outdoor learning and attention", 900_000, "Bill Nash"),
    Project(
        7,
        RESEARCH,
        "Homework that helps",
        600_000,
        "Kay Frost",
        refused_for="late",
        late=True,
    ),
    Project(8, RESEARCH, "Talk in early years", 750_000, "Meg Stone", withdrawn=True),
    Project(
        9,
        DEVELOPING,
        "Leading maths again",
        2_100_000,
        "Val Kirby",
        awarded_pence=2_100_000,
        answer="accepted",
        paid=True,
    ),
    Project(
        10,
        DEVELOPING,
        "A new start for science",
        1_500_000,
        "Ian Todd",
        awarded_pence=1_500_000,
        answer="declined",
        first_try_pence=2_400_000,
    ),
    Project(
        11,
        DEVELOPING,
        "Two schools, one plan",
        1_800_000,
        "Fay Moss",
        partners=1,
        refused_for="one-school-only",
    ),
    Project(12, DEVELOPING, "Attendance matters", 1_200_000, "Roy Hale", superseded_by=13),
    Project(
        13,
        DEVELOPING,
        "Attendance matters, revised",
        1_350_000,
        "Roy Hale",
        lead_of=12,
        decided=False,
    ),
)
