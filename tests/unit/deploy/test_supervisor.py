"""What dies or freezes is started again; what is told to stop stays stopped."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from attain.settings.folder import DataFolder
from attain.stack import supervisor as module
from attain.stack.processes import Process
from attain.stack.supervisor import Supervisor

FOREVER = [sys.executable, "-c", "import time\nwhile True: time.sleep(60)"]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(module, "LOOKS_EVERY", 0.02)
    monkeypatch.setattr(module, "ASKS_EVERY", 0.02)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder.at(tmp_path / "data")
    made.make()
    return made


async def test_a_killed_program_is_started_again(folder: DataFolder, eventually) -> None:
    supervisor = Supervisor()
    supervisor.keep(Process("schools", FOREVER, folder))
    first = supervisor.pids["schools"]
    os.kill(first, signal.SIGKILL)
    await eventually(lambda: supervisor.pids.get("schools", first) != first)
    await supervisor.stop("schools")


async def test_a_program_that_answered_and_then_froze_is_started_again(
    folder: DataFolder, eventually
) -> None:
    answered: list[bool] = []
    frozen = asyncio.Event()
    supervisor = Supervisor()
    answer = lambda: answered.append(True) or not frozen.is_set()  # noqa: E731
    supervisor.keep(Process("rabbitmq", FOREVER, folder, answer))
    first = supervisor.pids["rabbitmq"]
    await eventually(lambda: len(answered) > 1)
    frozen.set()
    await eventually(lambda: supervisor.pids.get("rabbitmq", first) != first)
    await supervisor.stop("rabbitmq")


async def test_a_program_that_never_answered_yet_is_given_its_time(
    folder: DataFolder, eventually
) -> None:
    asked: list[int] = []
    supervisor = Supervisor()
    supervisor.keep(Process("slow", FOREVER, folder, lambda: asked.append(1) or False))
    first = supervisor.pids["slow"]
    await eventually(lambda: len(asked) > 3 * module.NO_ANSWERS)
    assert supervisor.pids["slow"] == first
    await supervisor.stop("slow")


async def test_what_was_stopped_stays_stopped(folder: DataFolder) -> None:
    supervisor = Supervisor()
    supervisor.keep(Process("schools", FOREVER, folder))
    pid = supervisor.pids["schools"]
    await supervisor.stop("schools")
    assert supervisor.pids == {}
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_a_program_that_does_not_want_to_end_is_killed(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch, eventually
) -> None:
    monkeypatch.setattr(module, "GRACE", 0.2)
    deaf = "import signal, time\nsignal.signal(15, signal.SIG_IGN)\nprint('deaf', flush=True)\n"
    supervisor = Supervisor()
    command = [sys.executable, "-c", deaf + "while True: time.sleep(60)"]
    supervisor.keep(Process("deaf", command, folder))
    await eventually(lambda: folder.log("deaf").read_text())
    await supervisor.stop("deaf")
    assert supervisor.pids == {}
