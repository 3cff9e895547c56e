"""What a stack is going to be: its ports, its stores, its broker."""

from dataclasses import asdict, dataclass
from urllib.parse import quote

from attain.errors import AttainError
from attain.rabbitmq.node_settings import NodePorts
from attain.settings.credentials import Credentials
from attain.settings.folder import DataFolder, read_json, write_json
from attain.settings.ports import Ports, choose
from chassis.messaging import topology

SQLITE = "sqlite+aiosqlite:///{data_dir}/{service}.sqlite"
PLACE = "{service}"


class StoreTemplateError(AttainError):
    """A store address that would give all services one database."""


@dataclass(frozen=True)
class Plan:
    """Chosen at the first start and kept with the data, so that the next start is the same."""

    ports: Ports
    store: str
    amqp_url: str | None = None

    @property
    def node_ports(self) -> NodePorts:
        """The part that the private node needs."""
        return NodePorts(self.ports["amqp"], self.ports["distribution"], self.ports["epmd"])

    def database_url(self, folder: DataFolder, service: str) -> str:
        """The address of one service's own database."""
        return self.store.replace("{data_dir}", str(folder.path)).replace(PLACE, service)

    def broker_url(self, user: str, credentials: Credentials) -> str:
        """The AMQP address with which a service, a system or the operator logs in."""
        if self.amqp_url:
            return self.amqp_url
        password = quote(credentials.passwords[user], safe="")
        return f"amqp://{user}:{password}@127.0.0.1:{self.ports['amqp']}/{topology.VHOST}"

    def http_url(self, service: str) -> str:
        """Where a service answers."""
        return f"http://127.0.0.1:{self.ports[service]}"


def make(folder: DataFolder, *, ports: str | None, store: str | None, amqp_url: str | None) -> Plan:
    """What the command line asks for, else what the last start used, else the defaults."""
    stored = read_json(folder.plan)
    template = store or stored.get("store") or SQLITE
    if PLACE not in template:
        raise StoreTemplateError(f"--store needs {PLACE} in it: every service has its own store.")
    plan = Plan(choose(ports, stored.get("ports")), template, amqp_url)
    write_json(folder.plan, asdict(plan))
    return plan


def load(folder: DataFolder) -> Plan | None:
    """The plan of the last start, if there ever was one."""
    stored = read_json(folder.plan)
    return Plan(**stored) if stored else None
