"""The applications of the scenario as data, each with its course."""

from dataclasses import dataclass

HUB, RESEARCH, DEVELOPING = "learning-hub", "research-project", "developing-school"
BUDGET_PENCE = 25_000_000


@dataclass(frozen=True)
class Project:
    """One application and its course; its number is a part of its references."""

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
    withdrawn: bool = False
    superseded_by: int | None = None
    corrects: int | None = None
    undecided: bool = False
    condition: str | None = None
    interest: str | None = None
    paid: bool = False
    excess_pence: int = 0
    inspected: bool = False
    concern: bool = False
    refusing: bool = False
    moderated: bool = False
    upheld_pence: int = 0
    recover_pence: int = 0
    presented: bool = False
    novated: bool = False

    @property
    def late(self) -> bool:
        """Whether its form arrives after the deadline."""
        return self.refused_for == "late"

    @property
    def on_time(self) -> bool:
        """Whether its form arrives before the deadline."""
        return not self.late

    @property
    def eligible(self) -> bool:
        """Whether it meets the round's rules."""
        return self.refused_for is None

    @property
    def reviewed(self) -> bool:
        """Eligible, neither withdrawn nor superseded."""
        return self.eligible and not self.withdrawn and self.superseded_by is None

    @property
    def on_agenda(self) -> bool:
        """Reviewed, and the panel decides on it."""
        return self.reviewed and not self.undecided

    @property
    def approved(self) -> bool:
        """Whether the panel awards it money."""
        return self.awarded_pence > 0

    @property
    def accepted(self) -> bool:
        """Whether the school accepts its offer."""
        return self.answer == "accepted"

    @property
    def declined(self) -> bool:
        """Whether the school declines its offer."""
        return self.answer == "declined"

    @property
    def paid_once(self) -> bool:
        """Whether its first milestone is paid, before or after a novation."""
        return self.paid or self.novated

    @property
    def freed_pence(self) -> int:
        """What its early end frees: all that was not paid."""
        return self.awarded_pence - self.first_payment_pence if self.recover_pence else 0

    @property
    def third_pence(self) -> int:
        """The first milestone's amount on the form."""
        return self.requested_pence // 3

    @property
    def first_payment_pence(self) -> int:
        """A part award scales the milestone in proportion, rounded down to the penny."""
        return self.third_pence * self.awarded_pence // self.requested_pence


PROJECTS = (
    Project(1, HUB, "Tees maths mastery hub", 3_000_000, "Jo Bell", 3, "maths",
            awarded_pence=2_500_000, answer="accepted", interest="governance", paid=True),
    Project(2, HUB, "Reading for every child", 2_700_000, "Ed Shaw", 3, "english",
            awarded_pence=2_700_000, answer="accepted", interest="own-school", condition="COND-1",
            novated=True),
    Project(3, HUB, "Inclusion first", 2_400_000, "Liz Crane", 3, "send",
            awarded_pence=2_400_000),
    Project(4, HUB, "Leading together", 1_800_000, "Raj Nair", 1, "leadership",
            refused_for="too-few-schools"),
    Project(5, RESEARCH, "Does retrieval practice close the gap?", 1_200_000, "Ann Poole", 1,
            awarded_pence=1_200_000, answer="accepted", paid=True, presented=True),
    Project(6, RESEARCH, "Outdoor learning and attention", 900_000, "Bill Nash", 1,
            refusing=True, upheld_pence=900_000),
    Project(7, RESEARCH, "Homework that helps", 600_000, "Kay Frost", refused_for="late"),
    Project(8, RESEARCH, "Talk in early years", 750_000, "Meg Stone", withdrawn=True),
    Project(9, DEVELOPING, "Leading maths again", 2_100_000, "Val Kirby",
            awarded_pence=2_100_000, answer="accepted", paid=True, inspected=True,
            moderated=True, recover_pence=300_000),
    Project(10, DEVELOPING, "A new start for science", 1_500_000, "Ian Todd",
            awarded_pence=1_500_000, answer="declined", excess_pence=2_400_000),
    Project(11, DEVELOPING, "Two schools, one plan", 1_800_000, "Fay Moss", 1,
            refused_for="one-school-only"),
    Project(12, DEVELOPING, "Attendance matters", 1_200_000, "Roy Hale",
            superseded_by=13, concern=True),
    Project(13, DEVELOPING, "Attendance matters, revised", 1_350_000, "Roy Hale",
            corrects=12, undecided=True),
)  # fmt: skip
