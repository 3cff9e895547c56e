"""The sample service as a process that dies of one message: `python -m support.dying`."""

import os

from chassis import Work
from support.sample_service import WITHDRAWN, Counting, Withdrawal, serve_until_killed

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


if __name__ == "__main__":
    serve_until_killed(Dying().inbox)
