"""Ends an award early, and enters what comes back: unpaid money is freed once."""

from dataclasses import dataclass

from applications.domain.award.paying import Paying
from applications.domain.commands import AwardEnd, RecoveryReceived
from applications.domain.latest import is_known
from applications.domain.money.recoveries import (
    Recovery,
    claim_refusals,
    recovery_conflict,
    recovery_warnings,
)
from applications.domain.reminding import FINDINGS, MILESTONE, settled
from chassis.domain import backwards, refuse


@dataclass(kw_only=True)
class Ending(Paying):
    """An award that the council can end before its last milestone."""

    def finish(self, sent: AwardEnd) -> bool:
        """Of several the latest by its own instant holds; a completed award can be ended too.

        False where exactly this is known.
        """
        refuse(backwards("The end", sent.ended_at, "the award", self.awarded_at))
        if is_known(self.ends, sent, lambda each: each.ended_at, f"The end of {self.reference}"):
            return False
        held = self.end
        self._judge_claim(sent)
        self.ends.append(sent)
        if held is not None and held.ended_at > sent.ended_at:
            return True
        self.state = "ended"
        self.timers += [
            *(settled(MILESTONE, f"{self.reference}/{each.number}") for each in self.milestones),
            settled(FINDINGS, self.reference),
        ]
        self.committed_pence = self.paid_pence
        self._tell_end(sent)
        return True

    def settle_end(self) -> None:
        """What an ended award keeps of the round's money is what was paid, whenever it is told."""
        if self.end is not None and self.committed_pence != self.paid_pence:
            self.committed_pence = self.paid_pence
            self._tell_end(self.end)

    def recover(self, received: RecoveryReceived, known: Recovery | None) -> None:
        """A fact, counted once; `known` is what any award has under its reference."""
        new = Recovery(**vars(received))
        if known is not None:
            refuse(recovery_conflict(known, new))
            return
        open_pence = self.to_recover_pence
        new.warnings = recovery_warnings(new.amount_pence, open_pence, claimed=self.end is not None)
        self.recoveries.append(new)
        self._happened(
            "recovery.recorded",
            recovery_reference=new.recovery_reference,
            amount_pence=new.amount_pence,
            received_on=new.received_on,
            warnings=[each._asdict() for each in new.warnings],
        )

    def _judge_claim(self, sent: AwardEnd) -> None:
        held = self.end
        counted = 0
        if held is not None and held.ended_at < sent.ended_at:
            counted = min(held.recover_pence, self.debt(held).since)
        refuse(claim_refusals(self.debt(sent), counted))

    def _tell_end(self, end: AwardEnd) -> None:
        self._happened(
            "award.ended",
            reason=end.reason,
            kind=end.kind,
            authorised_under=end.authorised_under,
            ended_at=end.ended_at,
            recover_pence=end.recover_pence,
            written_off_pence=end.written_off_pence,
        )
