"""How the benchmarks measure: in processes of their own, in turns, and medians of the rounds."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks import progress

TESTS = Path(__file__).parents[1]
Figures = dict[str, Any]


def program(name: str, *, environment: Mapping[str, str] | None = None, **given: Any) -> Figures:
    """Runs benchmarks/programs/<name>.py in a process of its own; returns what it measured."""
    finished = subprocess.run(
        [sys.executable, "-m", f"benchmarks.programs.{name}", json.dumps(given)],
        env={**os.environ, "PYTHONPATH": str(TESTS), **(environment or {})},
        stdout=subprocess.PIPE,
        check=True,
        timeout=900,
    )
    figures: Figures = json.loads(finished.stdout.splitlines()[-1])
    return figures


def given() -> Figures:
    """In a program: what it was given."""
    values: Figures = json.loads(sys.argv[1])
    return values


def report(figures: Figures) -> None:
    """In a program: what it measured."""
    sys.stdout.write(json.dumps(figures) + "\n")


def in_turns(
    contenders: Mapping[str, Callable[[], Figures]], rounds: int
) -> dict[str, list[Figures]]:
    """Each contender once a round, the order turned round every time."""
    measured: dict[str, list[Figures]] = {name: [] for name in contenders}
    for number in range(rounds):
        names = list(contenders) if number % 2 == 0 else list(reversed(contenders))
        for name in names:
            progress.say(f"round {number + 1} of {rounds}: {name}")
            measured[name].append(contenders[name]())
    return measured


def median(figures: list[Figures], name: str) -> float:
    """The middle one of the rounds."""
    return statistics.median(each[name] for each in figures)
