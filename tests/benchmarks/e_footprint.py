"""(e) What each service holds in memory, and how long it takes from its start to ready."""

import tempfile

from benchmarks.findings import Benchmark, Finding
from benchmarks.harness import Figures, in_turns, median, program
from benchmarks.servers import Servers
from chassis.messaging.topology import SERVICES


def run(_: Servers, *, size: int = 0, rounds: int = 3) -> Benchmark:
    """A fresh stack each round; no aim, to be known."""
    found = in_turns({"a fresh stack": _stack}, rounds)["a fresh stack"]
    findings = [
        Finding(
            service,
            f"{median([each[service] for each in found], 'resident_mb'):.0f} MB resident",
            f"{median([each[service] for each in found], 'seconds'):.1f} s from start to ready",
        )
        for service in SERVICES
    ]
    whole = median([each["whole stack"] for each in found], "seconds")
    return Benchmark(
        "(e) memory and start of each service",
        f"{rounds} fresh stacks of `attain up` on SQLite, medians; all four start together on this "
        "machine. The whole stack includes the broker's start and the migrations.",
        [*findings, Finding("the whole stack", "", f"{whole:.1f} s from `attain up` to ready")],
    )


def _stack() -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        return program("starting", data_dir=folder)
