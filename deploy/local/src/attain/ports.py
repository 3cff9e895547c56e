"""Ports: which are free, and a clear word when one is taken."""

import socket


class PortTakenError(Exception):
    """A port that the stack was told to use is in use by something else."""

    def __init__(self, port: int, what: str, option: str) -> None:
        super().__init__(
            f"Port {port} for {what} is taken by another program; "
            f"use {option} to choose another, or --ports auto to take free ones."
        )


def free_ports(count: int) -> list[int]:
    """Different ports that nobody uses at this moment, held together while they are chosen."""
    held = [socket.socket(socket.AF_INET, socket.SOCK_STREAM) for _ in range(count)]
    try:
        for each in held:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in held]
    finally:
        for each in held:
            each.close()


def is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
