"""A private RabbitMQ node, run by an ordinary user, apart from any RabbitMQ of the system."""

import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from attain.die_with_parent import die_with_parent
from attain.rabbitmq.node_settings import NodePorts, environment, write_configuration
from attain.rabbitmq.server_programs import NodeUnavailableError, epmd_program, server_script

STOP_SECONDS = 30.0
PROTOCOL_HEADER = b"AMQP\x00\x00\x09\x01"
START_FRAME = b"\x01"


class Node:
    """One node with its own name, ports, epmd, cookie and folders below one folder."""

    name = "rabbitmq"

    def __init__(self, folder: Path, ports: NodePorts, definitions: Path) -> None:
        self.folder = folder.resolve()
        self.ports = ports
        self.definitions = definitions.resolve()
        self.epmd: subprocess.Popen[bytes] | None = None
        self.server: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process of the Erlang machine itself, so that a signal reaches it and no wrapper."""
        return self.server.pid if self.server and self.server.poll() is None else None

    def start(self) -> None:
        """Start epmd and the node, without waiting: see `wait_until_listening`.

        Call it in the main thread: both end with the thread that starts them.
        """
        write_configuration(self.folder, self.ports, self.definitions)
        if self.epmd is None or self.epmd.poll() is not None:
            self.epmd = self._spawn([epmd_program(), "-port", str(self.ports.epmd)])
        self.server = self._spawn([server_script()])

    def terminate(self) -> None:
        """Ask the node to shut down; a suspended one is woken first."""
        for each in (signal.SIGTERM, signal.SIGCONT):
            if self.server is not None:
                self.server.send_signal(each)

    def kill(self) -> None:
        """End the node at once, without a shutdown."""
        if self.server is not None:
            self.server.kill()
            self.server.wait()

    def stop(self) -> None:
        """End the node and epmd; waits, because the node holds its ports for a while."""
        self.terminate()
        if self.server is not None:
            try:
                self.server.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
        if self.epmd is not None:
            self.epmd.kill()
            self.epmd.wait()

    def is_well(self) -> bool:
        """Whether the node greets a client."""
        return self.is_listening()

    def wait_until_listening(self, timeout: float = 90.0) -> None:
        """Wait until the node accepts clients, which it does after loading its definitions.

        Raises NodeUnavailableError when the node ends, or after `timeout` seconds.
        """
        deadline = time.monotonic() + timeout
        while not self.is_listening():
            if self.pid is None:
                raise NodeUnavailableError(f"RabbitMQ ended while it started. Read {self._logs}.")
            if time.monotonic() > deadline:
                raise NodeUnavailableError(f"RabbitMQ has not started in time. Read {self._logs}.")
            time.sleep(0.1)

    def is_listening(self, timeout: float = 5.0) -> bool:
        """Whether the node sends AMQP's greeting; a frozen one accepts connections in silence."""
        with suppress(OSError):
            address = ("127.0.0.1", self.ports.amqp)
            with socket.create_connection(address, timeout) as connection:
                connection.sendall(PROTOCOL_HEADER)
                return connection.recv(1) == START_FRAME
        return False

    @property
    def _logs(self) -> Path:
        return self.folder / "log"

    def _spawn(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        with (self._logs / "startup.log").open("ab") as log:
            return subprocess.Popen(
                command,
                env=environment(self.folder, self.ports),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C must not reach it: it stops after the services
                preexec_fn=die_with_parent,  # noqa: PLW1509  it calls one system function
            )


__all__ = ["Node", "NodePorts"]
