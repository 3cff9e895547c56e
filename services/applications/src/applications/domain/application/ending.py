"""Ends an application with its round: a cancellation ends what is not accepted by then."""

from dataclasses import dataclass
from datetime import datetime

from applications.domain.application.appealing import Appealing
from applications.domain.states import Command, State, Then, then


@dataclass(kw_only=True)
class Ending(Appealing):
    """An application that ends where its round is cancelled."""

    def cancel(self) -> None:
        """Its round was cancelled: what is not accepted by then ends, and its money is free."""
        closing = self.cancellation
        if closing is None or self._was_over(closing.closed_at):
            return
        if then(self.state, Command.CANCEL) is not Then.GO:
            return
        public = self.state is State.OFFERED  # earmarked money would give the decision away
        freed = self._move(State.CANCELLED, withdrawn_at=None)
        self._happened(
            "application.cancelled",
            reason=closing.reason,
            cancelled_at=closing.closed_at,
            freed_pence=freed if public else 0,
        )

    def _was_over(self, at: datetime) -> bool:
        """Whether it had been declined, had lapsed or was withdrawn by then."""
        status = self.status
        match status.state:
            case State.RELEASED:
                return status.outcome == "declined"
            case State.LAPSED:
                return status.answer_by is not None and status.answer_by <= at
            case State.WITHDRAWN:
                return status.withdrawn_at is not None and status.withdrawn_at <= at
        return False

    @property
    def room_pence(self) -> int:
        """What the round has left for it beside what it holds; nothing without its lock."""
        return self.budget.left - self.status.held_pence if self.budget else 0

    def keep_committed(self, pence: int) -> None:
        """Its award ended or was varied: hold as much as that still may be paid."""
        if pence > self.status.held_pence:
            self._cover(pence)
        self._move(self.status.standing, hold=pence)
