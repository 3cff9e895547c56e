"""Events about schools and the register."""

from datetime import date
from typing import Any, ClassVar, Literal

from chassis import OutgoingEvent


class SchoolEvent(OutgoingEvent):
    """The school's whole state; a copy keeps the one with the newest aggregateversion.

    Null means "not known", never "none". An empty text is blank in the register. Codes and names
    are the register's own.
    """

    aggregate: ClassVar[str] = "school"
    reference: ClassVar[str] = "urn"

    urn: str
    name: str
    la_code: str
    la_name: str | None
    establishment_number: str
    status: str
    status_code: str
    type: str
    type_code: str
    phase: str | None
    phase_code: str | None
    street: str | None
    locality: str | None
    town: str | None
    county: str | None
    postcode: str | None
    ward: str | None
    easting: int | None
    northing: int | None
    ukprn: str | None
    trust: str | None
    diocese: str | None
    religious_character: str | None
    gender: str | None
    low_age: int | None
    high_age: int | None
    pupils: int | None
    open_date: date | None
    close_date: date | None
    part4_maintained: bool
    academy: bool
    predecessors: list[str] | None
    successors: list[str] | None


class SchoolRegistered(SchoolEvent):
    """A school was added to the register."""

    event_type: ClassVar[str] = "council.schools.school.registered.v1"


class SchoolChanged(SchoolEvent):
    """An extract changed it: each changed field with its old and its new value."""

    event_type: ClassVar[str] = "council.schools.school.changed.v1"

    changes: dict[str, dict[Literal["from", "to"], Any]]


class SchoolClosed(SchoolEvent):
    """It closed, and no academy replaced it; close_date is in the state."""

    event_type: ClassVar[str] = "council.schools.school.closed.v1"

    changes: dict[str, dict[Literal["from", "to"], Any]]


class SchoolConverted(SchoolEvent):
    """It became an academy under another URN; the state is the old school's.

    Where the register takes that back, school.changed names it among the changed successors.
    """

    event_type: ClassVar[str] = "council.schools.school.converted.v1"

    successor: str
    converted_on: date
    changes: dict[str, dict[Literal["from", "to"], Any]]


class RegisterImported(OutgoingEvent):
    """An extract was applied whole; rows without any content are not in `rows`."""

    event_type: ClassVar[str] = "council.schools.register.imported.v1"
    aggregate: ClassVar[str] = "register"
    reference: ClassVar[str] = "file_sha256"

    file_sha256: str
    file: str
    kind: Literal["full", "state-funded", "links"]
    selection: list[str] | Literal["all"]
    extract_date: date
    rows: int
    added: int
    changed: int
    closed: int
    converted: int
    unchanged: int
    empty_rows: int = 0


EVENTS: list[type[OutgoingEvent]] = [
    SchoolRegistered,
    SchoolChanged,
    SchoolClosed,
    SchoolConverted,
    RegisterImported,
]
