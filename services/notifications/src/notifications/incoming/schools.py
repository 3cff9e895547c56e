"""Events about a school: its name and authority are added from our copy."""

from datetime import date

from pydantic import Field

from notifications.incoming.base import Incoming


class School(Incoming):
    """A school's name and authority."""

    urn: str
    name: str
    la_code: str


class SchoolEvent(Incoming):
    """An event about a school: its name and authority are added from our copy."""

    urn: str


class Inspection(SchoolEvent):
    """An inspection of a school; grades of different eras are never compared."""

    era: str
    inspected_on: date
    published_on: date
    overall: str | None = None
    judgements: dict[str, str] = Field(default_factory=dict)
    safeguarding: str | None = None
    category_of_concern: str | None = None
    report_url: str | None = None
    history: bool = False


class Concern(SchoolEvent):
    """A concern about a school; of a restricted one only that there is one."""

    concern: str
    restricted: bool
    kind: str | None = None
    severity: str | None = None
