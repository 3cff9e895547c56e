"""Words and figures of the report on schools causing concern."""

from collections.abc import Iterable
from datetime import date, timedelta

from reporting.domain.changes import Row

TIERS = ("special-measures", "intensive", "targeted", "universal")  # the most support first
RUNNING_NOTICES = ("issued", "not-complied")
RECENT = timedelta(weeks=13)  # how far back movements go where no date is asked for


def movements_since(asked: date | None, today: date) -> date:
    """The day from which movements are shown."""
    return asked or today - RECENT


def direction(row: Row) -> str:
    """Whether a movement is to more support or to less."""
    if row["from_tier"] is None:
        return "first tier"
    if row["tier"] == row["from_tier"]:
        return "unchanged"
    more = TIERS.index(row["tier"]) < TIERS.index(row["from_tier"])
    return "more support" if more else "less support"


def by_tier(counted: Iterable[Row]) -> list[Row]:
    """Every tier with its schools, those without any too."""
    schools = {row["tier"]: row["schools"] for row in counted}
    return [{"tier": tier, "schools": schools.get(tier, 0)} for tier in TIERS]
