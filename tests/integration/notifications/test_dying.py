"""A process that ends between the mail server's yes and our commit: killed, or told to stop."""

import os
import signal
import socket
import subprocess
import sys
import time
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
        self._log, self._port = log, int(settings["http_port"])
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

    def stop(self) -> None:
        """Told to stop, as by `attain down`; returns once its HTTP is closed or it has ended."""
        assert self._process is not None
        self._process.terminate()
        while self._process.poll() is None and self._answers():
            time.sleep(0.01)

    def status(self) -> int:
        """Its exit status, once it has ended."""
        assert self._process is not None
        return self._process.wait(timeout=60)

    def _answers(self) -> bool:
        with socket.socket() as caller:
            return caller.connect_ex(("127.0.0.1", self._port)) == 0


@pytest.fixture
def mortal_peer() -> Iterator[Callable[..., Any]]:
    """A peer that may be told to end somebody at the moment it has a letter."""

    @contextmanager
    def opened(
        victims: list[Mortal], end: Callable[[Mortal], None] = Mortal.kill
    ) -> Iterator[Watchful]:
        peer = Watchful(lambda: end(victims.pop()) if victims else None)
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
            await council.says(
                "applications", "application.submitted", round="2026-XYZ", partners=[]
            )
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


async def test_service_told_to_stop_records_the_mail_that_it_is_sending(
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
    with mortal_peer(victims, Mortal.stop) as peer:
        settings = stack.settings("notifications", smtp_port=peer.port, smtp_connections=1)
        mortal = Mortal(settings, tmp_path / "notifications.log")
        try:
            victims.append(mortal)
            mortal.start()
            await council.form()
            await council.says("applications", "application.ineligible")
            await eventually(lambda: len(peer.messages) == 1)
            assert mortal.status() == 0
            rows = await deliveries(services["notifications"])
            assert [(row.state, row.attempts) for row in rows.values()] == [("delivered", 1)]
        finally:
            mortal.kill()
