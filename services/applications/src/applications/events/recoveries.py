"""Events out: an award ended early, and money that came back."""

from datetime import date
from typing import ClassVar

from pydantic import AwareDatetime, Field

from applications.events.applications import PublicReason
from applications.events.awards import PublicAward


class AwardEnded(PublicAward):
    """The council ended an award early; `recover_pence` is what is claimed in all.

    Said again where the end was corrected, where a payment came back and its money is free too,
    and where a payment from before the end that was told later took its money again.
    """

    event_type: ClassVar[str] = "council.applications.award.ended.v1"

    reason: str
    kind: str
    authorised_under: str | None
    ended_at: AwareDatetime
    recover_pence: int
    written_off_pence: int


class RecoveryRecorded(PublicAward):
    """Money came back; the warnings say what the finance officer should look at in it."""

    event_type: ClassVar[str] = "council.applications.recovery.recorded.v1"

    recovery_reference: str
    amount_pence: int
    received_on: date
    warnings: list[PublicReason] = Field(default_factory=list)
