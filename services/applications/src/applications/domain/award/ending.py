"""Ends an award early, and enters what comes back: unpaid money is freed once."""

from dataclasses import dataclass

from applications.domain.award.paying import Paying
from applications.domain.commands import AwardEnd, RecoveryReceived
from applications.domain.money.recoveries import (
    Recovery,
    claim_refusals,
    recovery_conflict,
    recovery_warnings,
)
from applications.domain.reminding import FINDINGS, MILESTONE, settled
from chassis.domain import backwards, is_known, london_date, refuse


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
        held, owed = self.end, self.to_recover_pence
        self.ends.append(sent)
        later = held is None or held.ended_at < sent.ended_at
        if later:
            self._settle_by(sent)
            self._judge_claim(sent, held)
        self._check_recoveries()  # an earlier end says too from when on money is claimed back
        if later or self.to_recover_pence != owed:
            self._tell_end(sent if later or held is None else held)
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
        self.recoveries.append(new)
        self._check_recoveries()
        self._happened(
            "recovery.recorded",
            recovery_reference=new.recovery_reference,
            amount_pence=new.amount_pence,
            received_on=new.received_on,
            warnings=[each._asdict() for each in new.warnings],
        )

    def _settle_by(self, end: AwardEnd) -> None:
        """What counts is what finance told before the end; nothing more is asked for."""
        self.state = "ended"
        self.timers += [
            *(settled(MILESTONE, f"{self.reference}/{each.number}") for each in self.milestones),
            settled(FINDINGS, self.reference),
        ]
        for each in self.milestones:
            if not self._was_payable(each):
                each.payment_request = None
        self.request_payments()
        self.committed_pence = self.paid_pence

    def _judge_claim(self, sent: AwardEnd, held: AwardEnd | None) -> None:
        counted = min(held.recover_pence, self.debt(held).since) if held else 0
        refuse(claim_refusals(self.debt(sent), counted))

    def _check_recoveries(self) -> None:
        """Each recovery's warnings, in the order of their days, by the claim that holds."""
        end = self.end
        left = self.debt(end).claimed if end else 0
        first = london_date(min(each.ended_at for each in self.ends)) if self.ends else None
        for each in sorted(
            self.recoveries, key=lambda one: (one.received_on, one.recovery_reference)
        ):
            claimed = first is not None and each.received_on >= first
            each.warnings = recovery_warnings(each.amount_pence, max(0, left), claimed=claimed)
            left -= each.amount_pence if claimed else 0

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
