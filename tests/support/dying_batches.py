"""Takes batches and dies between commit and ack: `python -m support.dying_batches`."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence

import orjson

from chassis import Event, Inbox, Work
from support.sample_service import Thing, build, make_tables


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


async def main(settings: dict[str, object]) -> None:
    """Serve until killed."""
    service = build(inbox(dies=True), **settings)
    await make_tables(service)
    async with service.running():
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(orjson.loads(sys.argv[1])))
