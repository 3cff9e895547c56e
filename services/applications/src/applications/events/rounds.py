"""Events out: a funding round opened or closed."""

from typing import ClassVar

from pydantic import AwareDatetime, BaseModel

from chassis import OutgoingEvent


class PublicCategory(BaseModel):
    """The money that a round sets aside for one category."""

    category: str
    ceiling_pence: int | None
    most_per_award_pence: int


class PublicRound(OutgoingEvent):
    """The round's whole public state, which each of its events carries."""

    aggregate: ClassVar[str] = "round"
    reference: ClassVar[str] = "round"

    round: str
    authority: str
    title: str
    fund_source: str
    opens_at: AwareDatetime
    deadline: AwareDatetime
    budget_pence: int
    panel: str
    categories: list[PublicCategory]
    themes: list[str]
    state: str


class RoundOpened(PublicRound):
    """A round was announced, or announced again with other terms."""

    event_type: ClassVar[str] = "council.applications.round.opened.v1"


class RoundClosed(PublicRound):
    """A round was closed before its deadline, or cancelled."""

    event_type: ClassVar[str] = "council.applications.round.closed.v1"

    kind: str
    closed_at: AwareDatetime
