"""Events about warning notices, powers used and steps of the Department for Education."""

from datetime import date

from pydantic import Field

from notifications.incoming.base import Incoming, Reason


class Notice(Incoming):
    """A warning notice as it is known now, with its school."""

    notice: str
    urn: str
    name: str
    la_code: str
    route: str
    ground: str
    guidance: str = ""
    issued_on: date
    compliance_ends: date
    window_ends: date | None = None
    powers: list[str]
    state: str
    concluded_on: date | None = None
    eligible_for_intervention: bool
    ended_because: str | None = None
    warnings: list[Reason] = Field(default_factory=list)


class NoticeReminder(Notice):
    """A clock of the notice runs out on the day `due`."""

    due: date
    working_days_left: int


class PowerUsed(Incoming):
    """A power that the authority used at a school."""

    urn: str
    name: str
    la_code: str
    power: str
    on: date
    notice: str | None = None
    route: str
    until: date | None = None
    warnings: list[Reason] = Field(default_factory=list)


class Intervention(Incoming):
    """A step of the department at a school."""

    urn: str
    name: str
    la_code: str
    kind: str
    on: date
    step_reference: str | None = None
    warnings: list[Reason] = Field(default_factory=list)
