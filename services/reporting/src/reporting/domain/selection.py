"""Which part of a report is shown: one local authority, open or closed rounds."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urlencode

from reporting.domain.changes import Row


@dataclass(frozen=True, slots=True)
class Selection:
    """Selects by the authority's code and by the state of the round; None takes all."""

    authority: str | None = None
    rounds: Literal["open", "closed"] | None = None

    def given(self) -> dict[str, str]:
        """The parameters that are set."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    def query(self) -> str:
        """The parameters as the end of an address, such as ?authority=806."""
        return f"?{urlencode(self.given())}" if self.given() else ""

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
