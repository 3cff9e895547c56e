"""Keeps programs alive: starts again what dies or freezes, after growing pauses."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from attain.stack.processes import Program

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 15.0
STEADY_AFTER = 30.0
LOOKS_EVERY = 0.2
ASKS_EVERY = 5.0
NO_ANSWERS = 4
GRACE = 35.0


@dataclass
class Supervisor:
    """Runs programs; calls `changed` whenever one starts or ends."""

    changed: Callable[[], None] = lambda: None
    restarts: int = 0
    _keepers: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _programs: dict[str, Program] = field(default_factory=dict)

    @property
    def pids(self) -> dict[str, int]:
        """The ids of the running processes."""
        found = {name: program.pid for name, program in self._programs.items()}
        return {name: pid for name, pid in found.items() if pid is not None}

    def keep(self, program: Program) -> None:
        """Start a program, and start it again whenever it ends, until `stop`."""
        self._programs[program.name] = program
        program.start()
        self.changed()
        self._keepers[program.name] = asyncio.create_task(self._keep(program))

    async def stop(self, *names: str) -> None:
        """Ask these to end and wait; kill those that do not end in time."""
        stopping = [self._programs.pop(name) for name in names if name in self._programs]
        for program in stopping:
            self._keepers.pop(program.name).cancel()
            program.terminate()
        await asyncio.gather(*(_ended(program) for program in stopping))
        self.changed()

    async def _keep(self, program: Program) -> None:
        pause = FIRST_PAUSE
        while True:
            started = time.monotonic()
            await _until_dead_or_frozen(program)
            if time.monotonic() - started > STEADY_AFTER:
                pause = FIRST_PAUSE
            program.kill()
            self.changed()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            self.restarts += 1
            program.start()
            self.changed()


async def _until_dead_or_frozen(program: Program) -> None:
    """A program that answered before and then misses several probes is frozen."""
    missed, ever_well, ask_at = 0, False, time.monotonic()
    while program.pid is not None and missed < NO_ANSWERS:
        await asyncio.sleep(LOOKS_EVERY)
        if time.monotonic() >= ask_at:
            well = await asyncio.to_thread(program.is_well)
            ever_well = ever_well or well
            missed = 0 if well or not ever_well else missed + 1
            ask_at = time.monotonic() + ASKS_EVERY


async def _ended(program: Program) -> None:
    deadline = time.monotonic() + GRACE
    while program.pid is not None and time.monotonic() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(LOOKS_EVERY / 4)
    program.kill()
