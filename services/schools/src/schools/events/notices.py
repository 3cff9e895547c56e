"""Events about warning notices, powers used, and steps of the Department for Education."""

from datetime import date
from typing import ClassVar, Literal

from chassis import OutgoingEvent

Warnings = list[dict[Literal["code", "message"], str]]
Power = Literal["s63", "s64", "s65", "s66"]
Ground = Literal[
    "low-standards", "breakdown-of-management-or-governance", "safety", "pay-and-conditions"
]
State = Literal[
    "issued", "complied", "not-complied", "window-closed", "withdrawn", "superseded", "ended"
]


class NoticeEvent(OutgoingEvent):
    """A warning notice as it is known now; `name` and `la_code` are the school's.

    `window_ends` is the last day of the two-month window, null once the notice leads to no power.
    `guidance` names the edition of the statutory guidance. `ended_because` is a sentence: why it
    ended without or after its conclusion. Evidence, required action and notes stay in this service.
    """

    aggregate: ClassVar[str] = "notice"
    reference: ClassVar[str] = "notice"

    notice: str
    urn: str
    name: str
    la_code: str
    route: Literal["s60", "s60A"]
    ground: Ground
    case: str | None
    guidance: str
    issued_on: date
    compliance_ends: date
    window_ends: date | None
    powers: list[Power]
    state: State
    outcome: Literal["complied", "not-complied", "withdrawn"] | None
    concluded_on: date | None
    powers_notice_on: date | None
    eligible_for_intervention: bool
    ended_on: date | None
    ended_because: str | None
    warnings: Warnings


class NoticeIssued(NoticeEvent):
    """Every required copy is logged; again where what ended it turned out not to be so."""

    event_type: ClassVar[str] = "council.schools.notice.issued.v1"


class NoticeComplied(NoticeEvent):
    """The authority decided that the governing body complied."""

    event_type: ClassVar[str] = "council.schools.notice.complied.v1"


class NoticeNotComplied(NoticeEvent):
    """The authority decided that it did not; powers need written notice of them too."""

    event_type: ClassVar[str] = "council.schools.notice.not-complied.v1"


class NoticeWindowClosed(NoticeEvent):
    """The two months are over: s63 and s64 lapse, the notice does not expire."""

    event_type: ClassVar[str] = "council.schools.notice.window-closed.v1"


class NoticeWithdrawn(NoticeEvent):
    """The authority withdrew it."""

    event_type: ClassVar[str] = "council.schools.notice.withdrawn.v1"


class NoticeSuperseded(NoticeEvent):
    """A notice by the Secretary of State ended it."""

    event_type: ClassVar[str] = "council.schools.notice.superseded.v1"


class NoticeEnded(NoticeEvent):
    """The school closed or became an academy."""

    event_type: ClassVar[str] = "council.schools.notice.ended.v1"


class NoticeReminder(NoticeEvent):
    """A clock runs out on the day `due`; `working_days_left` counts that day."""

    due: date
    working_days_left: int


class NoticeDueSoon(NoticeReminder):
    """The compliance period ends soon."""

    event_type: ClassVar[str] = "council.schools.notice.due-soon.v1"


class NoticeWindowDueSoon(NoticeReminder):
    """The two-month window closes soon."""

    event_type: ClassVar[str] = "council.schools.notice.window-due-soon.v1"


class PowerUsed(OutgoingEvent):
    """The authority used a power; again once its end is known. `until` is its last day."""

    event_type: ClassVar[str] = "council.schools.power.used.v1"
    aggregate: ClassVar[str] = "power"
    reference: ClassVar[str] = "urn"

    urn: str
    power: Power
    on: date
    notice: str | None
    route: Literal["s60", "s60A", "s60B", "s61", "s62"]
    until: date | None
    secretary_of_state_told_on: date | None
    warnings: Warnings
    name: str
    la_code: str

    @property
    def aggregate_reference(self) -> str:
        """The use of the power, not the school."""
        return f"{self.urn}/{self.power}/{self.on}"


class InterventionRecorded(OutgoingEvent):
    """The Department for Education took a step; `reference` is the department's own."""

    event_type: ClassVar[str] = "council.schools.intervention.recorded.v1"
    aggregate: ClassVar[str] = "intervention"
    reference: ClassVar[str] = "urn"

    urn: str
    kind: str
    on: date
    step_reference: str | None
    warnings: Warnings
    name: str
    la_code: str

    @property
    def aggregate_reference(self) -> str:
        """The step, not the school."""
        return f"{self.urn}/{self.kind}/{self.on}"


EVENTS: list[type[OutgoingEvent]] = [
    NoticeIssued,
    NoticeComplied,
    NoticeNotComplied,
    NoticeWindowClosed,
    NoticeWithdrawn,
    NoticeSuperseded,
    NoticeEnded,
    NoticeDueSoon,
    NoticeWindowDueSoon,
    PowerUsed,
    InterventionRecorded,
]
