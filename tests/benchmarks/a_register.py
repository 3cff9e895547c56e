"""(a) The import of the whole register, against a bare script that parses and inserts."""

import tempfile
from functools import partial
from importlib.resources import files
from pathlib import Path

from benchmarks.findings import Aim, Benchmark, Finding
from benchmarks.harness import Figures, in_turns, program
from benchmarks.servers import Servers

REGISTER = Path("../shared/data/gias/edubasealldata20231116.csv")
SAMPLE = Path(str(files("attain.sample") / "register-2025.csv"))
BARE = "bare script"


def run(_: Servers, *, file: Path | None = None, size: int = 0, rounds: int = 5) -> Benchmark:
    """Without the real extract the sample that the project ships: too small to tell much."""
    chosen = file or (REGISTER if REGISTER.exists() else SAMPLE)
    contenders = {"schools": partial(_ours, chosen), BARE: partial(_bare, chosen)}
    measured = in_turns(contenders, rounds)
    rows = measured[BARE][0]["rows"]
    bare = _median(measured[BARE])
    lines = {
        "the first import": ("first", 4),
        "the same file again": ("again", 1),
        "its rows again in another file": ("compared", 1),
    }
    return Benchmark(
        f"(a) import of {chosen.name}, {rows:,} rows",
        f"{rounds} rounds in turns, medians; both on SQLite (WAL, synchronous=FULL), interpreter "
        "start not counted. The bare script: csv, sqlite3 executemany of 29 columns and one JSON "
        "outbox row each. The same file again is known by its checksum; in another file every row "
        "is compared.",
        [
            Finding(
                what,
                f"{_median([each[key] for each in measured['schools']]):.2f} s",
                f"{bare:.2f} s {BARE}",
                _median([each[key] for each in measured["schools"]]) / bare,
                Aim("<", most),
            )
            for what, (key, most) in lines.items()
        ],
    )


def _median(figures: list[Figures]) -> float:
    return sorted(each["seconds"] for each in figures)[len(figures) // 2]


def _ours(file: Path) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/schools.sqlite"
        return program("importing", file=str(file), data_dir=folder, database_url=url)


def _bare(file: Path) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        return program("bare_import", file=str(file), database=f"{folder}/bare.sqlite")
