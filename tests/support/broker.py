"""A private RabbitMQ node for the whole session, and a fresh vhost for every test on it."""

import itertools
import json
import secrets
import shutil
import tempfile
from pathlib import Path
from urllib.parse import quote

import httpx

from attain.rabbitmq.node import Node, NodePorts
from attain.settings.ports import free_ports
from chassis.messaging.definitions import definitions, password_hash
from chassis.messaging.topology import EVENTS, SERVICES, SYSTEMS, USERS
from support.polling import eventually_now

ADMIN = "test-admin"
PASSWORDS = dict.fromkeys(USERS, "only-in-tests")


class Vhost:
    """One vhost with the whole topology, as production has it, and all its users."""

    def __init__(self, broker: "Broker", name: str) -> None:
        self.broker = broker
        self.name = name

    def url(self, user: str = "operator") -> str:
        """The AMQP address for a service, a publishing system, or the operator ("admin")."""
        name = "operator" if user == "admin" else user
        port = self.broker.node.ports.amqp
        return f"amqp://{name}:{PASSWORDS[name]}@127.0.0.1:{port}/{self.name}"

    def queues(self) -> dict[str, dict[str, object]]:
        """What the management interface says of each queue; counts lag by seconds."""
        listed = self.broker.http("GET", f"/api/queues/{self.name}").json()
        return {queue["name"]: queue for queue in listed}

    def connections(self, user: str) -> list[str]:
        """The connections that the broker lists for a user; the list lags by seconds."""
        listed = self.broker.http("GET", f"/api/vhosts/{self.name}/connections").json()
        return [str(each["name"]) for each in listed if each.get("user") == user]

    def cut(self, user: str) -> None:
        """Closes all of a user's connections, as a broker may on a bad day."""
        names = eventually_now(lambda: self.connections(user))
        for name in names:
            self.broker.http("DELETE", f"/api/connections/{quote(name)}")

    def permit(self, user: str, routing_keys: str) -> None:
        """Lets a user publish the events whose routing key matches a regular expression."""
        rights = {"exchange": EVENTS, "write": routing_keys, "read": ".*"}
        self.broker.http("PUT", f"/api/topic-permissions/{self.name}/{user}", json=rights)

    def delete(self) -> None:
        """Removes it with everything in it."""
        self.broker.http("DELETE", f"/api/vhosts/{self.name}")


class Broker:
    """The node; it starts when the first test asks for it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="attain-rabbitmq-"))
        self._password = secrets.token_urlsafe(16)
        self._numbers = itertools.count(1)
        first = self.folder / "first.json"
        first.write_text(json.dumps(self._administrator()))
        self.node = Node(self.folder / "node", NodePorts(*free_ports(4)), first)

    def start(self) -> "Broker":
        """Returns when the node takes clients."""
        self.node.start()
        self.node.wait_until_listening()
        return self

    def stop(self) -> None:
        """Kills it: what it holds is of no further use."""
        self.node.kill()
        self.node.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def vhost(self, name: str | None = None) -> Vhost:
        """A fresh vhost with the topology loaded."""
        name = name or f"test-{next(self._numbers)}"
        self.http("POST", "/api/definitions", json=definitions(PASSWORDS, vhost=name))
        return Vhost(self, name)

    def http(self, method: str, path: str, **content: object) -> httpx.Response:
        """The management interface, as its administrator."""
        url = f"http://127.0.0.1:{self.node.ports.management}{path}"
        auth = (ADMIN, self._password)
        answer = httpx.request(method, url, auth=auth, timeout=60, **content)  # type: ignore[arg-type]
        answer.raise_for_status()
        return answer

    def _administrator(self) -> dict[str, object]:
        everything = {"configure": ".*", "write": ".*", "read": ".*"}
        user = {
            "name": ADMIN,
            "password_hash": password_hash(self._password),
            "hashing_algorithm": "rabbit_password_hashing_sha256",
            "tags": ["administrator"],
        }
        return {
            "vhosts": [{"name": "/"}],
            "users": [user],
            "permissions": [{"user": ADMIN, "vhost": "/", **everything}],
        }


__all__ = ["SERVICES", "SYSTEMS", "Broker", "Vhost"]
