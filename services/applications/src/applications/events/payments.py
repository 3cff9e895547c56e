"""Events out: payments, requested here and made by the finance system."""

from datetime import date
from typing import ClassVar

from applications.events.awards import PublicAward


class PublicPayment(PublicAward):
    """One payment, beside the award as it is now; references are null until known."""

    milestone: int
    amount_pence: int | None
    payment_request: str | None
    payment_reference: str | None


class PaymentRequested(PublicPayment):
    """A milestone became payable: the finance system is asked to pay it."""

    event_type: ClassVar[str] = "council.applications.payment.requested.v1"


class PaymentRecorded(PublicPayment):
    """The finance system paid an accepted milestone."""

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
    """Paid, but no accepted milestone fits it: the finance officer checks it."""

    event_type: ClassVar[str] = "council.applications.payment.unmatched.v1"

    paid_on: date
    reason: str
