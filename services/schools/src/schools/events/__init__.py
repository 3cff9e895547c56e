"""Events out: one model for each event that the schools service publishes, by noun."""

from chassis import OutgoingEvent, by_name
from schools.events import notices, programme, register, signals, support, tiers

EVENTS: list[type[OutgoingEvent]] = [
    *register.EVENTS,
    *signals.EVENTS,
    *tiers.EVENTS,
    *notices.EVENTS,
    *support.EVENTS,
    *programme.EVENTS,
]
MODELS = by_name(EVENTS)

__all__ = ["EVENTS", "MODELS", "notices", "programme", "register", "signals", "support", "tiers"]
