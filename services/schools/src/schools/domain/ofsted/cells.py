"""Second step: what a cell says, in the words of an inspection that arrives as an event."""

from datetime import date, datetime

NOTHING = {"", "null", "not applicable", "n/a", "9"}  # 9 is "not applicable" among the grades
NOT_JUDGED = {"not judged", "0"}
GRADES = {"1": "Outstanding", "2": "Good", "3": "Requires improvement", "4": "Inadequate"}
CATEGORIES = {
    "sm": "special-measures",
    "special measures": "special-measures",
    "swk": "serious-weaknesses",
    "serious weaknesses": "serious-weaknesses",
    "rsi": "requires-significant-improvement",
    "requires significant improvement": "requires-significant-improvement",
}
EFFECTIVE = {"yes": "Effective", "no": "Not effective"}
STANDARDS = {"met": "Met", "not met": "Not met"}
DATES = ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d")


class Unreadable(Exception):  # noqa: N818 - it is an answer to the sender
    """A cell that we cannot read; its inspection is skipped."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def text(cell: str) -> str | None:
    """The text, or None where the cell says nothing."""
    return None if cell.casefold() in NOTHING else cell


def day(cell: str, column: str) -> date:
    """A date such as 13/01/2026. Raises Unreadable for any other text, and for none."""
    for pattern in DATES:
        try:
            return datetime.strptime(cell, pattern).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
    found = f"{cell[:20]!r} is not" if text(cell) else "it lacks"
    raise Unreadable("date", f"In the column {column} {found} a date such as 13/01/2026.")


def grade(cell: str, column: str) -> str | None:
    """A grade from 1 to 4 in words; None for one that is not applicable or was not judged."""
    if text(cell) is None or cell.casefold() in NOT_JUDGED:
        return None
    return GRADES.get(cell) or _known(cell, {g.casefold(): g for g in GRADES.values()}, column)


def category(cell: str, column: str) -> str | None:
    """The category of concern; a blank cell of a graded inspection says that there is none."""
    if cell == "":
        return "none"
    return _known(cell, CATEGORIES, column) if text(cell) else None


def safeguarding(cell: str, column: str) -> str | None:
    """Met or not met of a report card, effective or not effective of an older inspection."""
    return _known(cell, STANDARDS | EFFECTIVE, column) if text(cell) else None


def _known(cell: str, names: dict[str, str], column: str) -> str:
    found = names.get(cell.casefold())
    if found is None:
        message = f"In the column {column} the value {cell[:40]!r} is not known."
        raise Unreadable("unknown-value", message)
    return found
