"""The stack's mail server: it keeps every mail that it receives in a Maildir."""

import asyncio
import signal
import sys
from pathlib import Path

from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP


async def serve(port: int, maildir: Path) -> None:
    """Accept mail for any address and deliver none, until SIGTERM or SIGINT."""
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
