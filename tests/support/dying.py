"""The sample service as a process that dies of one message: `python -m support.dying`."""

import asyncio
import os
import sys

import orjson

from chassis import Work
from support.sample_service import WITHDRAWN, Counting, Withdrawal, build, make_tables

POISON = "FORM-POISON"


class Dying(Counting):
    """Ends the process, without a goodbye, when it handles the poison."""

    def __init__(self) -> None:
        super().__init__()
        self.replace(WITHDRAWN, self.dies)

    async def dies(self, form: Withdrawal, work: Work) -> None:
        if form.form_reference == POISON:
            os._exit(9)
        await self.withdrawn(form, work)


async def main(settings: dict[str, object]) -> None:
    """Serve until killed."""
    service = build(Dying().inbox, **settings)
    await make_tables(service)
    async with service.running():
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(orjson.loads(sys.argv[1])))
