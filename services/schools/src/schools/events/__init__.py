"""Events out: one model for each event that the schools service publishes, by noun."""

from chassis import OutgoingEvent, by_name
from schools.events import register, signals, tiers

EVENTS: list[type[OutgoingEvent]] = [*register.EVENTS, *signals.EVENTS, *tiers.EVENTS]
MODELS = by_name(EVENTS)

__all__ = ["EVENTS", "MODELS", "register", "signals", "tiers"]
