"""A private RabbitMQ node of an ordinary user, sharing nothing with a RabbitMQ of the system."""

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

STOPPING_TAKES = 30.0
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
        """Starts epmd and the node, and returns at once; `wait_until_listening` waits."""
        write_configuration(self.folder, self.ports, self.definitions)
        if self.epmd is None or self.epmd.poll() is not None:
            self.epmd = self._spawn([epmd_program(), "-port", str(self.ports.epmd)])
        self.server = self._spawn([server_script()])

    def terminate(self) -> None:
        """Lets the node shut down by itself; a stopped one is woken for it."""
        for each in (signal.SIGTERM, signal.SIGCONT):
            if self.server is not None:
                self.server.send_signal(each)

    def kill(self) -> None:
        """For a node that is frozen, and for tests of a crash: no goodbye."""
        if self.server is not None:
            self.server.kill()
            self.server.wait()

    def stop(self) -> None:
        """Ends the node, waits for it since it holds its ports for a while, and ends epmd."""
        self.terminate()
        if self.server is not None:
            try:
                self.server.wait(STOPPING_TAKES)
            except subprocess.TimeoutExpired:
                self.kill()
        if self.epmd is not None:
            self.epmd.kill()
            self.epmd.wait()

    def is_well(self) -> bool:
        """Whether it greets."""
        return self.is_listening()

    def wait_until_listening(self, timeout: float = 90.0) -> None:
        """Returns once clients are accepted, which the node does after loading its definitions."""
        deadline = time.monotonic() + timeout
        while not self.is_listening():
            if self.pid is None:
                raise NodeUnavailableError(f"RabbitMQ ended while it started; see {self._logs}")
            if time.monotonic() > deadline:
                raise NodeUnavailableError(f"RabbitMQ has not started in time; see {self._logs}")
            time.sleep(0.1)

    def is_listening(self, timeout: float = 5.0) -> bool:
        """Asks for AMQP's greeting: a frozen node still accepts connections, but does not greet."""
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
                start_new_session=True,  # Ctrl-C is for us; we stop the node after the services
                preexec_fn=die_with_parent,  # noqa: PLW1509  it calls one system function
            )


__all__ = ["Node", "NodePorts"]
