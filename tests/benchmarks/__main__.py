"""`python -m benchmarks [a b c d e f g h i j]`: measures and prints a table for each."""

import argparse
import json
import sys
from collections.abc import Callable

from rich.console import Console

from benchmarks import (
    a_register,
    b_reporting,
    c_journey,
    d_relay,
    e_footprint,
    f_commands,
    g_flood,
    h_queries,
    i_decisions,
    j_pages,
    progress,
)
from benchmarks.findings import Benchmark, show
from benchmarks.servers import Servers

BENCHMARKS: dict[str, Callable[..., Benchmark]] = {
    "a": a_register.run,
    "b": b_reporting.run,
    "c": c_journey.run,
    "d": d_relay.run,
    "e": e_footprint.run,
    "f": f_commands.run,
    "g": g_flood.run,
    "h": h_queries.run,
    "i": i_decisions.run,
    "j": j_pages.run,
}


def main(arguments: list[str]) -> None:
    """All of them, or those that are named."""
    wanted = _parser().parse_args(arguments)
    sizes = {name: getattr(wanted, name) for name in ("size", "rounds")}
    given = {name: number for name, number in sizes.items() if number}
    console, found = Console(width=120 if not sys.stdout.isatty() else None), []
    with Servers() as servers:
        for letter in wanted.benchmarks or BENCHMARKS:
            benchmark = BENCHMARKS[letter](servers, **given)
            progress.clear()
            found.append(benchmark.as_json)
            if not wanted.json:
                show(benchmark, console)
    if wanted.json:
        console.print_json(json.dumps(found))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("benchmarks", nargs="*", choices=[[], *BENCHMARKS], metavar="a…j")
    parser.add_argument("--rounds", type=int, help="how often each contender runs")
    parser.add_argument("--size", type=int, help="how many events, applications or rows")
    parser.add_argument("--json", action="store_true", help="for machines")
    return parser


if __name__ == "__main__":
    main(sys.argv[1:])
