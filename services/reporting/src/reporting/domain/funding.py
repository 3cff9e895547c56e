"""The money of each round and category: budget, reserved, committed, paid and left."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from reporting.domain.changes import Row

APPROVED = frozenset({"approved", "approved-with-conditions"})
ENDED = frozenset({"ended", "terminated"})  # the second is a word of earlier versions
UNANSWERED = frozenset({"released", "offered", "on-hold"})


@dataclass(slots=True)
class Counts:
    """How many applications came to what; one may count more than once."""

    submitted: int = 0
    ineligible: int = 0
    withdrawn: int = 0
    approved: int = 0
    declined: int = 0

    def take(self, application: Row, *, submitted: bool) -> None:
        """Counts one application."""
        outcome, state = application["outcome"], application["state"]
        self.submitted += submitted
        self.ineligible += state == "ineligible"
        self.withdrawn += state == "withdrawn"
        self.approved += outcome in APPROVED
        self.declined += outcome == "declined"

    def as_json(self) -> dict[str, int]:
        """In the order in which an application meets them."""
        return {
            "submitted": self.submitted,
            "ineligible": self.ineligible,
            "withdrawn": self.withdrawn,
            "approved": self.approved,
            "declined": self.declined,
        }


@dataclass(slots=True)
class Line:
    """The figures of one round or of one category in it; a category may have no budget."""

    name: str
    budget_pence: int | None
    reserved_pence: int = 0
    committed_pence: int = 0
    paid_pence: int = 0
    not_matched_pence: int = 0
    recovered_pence: int = 0
    to_recover_pence: int = 0
    counts: Counts = field(default_factory=Counts)

    @property
    def left_pence(self) -> int | None:
        """What can still be promised; paid money lies within the committed."""
        if self.budget_pence is None:
            return None
        return self.budget_pence - self.reserved_pence - self.committed_pence

    def as_json(self, key: str) -> dict[str, Any]:
        """Pence, whole."""
        return {
            key: self.name,
            "budget_pence": self.budget_pence,
            "reserved_pence": self.reserved_pence,
            "committed_pence": self.committed_pence,
            "paid_pence": self.paid_pence,
            "not_matched_pence": self.not_matched_pence,
            "recovered_pence": self.recovered_pence,
            "to_recover_pence": self.to_recover_pence,
            "left_pence": self.left_pence,
            "applications": self.counts.as_json(),
        }


@dataclass(slots=True)
class RoundFunding:
    """A round's own line and one for each of its categories."""

    line: Line
    title: str
    authority: str
    state: str
    categories: dict[str, Line]

    def lines(self, category: str) -> tuple[Line, Line]:
        """The lines that one application, award or payment adds to."""
        return self.line, self.categories.setdefault(category, Line(category, None))

    def as_json(self) -> dict[str, Any]:
        """The round with its categories."""
        categories = [line.as_json("category") for line in self.categories.values()]
        return {**self.line.as_json("round"), "categories": categories}


def funding(
    rounds: Iterable[Row],
    applications: Iterable[Row],
    submitted: Collection[str],
    awards: Iterable[Row],
    payments: Collection[Row],
) -> list[RoundFunding]:
    """Every known round with its figures; money of a round not yet known appears with it."""
    report = {row["round"]: _empty(row) for row in rounds}
    standing = {row["application"]: row for row in awards}
    paid, not_matched = _pence(payments, "recorded"), _pence(payments, "unmatched")
    for row in (row for row in applications if row["round"] in report):
        for line in report[row["round"]].lines(row["category"]):
            line.counts.take(row, submitted=row["application"] in submitted)
            if row["application"] not in standing:
                line.committed_pence += _accepted(row)
                line.reserved_pence += _reserved(row)
    for row in (row for row in standing.values() if row["round"] in report):
        for line in report[row["round"]].lines(row["category"]):
            line.committed_pence += committed(row, paid.get(row["award"], 0))
            line.paid_pence += paid.get(row["award"], 0)
            line.not_matched_pence += not_matched.get(row["award"], 0)
            line.recovered_pence += row["recovered_pence"] or 0
            line.to_recover_pence += row["to_recover_pence"] or 0
    return list(report.values())


def committed(award: Row, paid: int) -> int:
    """The award less what was freed; of an ended one that does not say it, what was paid."""
    if award["freed_pence"] is not None:
        return int(award["awarded_pence"] - award["freed_pence"])
    return paid if award["state"] in ENDED else int(award["awarded_pence"])


def _pence(payments: Collection[Row], state: str) -> dict[str, int]:
    """What the finance system paid and did not take back, by award.

    Recorded payments pay an accepted milestone; unmatched ones left the bank and pay none.
    """
    found: dict[str, int] = {}
    for row in payments:
        if row["state"] == state:
            found[row["award"]] = found.get(row["award"], 0) + (row["amount_pence"] or 0)
    return found


def _reserved(application: Row) -> int:
    """Released and approved, and the school has not answered."""
    waiting = application["state"] in UNANSWERED and application["outcome"] in APPROVED
    return (application["awarded_pence"] or 0) if waiting else 0


def _accepted(application: Row) -> int:
    """Accepted, though the award's own event has not arrived."""
    return (application["awarded_pence"] or 0) if application["state"] == "accepted" else 0


def _empty(row: Row) -> RoundFunding:
    categories = {
        found["category"]: Line(found["category"], found["ceiling_pence"])
        for found in row["categories"]
    }
    line = Line(row["round"], row["budget_pence"])
    return RoundFunding(line, row["title"], row["authority"], row["state"], categories)
