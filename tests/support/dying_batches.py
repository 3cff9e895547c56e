"""Takes batches and dies between commit and ack: `python -m support.dying_batches`."""

import os
import signal
from collections.abc import Sequence

from chassis import Event, Inbox, Work
from support.sample_service import Thing, serve_until_killed


def inbox(*, dies: bool) -> Inbox:
    """Counts each event's subject; where it dies, it does so after its first batch of several."""
    made = Inbox("reporting")

    @made.on_group("council.schools.#")
    async def count(events: Sequence[Event], work: Work) -> None:
        for event in events:
            row = await work.session.get(Thing, event.subject) or Thing(name=event.subject)
            row.seen += 1
            work.session.add(row)
        if dies and len(events) > 1:
            work.after_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))

    return made


if __name__ == "__main__":
    serve_until_killed(inbox(dies=True))
