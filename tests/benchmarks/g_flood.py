"""(g) How long a mail about one publisher's event takes while another publisher floods the bus."""

import tempfile

from benchmarks import progress
from benchmarks.findings import Benchmark, Finding
from benchmarks.harness import median, program
from benchmarks.servers import Servers


def run(_servers: Servers, *, size: int = 3_000, rounds: int = 3) -> Benchmark:
    """The whole stack as `attain up` starts it, on SQLite, which has one writer."""
    progress.say("a stack on SQLite")
    with tempfile.TemporaryDirectory() as folder:
        found = program("flooding", data_dir=folder, size=size, rounds=rounds)["rounds"]
    quiet, flooded = median(found, "quiet"), median(found, "flooded")
    text = f"{flooded:.2f} s"
    return Benchmark(
        "(g) from the confirm of a round's cancellation to the contact's mail, under a flood",
        f"{size} bad forms queued before it, {rounds} rounds, medians; four service processes with "
        "tracing, one broker. Beside it the same without a flood.",
        [Finding("the mail under a flood", text, f"{quiet:.2f} s without", flooded / quiet)],
    )
