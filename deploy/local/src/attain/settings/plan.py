"""The plan of a stack: its ports, its stores, its broker."""

from dataclasses import asdict, dataclass
from urllib.parse import quote

from attain.errors import AttainError
from attain.rabbitmq.node_settings import NodePorts
from attain.settings.credentials import Credentials
from attain.settings.folder import DataFolder, read_json, write_json
from attain.settings.ports import Ports, choose
from chassis.messaging import topology

SQLITE = "sqlite+aiosqlite:///{data_dir}/{service}.sqlite"
PLACEHOLDER = "{service}"


class StoreTemplateError(AttainError):
    """A store address that would give all services one database."""


class NoStackError(AttainError):
    """There has never been a stack in this folder."""


@dataclass(frozen=True)
class Plan:
    """Made at the first start and kept in the data folder, so that the next start is the same."""

    ports: Ports
    store: str
    amqp_url: str | None = None

    @property
    def node_ports(self) -> NodePorts:
        """The ports of the private node."""
        return NodePorts(self.ports["amqp"], self.ports["distribution"], self.ports["epmd"])

    def database_url(self, folder: DataFolder, service: str) -> str:
        """The address of one service's own database."""
        return self.store.replace("{data_dir}", str(folder.path)).replace(PLACEHOLDER, service)

    def broker_url(self, user: str, credentials: Credentials) -> str:
        """The AMQP address with which a service, a system or the operator logs in."""
        if self.amqp_url:
            return self.amqp_url
        password = quote(credentials.passwords[user], safe="")
        return f"amqp://{user}:{password}@127.0.0.1:{self.ports['amqp']}/{topology.VHOST}"

    def http_url(self, service: str) -> str:
        """The address of a service's HTTP interface."""
        return f"http://127.0.0.1:{self.ports[service]}"


def make(folder: DataFolder, *, ports: str | None, store: str | None, amqp_url: str | None) -> Plan:
    """From the command line, else as at the last start, else the defaults."""
    stored = read_json(folder.plan)
    template = store or stored.get("store") or SQLITE
    if PLACEHOLDER not in template:
        raise StoreTemplateError(
            f"--store must contain {PLACEHOLDER}, so that each service has its own store."
        )
    plan = Plan(choose(ports, stored.get("ports")), template, amqp_url)
    write_json(folder.plan, asdict(plan))
    return plan


def load(folder: DataFolder) -> Plan | None:
    """The plan of the last start; None if there was none."""
    stored = read_json(folder.plan)
    return Plan(**stored) if stored else None


def existing(folder: DataFolder) -> Plan:
    """The plan of the last start; raises NoStackError if there was none."""
    found = load(folder)
    if found is None:
        raise NoStackError(
            f"There is no stack in {folder.path}. Start one with `attain up`, "
            "or name its folder with --data-dir or ATTAIN_DATA_DIR."
        )
    return found
