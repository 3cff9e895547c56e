"""(i) Decisions per second on one round, from several connections at once."""

from functools import partial

from benchmarks.findings import Benchmark, Finding
from benchmarks.harness import Figures, in_turns, median, program
from benchmarks.servers import Servers

CONNECTIONS = 8
BARE = "bare SQL"


def run(servers: Servers, *, size: int = 400, rounds: int = 3) -> Benchmark:
    """All of them want the same money: half fit in, the others are refused with the shortfall."""
    contenders = {
        "applications": partial(_decide, servers, "deciding", size),
        BARE: partial(_decide, servers, "bare_deciding", size),
    }
    measured = in_turns(contenders, rounds)
    rate = {name: median(figures, "rate") for name, figures in measured.items()}
    ours, bare = rate["applications"], rate[BARE]
    return Benchmark(
        f"(i) decisions per second on one round, from {CONNECTIONS} connections",
        f"{size} approvals, half of them fit in, {rounds} rounds in turns, medians; PostgreSQL "
        "with its default durability. Ours: contract, inbox, votes, interests, aggregate, "
        "ledger with its triggers, outbox. Bare: a CHECK on the budget, a decision, an outbox row.",
        [Finding("decisions", f"{ours:,.0f}/s", f"{bare:,.0f}/s {BARE}", ours / bare)],
    )


def _decide(servers: Servers, name: str, size: int) -> Figures:
    url = servers.database()
    figures = program(name, database_url=url, count=size, connections=CONNECTIONS)
    return {**figures, "rate": size / figures["seconds"]}
