"""Events out: one model for each event that the schools service publishes, by noun."""

from chassis import OutgoingEvent, by_name
from schools.events import (
    cases,
    notices,
    programme,
    register,
    signals,
    strategy,
    support,
    tiers,
    visits,
)

EVENTS: list[type[OutgoingEvent]] = [
    *register.EVENTS,
    *signals.EVENTS,
    *tiers.EVENTS,
    *cases.EVENTS,
    *visits.EVENTS,
    *notices.EVENTS,
    *support.EVENTS,
    *programme.EVENTS,
    *strategy.EVENTS,
]
MODELS = by_name(EVENTS)
