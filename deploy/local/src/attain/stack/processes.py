"""The processes of a stack: how each is started, and whether it is well."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from attain.die_with_parent import die_with_parent
from attain.settings.folder import DataFolder
from attain.settings.plan import Plan
from attain.stack.health import answers
from chassis.messaging.topology import SERVICES

LOG_KEPT = 20_000_000


class Program(Protocol):
    """A program that the supervisor keeps alive."""

    name: str

    @property
    def pid(self) -> int | None:
        """None while it does not run."""

    def start(self) -> None:
        """Start it, without waiting."""

    def terminate(self) -> None:
        """Ask it to finish its work and end."""

    def kill(self) -> None:
        """End it at once."""

    def is_well(self) -> bool:
        """Whether it answers; a `False` can take some seconds."""


class Process:
    """One process with its log; it ends with this process, even if this one is killed."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        folder: DataFolder,
        is_well: Callable[[], bool] = lambda: True,
    ) -> None:
        self.name = name
        self._command = command
        self._folder = folder
        self._is_well = is_well
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """None while it does not run."""
        running = self._process is not None and self._process.poll() is None
        return self._process.pid if self._process and running else None

    def start(self) -> None:
        """Start it; its output is added to its log."""
        log = self._folder.log(self.name)
        _rotate(log)
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                self._command,
                env={**os.environ, "ATTAIN_DATA_DIR": str(self._folder.path)},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,  # Ctrl-C must not reach it: the stack stops in order
                preexec_fn=die_with_parent,  # noqa: PLW1509  it calls one system function
            )

    def terminate(self) -> None:
        """Ask it to end; a suspended process is woken first."""
        for each in (signal.SIGTERM, signal.SIGCONT):
            if self._process is not None:
                self._process.send_signal(each)

    def kill(self) -> None:
        """End it at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def is_well(self) -> bool:
        """Whether it answers."""
        return self._is_well()


def service_process(folder: DataFolder, plan: Plan, service: str) -> Process:
    """One service, run by its command."""
    url = f"{plan.http_url(service)}/health/live"
    return Process(service, [own_command(service), "run"], folder, lambda: answers(url))


def mail_process(folder: DataFolder, plan: Plan) -> Process:
    """The stack's mail server."""
    arguments = [str(plan.ports["smtp"]), str(folder.maildir)]
    return Process("mail", [sys.executable, "-m", "attain.stack.mail_server", *arguments], folder)


def service_processes(folder: DataFolder, plan: Plan) -> list[Process]:
    """The four services."""
    return [service_process(folder, plan, service) for service in SERVICES]


def own_command(name: str) -> str:
    """The path of a console script beside this Python."""
    return str(Path(sys.executable).parent / name)


def _rotate(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_KEPT:
        log.replace(log.with_suffix(".log.1"))
