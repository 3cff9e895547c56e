"""Events in, from the finance system: what it paid and what it could not pay."""

from datetime import date

from pydantic import BaseModel


class PaymentMade(BaseModel):
    """The finance system paid a milestone."""

    payment_reference: str
    award: str
    milestone: int
    amount_pence: int
    paid_on: date
    payment_request: str | None = None


class PaymentFailure(BaseModel):
    """The finance system could not pay a milestone, or the money came back."""

    payment_reference: str
    award: str
    milestone: int
    reason: str
    failed_on: date
