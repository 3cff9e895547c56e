"""Events in, from our own timers: what is due."""

from pydantic import AwareDatetime, BaseModel


class OfferLapse(BaseModel):
    """An offer's time ran out; the subject is the application."""

    subject: str
    due: AwareDatetime


class MilestoneDue(BaseModel):
    """The day after a milestone's due date began; the subject is award and number."""

    subject: str
    due: AwareDatetime
    award: str
    milestone: int
