"""HTTP: the parameters that select a part of a report."""

from datetime import date
from typing import Annotated, Literal

from fastapi import Query
from pydantic import BaseModel, Field, field_validator, model_validator

from reporting.domain.selection import Selection
from reporting.domain.years import Kind, year_labelled, year_with


class Parameters(BaseModel):
    """Which part of a report is asked for; a form sends what is not chosen as empty."""

    authority: str = Field("", pattern=r"^(\d{3})?$")
    rounds: Literal["", "open", "closed"] = ""
    years: Literal["", "council", "academic"] = ""
    year: str = Field("", pattern=r"^(20\d\d-\d\d)?$")
    since: date | None = None
    page: int | None = Field(None, ge=1, le=10_000)
    round: str = Field("", max_length=100)
    category: str = Field("", max_length=100)
    state: str = Field("", max_length=100)
    q: str = Field("", max_length=100)

    @field_validator("since", mode="before")
    @classmethod
    def not_given(cls, value: object) -> object:
        """An empty date is none."""
        return value or None

    @model_validator(mode="after")
    def is_a_year(self) -> "Parameters":
        """2026-28 is no year."""
        if self.year:
            year_labelled("council", self.year)
        return self

    def selection(self, today: date) -> Selection:
        """The part; empty parameters take all, a kind of year without one takes this year."""
        kind: Kind = self.years or "council"
        this_year = year_with(kind, today) if self.years else None
        period = year_labelled(kind, self.year) if self.year else this_year
        rounds = self.rounds or None
        return Selection(
            self.authority or None,
            rounds,
            period,
            self.since,
            self.page,
            self.round or None,
            self.category or None,
            self.state or None,
            self.q.strip() or None,
        )


Asked = Annotated[Parameters, Query()]
