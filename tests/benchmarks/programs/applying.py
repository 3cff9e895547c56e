"""Ours: forms arrive at a steady rate at a whole stack; when does each contact's mail arrive?"""

import asyncio
import os
import statistics
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from attain.settings.ports import free_ports
from benchmarks.council import RECEIVED, Council
from benchmarks.harness import Figures, given, report
from benchmarks.programs.hops import bare_sum
from support.bus import Bus
from support.local import LocalStack
from support.polling import eventually

PER_SECOND = 10
AT_ONCE = 1000  # a second: faster than any stack, so that a backlog builds up
HOPS = 200
Forms = Iterator[tuple[str, dict[str, object]]]


class Peer:
    """Accepts every mail and remembers when, by recipient."""

    def __init__(self) -> None:
        self.accepted: dict[str, float] = {}

    async def handle_DATA(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """The moment before our 250 leaves."""
        for recipient in envelope.rcpt_tos:
            self.accepted.setdefault(recipient, time.perf_counter())
        return "250 OK"


class Addresses:
    """The stack's AMQP addresses, as a bus wants them."""

    def __init__(self, amqp: dict[str, str], publishers: dict[str, str]) -> None:
        self._urls = {**publishers, "operator": amqp["admin"]}

    def url(self, user: str) -> str:
        """By system; the operator may say anything."""
        return self._urls[user]


Measured = Callable[[LocalStack, Peer, int], Coroutine[Any, Any, Figures]]


async def measure(stack: LocalStack, peer: Peer, smtp_port: int, size: int, rounds: int) -> Figures:
    """Rounds of bare hops and of applications, in turns."""
    amqp = stack.status()["amqp"]
    bus = Bus(Addresses(amqp, amqp["publishers"]))  # type: ignore[arg-type]
    council = Council(bus)
    first = max(2, size // 5)
    await council.prepares(first + 2 * size * rounds)
    await _ways(bus, council.applications(0, first), peer, PER_SECOND)
    database, found = os.environ.get("BENCH_DATABASE", "sqlite"), []
    for _ in range(rounds):
        bare = await bare_sum(amqp["admin"], database, smtp_port, HOPS)
        ways = await _ways(bus, council.applications(first, size), peer, PER_SECOND)
        used, began = _processor_ms(stack), time.perf_counter()
        await _ways(bus, council.applications(first + size, size), peer, AT_ONCE)
        carried = size / (time.perf_counter() - began)
        spent = {name: (ms - used[name]) / size for name, ms in _processor_ms(stack).items()}
        cuts = statistics.quantiles(ways, n=100)
        found.append({"bare": bare, "p50": cuts[49], "p99": cuts[98], "carried": carried, **spent})
        first += 2 * size
    await bus.close()
    return {"rounds": found}


def _processor_ms(stack: LocalStack) -> dict[str, float]:
    """What each process of the stack has used so far."""
    spent = {}
    for name, pid in stack.pids.items():
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        spent[name] = (int(fields[11]) + int(fields[12])) * 10.0  # ticks of a hundredth
    return spent


async def _ways(bus: Bus, forms: Forms, peer: Peer, per_second: int) -> list[float]:
    """Milliseconds from each form's confirm to its mail's acceptance."""
    confirmed: dict[str, float] = {}
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number, (address, form) in enumerate(forms):
            await asyncio.sleep(max(0.0, began + number / per_second - time.perf_counter()))
            group.create_task(_publish(bus, address, form, confirmed))
    await eventually(lambda: confirmed.keys() <= peer.accepted.keys())
    return [1e3 * (peer.accepted[address] - moment) for address, moment in confirmed.items()]


async def _publish(
    bus: Bus, address: str, form: dict[str, object], confirmed: dict[str, float]
) -> None:
    await bus.publish(RECEIVED, form, subject=str(form["form_reference"]))
    confirmed[address] = time.perf_counter()


def with_stack(data_dir: str, measured: Measured, *options: str) -> Figures:
    """Measures with a stack of its own, whose mails come here."""
    os.chdir(data_dir)
    peer, port = Peer(), free_ports(1)[0]
    controller = Controller(peer, hostname="127.0.0.1", port=port)
    controller.start()
    os.environ.update(NOTIFICATIONS_SMTP_HOST="127.0.0.1", NOTIFICATIONS_SMTP_PORT=str(port))
    stack = LocalStack(Path(data_dir) / "stack", *options)
    try:
        stack.start()
        return asyncio.run(measured(stack, peer, port))
    finally:
        stack.stop()
        controller.stop()


def main(data_dir: str, size: int, rounds: int, store: str | None = None) -> Figures:
    """Forms at a steady rate."""
    options = ["--store", store] if store else []
    return with_stack(
        data_dir, lambda stack, peer, port: measure(stack, peer, port, size, rounds), *options
    )


if __name__ == "__main__":
    report(main(**given()))
