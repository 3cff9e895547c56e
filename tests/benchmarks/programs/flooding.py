"""Ours: a round is cancelled while another publisher floods the stack; when is the mail sent?"""

import asyncio
import time

from benchmarks.council import CANCELLED, RECEIVED, Council
from benchmarks.harness import Figures, given, report
from benchmarks.programs.applying import Addresses, Peer, with_stack
from support.bus import Bus
from support.local import LocalStack
from support.polling import eventually

AT_ONCE = 500


async def measure(stack: LocalStack, peer: Peer, size: int, rounds: int) -> Figures:
    """Seconds from the cancellation's confirm to its mail, without a flood and with one."""
    amqp = stack.status()["amqp"]
    bus = Bus(Addresses(amqp, amqp["publishers"]))  # type: ignore[arg-type]
    found = []
    for number in range(rounds):
        quiet = await _seconds(bus, peer, 2 * number, 0)
        flooded = await _seconds(bus, peer, 2 * number + 1, size)
        found.append({"quiet": quiet, "flooded": flooded})
    await bus.close()
    return {"rounds": found}


async def _seconds(bus: Bus, peer: Peer, number: int, bad_forms: int) -> float:
    """A school applies to a round of its own, the flood begins, and the round is cancelled."""
    council = Council(bus)
    await council.prepares(number + 1)
    [(address, form)] = council.applications(number, 1)
    await bus.publish(RECEIVED, form, subject=str(form["form_reference"]))
    await eventually(lambda: address in peer.accepted)
    del peer.accepted[address]
    for start in range(0, bad_forms, AT_ONCE):
        bad = (f"BAD-{number}-{start + each}" for each in range(AT_ONCE))
        sent = (bus.publish(RECEIVED, {"form_reference": each}, subject=each) for each in bad)
        await asyncio.gather(*sent)
    cancellation = council.cancellation()
    await bus.publish(CANCELLED, cancellation, user="operator", subject=cancellation["round"])
    published = time.perf_counter()
    await eventually(lambda: address in peer.accepted)
    return peer.accepted[address] - published


def main(data_dir: str, size: int, rounds: int) -> Figures:
    """A stack of its own, whose mails come here."""
    return with_stack(data_dir, lambda stack, peer, _: measure(stack, peer, size, rounds))


if __name__ == "__main__":
    report(main(**given()))
