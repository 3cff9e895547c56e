"""What the rules of support and challenge need to know of a school."""

from dataclasses import dataclass
from datetime import date

from schools.domain import codes


@dataclass(frozen=True)
class SchoolFacts:
    """The school as the register knows it now; `successor` is the academy that it became."""

    urn: str
    name: str
    la_code: str
    status_code: str
    part4_maintained: bool
    academy: bool
    type_code: str = ""
    phase_code: str | None = None
    diocese: str | None = None
    religious_character: str | None = None
    open_date: date | None = None
    close_date: date | None = None
    successor: str | None = None

    @property
    def is_open(self) -> bool:
        """Open, or open and proposed to close."""
        return codes.is_open(self.status_code)

    @property
    def is_state_funded(self) -> bool:
        """Maintained, an academy, or of another type that Ofsted inspects like them."""
        return self.type_code in codes.STATE_FUNDED
