"""Runs rabbitmqctl on the private node, with the node's own name, ports and cookie."""

import subprocess
from pathlib import Path

from attain.errors import AttainError
from attain.rabbitmq.node_settings import NodePorts, environment
from attain.rabbitmq.server_programs import control_script

TIMEOUT_SECONDS = 120.0


class ControlError(AttainError):
    """RabbitMQ refused a command, with its own words."""


class Control:
    """The commands of one node; the node must run."""

    def __init__(self, folder: Path, ports: NodePorts) -> None:
        self._folder, self._ports = folder.resolve(), ports

    def import_definitions(self, definitions: Path) -> None:
        """Add users, queues and bindings, and set each user's password and permissions."""
        self.run("import_definitions", str(definitions.resolve()))

    def close_connections(self, user: str, reason: str) -> None:
        """End the user's connections: an open one outlives the password it was made with."""
        self.run("close_all_user_connections", user, reason)

    def delete_user(self, user: str) -> None:
        """Delete a user; its connections end."""
        self.run("delete_user", user)

    def run(self, *arguments: str, given: str | None = None) -> str:
        """The output of a command; raises ControlError."""
        done = subprocess.run(
            [control_script(), "--quiet", *arguments],
            env=environment(self._folder, self._ports),
            input=given,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
        if done.returncode != 0:
            lines = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()]
            raise ControlError(f"RabbitMQ refused {arguments[0]}: {' '.join(lines[:3])}")
        return done.stdout
