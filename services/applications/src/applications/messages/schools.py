"""Events in, from the schools service: a school's whole state, newest version wins."""

from datetime import date

from pydantic import BaseModel


class SchoolState(BaseModel):
    """What funding needs to know of a school."""

    urn: str
    name: str
    la_code: str
    status_code: str
    part4_maintained: bool
    academy: bool
    phase: str | None = None
    phase_code: str | None = None
    open_date: date | None = None
    close_date: date | None = None
