"""Where an application is, and what is public of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from applications.domain.form.forms import Form
from applications.domain.states import State


@dataclass(frozen=True)
class Status:
    """Where an application is; money in pence.

    `held_pence` is what it takes of the round's money, earmarked, reserved or committed as its
    standing state says. `outcome` and `awarded_pence` are what was released.
    """

    state: State = State.RECEIVED
    held_pence: int = 0
    outcome: str | None = None
    awarded_pence: int | None = None
    meeting: str | None = None
    answer_by: datetime | None = None
    withdrawn_at: datetime | None = None
    reviews: int = 0
    spread: int = 0
    reviews_in: bool = False
    moderation_needed: bool = False
    held_from: State | None = None
    held_since: datetime | None = None
    held_for: tuple[str, ...] = ()  # the schools that it waits for
    closed_partners: tuple[str, ...] = ()  # without a successor, as if they had left
    ended_at: datetime | None = None  # by an officer, while it was on hold
    end_reason: str | None = None

    @property
    def standing(self) -> State:
        """Where it is, and on hold the state that it was held in: that of its money."""
        return self.held_from or self.state


def public_application(form: Form, **state: Any) -> dict[str, Any]:
    """An application's public state, from its form and from what a row or an aggregate keeps."""
    return {
        **{name: getattr(form, name) for name in _FORM_FIELDS},
        "objectives": list(form.objectives),
        **public_schools(form),
        **state,
    }


def public_schools(form: Form) -> dict[str, Any]:
    """The lead, and the partners with their shares."""
    partners = [{"urn": each.urn, "share_pence": each.share_pence} for each in form.partners]
    return {"lead_school": form.lead_school, "partners": partners}


_FORM_FIELDS = (
    "round",
    "form_reference",
    "category",
    "theme",
    "title",
    "requested_pence",
    "submitted_at",
)
