"""(f) How long a command takes, beside importing the libraries that it cannot do without."""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from cryptography.fernet import Fernet

from benchmarks.findings import Aim, Benchmark, Finding
from benchmarks.harness import Figures, in_turns, median
from benchmarks.servers import Servers

AIM = Aim("<", 2)
COMMAND = "applications inbox list"
LIBRARIES = ("sqlalchemy.ext.asyncio", "aiosqlite", "typer")


def run(_: Servers, *, size: int = 0, rounds: int = 9) -> Benchmark:
    """Processor time, which other work on the machine changes least."""
    with tempfile.TemporaryDirectory() as folder:
        measured = in_turns(_contenders(Path(folder)), rounds)
    imports, command = (median(measured[name], "seconds") for name in ("imports", "command"))
    return Benchmark(
        "(f) a command",
        f"{rounds} runs each, medians of processor time, an empty inbox on SQLite.",
        [
            Finding(
                COMMAND,
                f"{command:.2f} s",
                f"importing {', '.join(LIBRARIES)}: {imports:.2f} s",
                command / imports,
                AIM,
            )
        ],
    )


def _contenders(folder: Path) -> dict[str, Callable[[], Figures]]:
    settings = {
        "APPLICATIONS_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/applications.db",
        "APPLICATIONS_AMQP_URL": "amqp://localhost/none",
        "APPLICATIONS_KEY": Fernet.generate_key().decode(),
    }
    program, *arguments = [str(Path(sys.executable).with_name("applications")), "inbox", "list"]
    _measure([program, "migrate"], settings)
    return {
        "imports": partial(_measure, [sys.executable, "-c", f"import {', '.join(LIBRARIES)}"], {}),
        "command": partial(_measure, [program, *arguments], settings),
    }


def _measure(command: list[str], settings: dict[str, str]) -> Figures:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, **settings}
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True, timeout=60)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": used}
