"""Finds RabbitMQ's own programs on this machine."""

import shutil
from pathlib import Path

from attain.errors import AttainError

SCRIPT_FOLDERS = ("/usr/lib/rabbitmq/bin", "/usr/local/lib/rabbitmq/bin", "/opt/rabbitmq/sbin")


class NodeUnavailableError(AttainError):
    """There is no RabbitMQ server on this machine, or it did not start."""


def server_script() -> str:
    """The server's own script: Debian's wrapper in sbin insists on the user rabbitmq."""
    return _script("rabbitmq-server")


def control_script() -> str:
    """The script of rabbitmqctl."""
    return _script("rabbitmqctl")


def _script(name: str) -> str:
    for folder in SCRIPT_FOLDERS:
        script = Path(folder) / name
        if script.exists():
            return str(script)
    raise NodeUnavailableError(
        "There is no RabbitMQ server on this machine. Install the package rabbitmq-server, "
        "or set ATTAIN_AMQP_URL to the address of a server that runs elsewhere."
    )


def epmd_program() -> str:
    """Erlang's port mapper, in the path or beside Erlang's other programs."""
    beside = sorted(Path("/usr/lib/erlang").glob("erts-*/bin/epmd"))
    found = shutil.which("epmd") or next(map(str, reversed(beside)), None)
    if found is None:
        raise NodeUnavailableError("Erlang's epmd is missing. Install the package erlang-base.")
    return found
