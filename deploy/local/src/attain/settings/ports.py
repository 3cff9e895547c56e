"""The ports of a stack: chosen, kept for the next start, and checked for being free."""

import socket
from collections.abc import Mapping

from attain.errors import AttainError

Ports = dict[str, int]

WANTED = (
    "schools",
    "applications",
    "notifications",
    "reporting",
    "smtp",
    "amqp",
    "distribution",
    "epmd",
)
FIRST = 8101
AUTO = "auto"


class PortTakenError(AttainError):
    """Another program uses a port of the stack."""

    def __init__(self, what: str, port: int) -> None:
        super().__init__(
            f"Port {port} ({what}) is in use by another program. Use other ports with "
            f"--ports {port + 100}, or free ones with --ports auto."
        )


class PortsOptionError(AttainError):
    """The option is neither a usable number nor auto."""


def choose(asked: str | None, before: Mapping[str, int] | None) -> Ports:
    """The ports of a stack: those asked for, those it had before, or the usual ones."""
    if asked == AUTO:
        kept = dict(before or {})
        return kept if kept and all(map(is_free, kept.values())) else _any_free()
    if asked is None and before:
        return _all_free(dict(before))
    return _all_free(_from(asked or str(FIRST)))


def free_ports(count: int) -> list[int]:
    """Different ports that are free now; all are held while they are chosen."""
    held = [socket.socket(socket.AF_INET, socket.SOCK_STREAM) for _ in range(count)]
    try:
        for each in held:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in held]
    finally:
        for each in held:
            each.close()


def is_free(port: int) -> bool:
    """Whether a server could listen on it now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _any_free() -> Ports:
    return dict(zip(WANTED, free_ports(len(WANTED)), strict=True))


def _from(first: str) -> Ports:
    if not first.isdigit() or not 1024 <= int(first) <= 65535 - len(WANTED):
        raise PortsOptionError("Give --ports auto, or the first of eight ports, such as 8201.")
    return {what: int(first) + offset for offset, what in enumerate(WANTED)}


def _all_free(ports: Ports) -> Ports:
    for what, port in ports.items():
        if not is_free(port):
            raise PortTakenError(what, port)
    return ports
