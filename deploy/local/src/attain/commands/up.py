"""`attain up`: starts a stack, prints its addresses, and stops it in order on a signal."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable

from rich.console import Console
from rich.table import Table

from attain.settings import plan
from attain.settings.folder import DataFolder
from attain.stack.stack import Stack
from attain.stack.stack_lock import locked

Play = Callable[[Stack, Console], Awaitable[bool]]


async def up(
    folder: DataFolder,
    console: Console,
    *,
    ports: str | None = None,
    store: str | None = None,
    play: Play | None = None,
    stay: bool = True,
) -> bool:
    """False only when a demonstration was played and an effect was missing."""
    with locked(folder):
        planned = plan.make(
            folder, ports=ports, store=store, amqp_url=os.environ.get("ATTAIN_AMQP_URL")
        )
        stop = _stop_signals()
        stack = Stack(folder, planned)
        work = asyncio.create_task(_run(stack, console, play, stop if stay else None))
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            console.print("Stopping. Work that has begun is finished first.")
            await _let_finish(work, stay=stay)
            console.print("Stopped.")
        stopped.cancel()
        return work.result() if not work.cancelled() else False


async def _run(
    stack: Stack, console: Console, play: Play | None, stop: asyncio.Event | None
) -> bool:
    console.print(f"Starting Attain in {stack.folder.path}")
    async with stack.running():
        console.print(addresses(stack))
        shown = await play(stack, console) if play else True
        if stop is not None:
            console.print("Ready. Ctrl-C stops everything.")
            await stop.wait()
        return shown


async def _let_finish(work: asyncio.Task[bool], *, stay: bool) -> None:
    """A stack that waits ends by itself; one that starts or plays is interrupted."""
    done, _ = await asyncio.wait({work}, timeout=0.5 if stay else 0)
    if not done:
        work.cancel()
        await asyncio.wait({work})


def _stop_signals() -> asyncio.Event:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop


def addresses(stack: Stack) -> Table:
    """The addresses and folders of a running stack."""
    table = Table(show_header=False, box=None, padding=(0, 2))
    reporting = stack.plan.http_url("reporting")
    table.add_row("reports", f"{reporting}/reports/funding")
    table.add_row("journeys", f"{reporting}/journeys/<application, school, event or trace>")
    for service in ("schools", "applications", "notifications", "reporting"):
        table.add_row(service, f"{stack.plan.http_url(service)}/docs")
    table.add_row("mails", str(stack.folder.maildir / "new"))
    table.add_row("logs", str(stack.folder.logs))
    return table
