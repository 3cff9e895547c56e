"""Ours: how long a stack and each of its services take to be ready, and what they then hold."""

import time
from pathlib import Path

from attain.settings import plan
from attain.settings.folder import DataFolder
from attain.stack.health import answers
from benchmarks.harness import Figures, given, report
from chassis.messaging.topology import SERVICES
from support.local import LocalStack
from support.polling import eventually_now

STARTS_WITHIN = 150


def measure(data_dir: str) -> dict[str, Figures]:
    """Start to ready by each service's own probe, from the start of its process."""
    stack = LocalStack(Path(data_dir) / "stack")
    began = time.perf_counter()
    try:
        stack.begin()
        ready = _until_ready(stack)
        whole = time.perf_counter() - began
        pids = stack.pids
        found = {name: _held(pids[name], ready[name]) for name in SERVICES}
        return {**found, "whole stack": {"seconds": whole}}
    finally:
        stack.stop()


def _until_ready(stack: LocalStack) -> dict[str, float]:
    """The clock since boot when each was first seen ready."""
    ready: dict[str, float] = {}

    def all_ready() -> bool:
        planned = plan.load(DataFolder(stack.folder))
        for name in SERVICES if planned else ():
            url = f"{planned.http_url(name)}/health/ready"
            if name not in ready and answers(url, timeout=2):
                ready[name] = time.clock_gettime(time.CLOCK_BOOTTIME)
        return len(ready) == len(SERVICES) and set(SERVICES) <= stack.pids.keys()

    eventually_now(all_ready, timeout=STARTS_WITHIN)
    return ready


def _held(pid: int, ready: float) -> Figures:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    started = int(fields[19]) / 100  # ticks of a hundredth since boot
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    resident = next(line for line in lines if line.startswith("VmRSS"))
    return {"seconds": ready - started, "resident_mb": int(resident.split()[1]) / 1024}


if __name__ == "__main__":
    report(measure(**given()))
