"""A process that dies between the mail server's yes and our commit repeats one Message-ID."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from integration.notifications.builders import Council
from integration.notifications.peers import Watchful
from support.running import Stack
from support.stores import StoreUrl

NOTIFICATIONS = Path(sys.executable).parent / "notifications"


class Mortal:
    """The service as a process of its own, which the test kills and starts again."""

    def __init__(self, settings: dict[str, Any], log: Path) -> None:
        self._environment = os.environ | {
            f"NOTIFICATIONS_{name.upper()}": str(value) for name, value in settings.items()
        }
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Once the one before is dead: the peer's thread may still be at killing it."""
        if self._process is not None:
            self._process.wait()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [NOTIFICATIONS, "run"], env=self._environment, stdout=log, stderr=log
            )

    def kill(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGKILL)
            self._process.wait()


@pytest.fixture
def mortal_peer() -> Iterator[Callable[..., Any]]:
    """A peer that may be told to kill somebody at the moment it has a letter."""

    @contextmanager
    def opened(victims: list[Mortal]) -> Iterator[Watchful]:
        peer = Watchful(lambda: victims.pop().kill() if victims else None)
        peer.start()
        try:
            yield peer
        finally:
            peer.stop()

    return opened


async def test_a_kill_before_the_commit_leaves_only_a_repeat_of_the_same_message_id(
    stack: Stack,
    store_url: StoreUrl,
    council: Council,
    mortal_peer: Any,
    eventually: Any,
    deliveries: Any,
    tmp_path: Path,
) -> None:
    services = await stack("notifications", run=False)
    victims: list[Mortal] = []
    with mortal_peer(victims) as peer:
        settings = stack.settings("notifications", smtp_port=peer.port, lease="PT3S")
        mortal = Mortal(settings, tmp_path / "notifications.log")
        try:
            victims.append(mortal)
            mortal.start()
            await council.form()
            await council.says("applications", "application.submitted", round="2026-XYZ")
            await eventually(lambda: len(peer.messages) == 1)
            mortal.start()
            await eventually(lambda: len(peer.messages) > 1)

            async def settled() -> bool:
                rows = await deliveries(services["notifications"])
                states = sorted(row.state for row in rows.values())
                return bool(states) and "queued" not in states

            await eventually(settled)
        finally:
            mortal.kill()
        assert len({message["Message-ID"] for message in peer.messages}) == 1
        rows = await deliveries(services["notifications"])
        assert [row.state for row in rows.values()].count("delivered") == 1
