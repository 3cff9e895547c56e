"""Events about the programme of support: what providers offer, and what schools get of it."""

from datetime import date, datetime
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from chassis import OutgoingEvent

Objective = Literal["leadership-capacity", "teaching-and-learning", "community-engagement"]
Days = int | float  # to the half


class ProviderOffered(OutgoingEvent):
    """The days that a provider offers from a date on; next year's offer is another one.

    Without an authority they are offered to all. `urn` is the provider's, where it is a school.
    """

    model_config = ConfigDict(populate_by_name=True)
    event_type: ClassVar[str] = "council.schools.provider.offered.v1"
    aggregate: ClassVar[str] = "provider"
    reference: ClassVar[str] = "provider"

    provider: str
    name: str
    kind: str
    urn: str | None
    authority: str | None
    kinds_of_support: list[str]
    begins: date = Field(alias="from")
    until: date
    days: Days
    booked_days: Days


class CountedDelivery(BaseModel):
    """A part that was delivered; attendances by group, which are never added up as people."""

    delivery: str
    delivered_on: date
    days: Days
    headcount: dict[str, int]


class Evaluation(BaseModel):
    """A rating from 1 to 5, where 5 is best."""

    by: Literal["school", "adviser"]
    point: Literal["at-end", "two-terms-after"]
    rating: int
    evaluated_at: datetime


class SupportEvent(OutgoingEvent):
    """The support as it is now; `name` and `la_code` are the school's.

    `ended_on` is the first day on which it is over, null until then. Deliveries outside its days
    are in the warnings alone.
    """

    model_config = ConfigDict(populate_by_name=True)
    aggregate: ClassVar[str] = "support"
    reference: ClassVar[str] = "support"

    support: str
    urn: str
    la_code: str
    name: str
    need: str
    need_title: str
    kind: str
    provider: str
    provider_name: str
    provider_urn: str | None
    days: Days
    delivered_days: Days
    begins: date = Field(alias="from")
    until: date
    state: Literal["arranged", "under-way", "ended", "cancelled"]
    ended_on: date | None
    cancelled: bool
    objective: Objective
    groups: list[str]
    headcount: dict[str, int]
    case: str | None
    priorities: list[str]
    deliveries: list[CountedDelivery]
    evaluations: list[Evaluation]
    warnings: list[dict[Literal["code", "message"], str]]


class SupportArranged(SupportEvent):
    """It was arranged, or its arrangement changed."""

    event_type: ClassVar[str] = "council.schools.support.arranged.v1"


class SupportDelivered(SupportEvent):
    """A part was delivered, or the record of one was corrected."""

    event_type: ClassVar[str] = "council.schools.support.delivered.v1"

    delivery: str


class SupportEvaluated(SupportEvent):
    """The school or the adviser rated it."""

    event_type: ClassVar[str] = "council.schools.support.evaluated.v1"

    by: Literal["school", "adviser"]
    point: Literal["at-end", "two-terms-after"]
    rating: int


class SupportEnded(SupportEvent):
    """Its last day is over, it was cancelled, or its school closed."""

    event_type: ClassVar[str] = "council.schools.support.ended.v1"


EVENTS: list[type[OutgoingEvent]] = [
    ProviderOffered,
    SupportArranged,
    SupportDelivered,
    SupportEvaluated,
    SupportEnded,
]
