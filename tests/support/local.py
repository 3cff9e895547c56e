"""A whole stack as an operator runs it: the attain command, in processes of its own."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from attain.stack.health import answers
from chassis.messaging.topology import SERVICES
from support.polling import eventually_now

COMMANDS = Path(sys.executable).parent
STARTS_WITHIN = 150.0


class LocalStack:
    """`attain up` on one data folder, and the other commands on the same."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.options = options
        self.process: subprocess.Popen[bytes] | None = None

    def begin(self) -> "LocalStack":
        """Starts it and returns at once."""
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [str(COMMANDS / "attain"), "up", "--ports", "auto", *self.options]
        with (self.folder / "up.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=self.environment)
        return self

    def start(self) -> "LocalStack":
        """Returns when it is ready."""
        self.begin()
        return self.until_ready()

    def until_ready(self) -> "LocalStack":
        """Ready means that every service says so."""

        def ready() -> bool:
            if self.process is not None and self.process.poll() is not None:
                raise AssertionError(self.said())
            ports = self._read("plan.json").get("ports", {})
            urls = [f"http://127.0.0.1:{ports[name]}/health/ready" for name in SERVICES if ports]
            return bool(urls and self.pids) and all(map(answers, urls))

        eventually_now(ready, timeout=STARTS_WITHIN)
        return self

    @property
    def pids(self) -> dict[str, int]:
        """The processes that run now, read without starting a command."""
        return dict(self._read("running.json").get("pids", {}))

    def _read(self, name: str) -> dict[str, Any]:
        path = self.folder / name
        return dict(json.loads(path.read_text())) if path.exists() else {}

    def run(
        self, *arguments: str, given: str | None = None, of: str = "attain"
    ) -> subprocess.CompletedProcess[str]:
        """One command on this folder."""
        return subprocess.run(
            [str(COMMANDS / of), *arguments],
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def publish(
        self, event_type: str, data: dict[str, Any], *options: str
    ) -> subprocess.CompletedProcess[str]:
        """`attain publish` of bare data, as the system that owns the type."""
        arguments = ["publish", "-", "--as", event_type.split(".")[1], "--type", event_type]
        return self.run(*arguments, *options, given=json.dumps(data))

    def status(self) -> dict[str, Any]:
        """`attain status --json`, which exits with 1 while the stack is not ready."""
        said = self.run("status", "--json")
        assert said.returncode in {0, 1}, said.stderr
        found = dict(json.loads(said.stdout))
        assert said.returncode == (0 if found["ready"] else 1)
        return found

    def said(self) -> str:
        """What `attain up` printed so far."""
        return (self.folder / "up.log").read_text()

    def stop(self) -> None:
        """As Ctrl-C does."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(90)

    @property
    def environment(self) -> dict[str, str]:
        """The folder is found by the variable."""
        return {**os.environ, "ATTAIN_DATA_DIR": str(self.folder)}


def alive(pid: int) -> bool:
    """Whether a process runs; one that is dead and not yet waited for does not."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except (FileNotFoundError, ProcessLookupError):
        return False
