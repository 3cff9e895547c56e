"""What we do when reviews are complete again: the decision that had fallen for want of them stands.

A decision that comes before its last review waits for it. One that came first and lost a reviewer
to an interest is void until the review comes that takes the lost one's place; both then stand.
"""

from applications.domain.states import State
from applications.use_cases.counting import has_fallen
from applications.use_cases.earmarking import earmark
from applications.use_cases.files import CaseFile
from applications.use_cases.releasing import tell
from applications.use_cases.tallying import tell_decided
from chassis import Rejected, Work


async def revive(file: CaseFile, work: Work) -> None:
    """Under the round's lock; where its money is gone it stays void until it is decided again."""
    decision = file.decision
    if decision is None or decision.status != "void" or file.state not in _REVIVABLE:
        return
    if has_fallen(file, decision, work):
        return
    try:
        if not file.withdrawn:
            await earmark(file, decision, work)
    except Rejected:
        return
    decision.status = "stands"
    file.advance(State.DECIDED)
    tell_decided(file, decision, work)
    if decision.released_at is not None:
        file.advance(State.RELEASED)
        await tell(file, decision, work)


_REVIVABLE = (State.READY, State.WITHDRAWN)
