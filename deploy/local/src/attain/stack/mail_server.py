"""The mail peer: an SMTP server on this machine that keeps what it receives as a Maildir."""

import asyncio
import signal
import sys
from pathlib import Path

from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP


async def serve(port: int, maildir: Path) -> None:
    """Takes mail for everybody and delivers none of it, until told to stop."""
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopping.set)
    keep = Mailbox(maildir)
    server = await loop.create_server(
        lambda: SMTP(keep, ident="attain", enable_SMTPUTF8=True), "127.0.0.1", port
    )
    async with server:
        await stopping.wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
