"""The configuration of a private RabbitMQ node: its own name, ports, cookie and folders."""

import os
from dataclasses import dataclass
from pathlib import Path

from chassis.messaging.topology import MAX_MESSAGE_BYTES

LOOPBACK_ONLY = "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}"


@dataclass(frozen=True)
class NodePorts:
    """The ports of one node; without `management` it has no HTTP interface."""

    amqp: int
    distribution: int
    epmd: int
    management: int | None = None


def write_configuration(folder: Path, ports: NodePorts, definitions: Path) -> None:
    """Write the files that the node reads at its start."""
    for part in ("home", "data", "log", "generated", "schema"):
        (folder / part).mkdir(parents=True, exist_ok=True, mode=0o700)
    plugins = "[rabbitmq_management]." if ports.management else "[]."
    (folder / "enabled_plugins").write_text(plugins)
    (folder / "empty.conf").write_text("")
    (folder / "rabbitmq.conf").write_text("\n".join(_settings(ports, definitions)) + "\n")


def _settings(ports: NodePorts, definitions: Path) -> list[str]:
    settings = [
        f"listeners.tcp.1 = 127.0.0.1:{ports.amqp}",
        f"load_definitions = {definitions}",
        f"max_message_size = {MAX_MESSAGE_BYTES}",
        "raft.wal_max_size_bytes = 33554432",  # one machine's disk, not a cluster's
        "log.file.level = warning",
    ]
    if ports.management:
        settings.append("management.tcp.ip = 127.0.0.1")
        settings.append(f"management.tcp.port = {ports.management}")
    return settings


def environment(folder: Path, ports: NodePorts) -> dict[str, str]:
    """The variables that the node's script reads."""
    return {
        **_inherited(),
        "HOME": str(folder / "home"),
        "RABBITMQ_NODENAME": "attain@localhost",  # in an epmd of its own; data belong to a name
        "RABBITMQ_NODE_PORT": str(ports.amqp),
        "RABBITMQ_DIST_PORT": str(ports.distribution),
        "ERL_EPMD_PORT": str(ports.epmd),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_CONF_ENV_FILE": str(folder / "empty.conf"),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(folder / "advanced.config"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_PLUGINS_EXPAND_DIR": str(folder / "plugins"),
        "RABBITMQ_GENERATED_CONFIG_DIR": str(folder / "generated"),
        "RABBITMQ_SCHEMA_DIR": str(folder / "schema"),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "RABBITMQ_SCHEDULER_BIND_TYPE": "u",  # several nodes must not share one bound core
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": LOOPBACK_ONLY,
        "RUNNING_UNDER_SYSTEMD": "true",  # the script then becomes the node, without a wrapper
    }


def _inherited() -> dict[str, str]:
    """The environment of this process, without what configures another RabbitMQ."""
    foreign = ("RABBITMQ_", "ERL_", "NOTIFY_SOCKET")
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
