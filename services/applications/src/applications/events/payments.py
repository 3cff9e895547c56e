"""Events out: payments, requested here and made by the finance system."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from applications.events.applications import PublicReason
from applications.events.awards import PublicAward


class PublicPayment(PublicAward):
    """One payment, beside the award as it is now; references are null until known.

    The warnings say what the finance officer should look at in a payment that was made.
    """

    milestone: int
    amount_pence: int | None
    payment_request: str | None
    payment_reference: str | None
    warnings: list[PublicReason] = Field(default_factory=list)


class PaymentRequested(PublicPayment):
    """A milestone became payable: the finance system is asked to pay what is left of it.

    After a failure or a reversal another request follows, under a new number.
    """

    event_type: ClassVar[str] = "council.applications.payment.requested.v1"


class PaymentRecorded(PublicPayment):
    """The finance system paid an accepted milestone, or a part of it."""

    event_type: ClassVar[str] = "council.applications.payment.recorded.v1"

    paid_on: date


class PaymentFailed(PublicPayment):
    """The finance system could not pay; the amount is null where no payment was made before."""

    event_type: ClassVar[str] = "council.applications.payment.failed.v1"

    failed_on: date
    reason: str


class PaymentReversed(PublicPayment):
    """A payment made under this reference failed, in whichever order the two came."""

    event_type: ClassVar[str] = "council.applications.payment.reversed.v1"

    failed_on: date
    reason: str


class PaymentUnmatched(PublicPayment):
    """Paid, but it pays no milestone: it counts as paid, not matched, and finance checks it."""

    event_type: ClassVar[str] = "council.applications.payment.unmatched.v1"

    paid_on: date
    reason: str
