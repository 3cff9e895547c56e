"""The servers that the benchmarks share: a private RabbitMQ node and a private PostgreSQL."""

import itertools
from functools import cached_property
from urllib.parse import quote

from support.broker import Broker, Vhost
from support.postgres import PostgresServer

DURABLE = ("max_connections=200",)  # all else as PostgreSQL comes: fsync and synchronous commits


class Servers:
    """Each starts when first asked for, and ends with the `with`."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def __enter__(self) -> "Servers":
        return self

    def __exit__(self, *_: object) -> None:
        if "broker" in self.__dict__:
            self.broker.stop()
        if "postgres" in self.__dict__:
            self.postgres.remove()

    @cached_property
    def broker(self) -> Broker:
        """The node."""
        return Broker().start()

    @cached_property
    def postgres(self) -> PostgresServer:
        """The server, with the durability that it has by default."""
        return PostgresServer(settings=DURABLE).start()

    def database(self) -> str:
        """The address of a fresh empty database."""
        return self.postgres.create(f"bench_{next(self._numbers)}")

    def databases(self) -> tuple[str, str]:
        """The template for a stack's databases, which it makes itself, and one for the baseline."""
        mark = next(self._numbers)
        return self.postgres.url(f"bench_{mark}_{{service}}"), self.database()

    def vhost(self, *kept: str) -> Vhost:
        """A fresh vhost with the topology; of the queues only those that are asked for."""
        vhost = self.broker.vhost(f"bench-{next(self._numbers)}")
        for queue in vhost.queues():
            if kept and queue not in kept:
                self.broker.http("DELETE", f"/api/queues/{vhost.name}/{quote(queue)}")
        return vhost

    def celery(self) -> str:
        """The AMQP address of a vhost where Celery may declare what it wants."""
        vhost = self.broker.vhost(f"bench-{next(self._numbers)}")
        return vhost.url("operator")
