"""Which part of a report is shown: an authority, rounds, a status, a year, a page of rows."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal
from urllib.parse import urlencode

from reporting.domain.changes import Row
from reporting.domain.years import Year


@dataclass(frozen=True, slots=True)
class Selection:
    """Selects by authority, round, year, date, category, status and words; None takes all.

    `page` counts from 1 and cuts the long lists of a page; files have every row.
    """

    authority: str | None = None
    rounds: Literal["open", "closed"] | None = None
    period: Year | None = None
    since: date | None = None
    page: int | None = None
    round: str | None = None
    category: str | None = None
    state: str | None = None
    words: str | None = None

    def given(self) -> dict[str, str]:
        """The parameters that are set."""
        period = self.period
        values = {
            "authority": self.authority,
            "rounds": self.rounds,
            "years": period.kind if period else None,
            "year": period.label if period else None,
            "since": self.since.isoformat() if self.since else None,
            "round": self.round,
            "category": self.category,
            "state": self.state,
            "q": self.words,
        }
        return {name: value for name, value in values.items() if value is not None}

    def query(self, page: int | None = None) -> str:
        """The parameters as the end of an address, such as ?authority=806."""
        given = self.given() | ({"page": str(page)} if page else {})
        return f"?{urlencode(given)}" if given else ""

    def during(self, period: Year | None) -> "Selection":
        """The same part of another year, from its first page on."""
        return replace(self, period=period, page=None)

    def but(self, **changes: Any) -> "Selection":
        """The same part but for these, from its first page on."""
        return replace(self, **{"page": None, **changes})

    def takes_authority(self, code: str | None) -> bool:
        """Whether it takes this authority."""
        return self.authority in {None, code}

    def takes_round(self, row: Row, as_of: datetime) -> bool:
        """Whether it takes this round."""
        if not self.takes_authority(row["authority"]):
            return False
        return self.rounds is None or (self.rounds == "open") == (state_of(row, as_of) == "open")


def state_of(row: Row, as_of: datetime) -> str:
    """An open round is shown as closed from its deadline on, because forms are late then."""
    return "closed" if row["state"] == "open" and as_of >= row["deadline"] else str(row["state"])


ALL = Selection()
