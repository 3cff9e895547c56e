"""One stack from start to stop: broker, mail server and services, in order."""

import asyncio
import os
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from attain.errors import StackError
from attain.rabbitmq.declare import declare
from attain.rabbitmq.node import Node
from attain.rabbitmq.publishers import broker_definitions
from attain.settings import environment
from attain.settings.credentials import Credentials, load_or_make
from attain.settings.folder import DataFolder, write_json
from attain.settings.plan import Plan
from attain.stack import databases, processes
from attain.stack.health import answers
from attain.stack.supervisor import Supervisor
from chassis.messaging.former_queue import unbind_former_queues
from chassis.messaging.topology import OPERATOR, SERVICES

READY_WITHIN = 180.0


class Stack:
    """The processes of one data folder."""

    def __init__(self, folder: DataFolder, plan: Plan) -> None:
        self.folder = folder
        self.plan = plan
        self.credentials: Credentials = load_or_make(folder)
        self.supervisor = Supervisor(self._write_running)
        self._node = (
            None if plan.amqp_url else Node(folder.rabbitmq, plan.node_ports, folder.definitions)
        )

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which the services' commands find this stack."""
        return {**os.environ, "ATTAIN_DATA_DIR": str(self.folder.path)}

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Stack"]:
        """Ready inside the block; afterwards everything stops, the services first."""
        try:
            await self._start()
            yield self
        finally:
            await self._stop()

    async def _start(self) -> None:
        environment.write_all(self.folder, self.plan, self.credentials)
        if self._node is not None:
            write_json(self.folder.definitions, broker_definitions(self.credentials.passwords))
            self.supervisor.keep(self._node)
        self.supervisor.keep(processes.mail_process(self.folder, self.plan))
        await asyncio.gather(self._migrate(), self._broker_up())
        for process in processes.service_processes(self.folder, self.plan):
            self.supervisor.keep(process)
        await self._all_ready()

    async def _migrate(self) -> None:
        await databases.make_missing(
            [self.plan.database_url(self.folder, service) for service in SERVICES]
        )
        await asyncio.gather(*(self._migrate_one(service) for service in SERVICES))

    async def _migrate_one(self, service: str) -> None:
        process = await asyncio.create_subprocess_exec(
            processes.own_command(service),
            "migrate",
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        output, _ = await process.communicate()
        if process.returncode != 0:
            self.folder.log(service).write_bytes(output)
            raise StackError(
                f"The database of {service} could not be migrated. Read {self.folder.log(service)}."
            )

    async def _broker_up(self) -> None:
        if self._node is not None:
            await asyncio.to_thread(self._node.wait_until_listening)
            await unbind_former_queues(self.plan.broker_url(OPERATOR, self.credentials))
        elif self.plan.amqp_url:
            await declare(self.plan.amqp_url)

    async def _all_ready(self) -> None:
        deadline = time.monotonic() + READY_WITHIN
        waiting = list(SERVICES)
        while waiting:
            for service in list(waiting):
                url = f"{self.plan.http_url(service)}/health/ready"
                if await asyncio.to_thread(answers, url):
                    waiting.remove(service)
            if waiting and time.monotonic() > deadline:
                raise StackError(
                    f"Not ready after {READY_WITHIN:g} seconds: {', '.join(waiting)}. "
                    f"Read the logs in {self.folder.logs}."
                )
            await asyncio.sleep(0.1)

    async def _stop(self) -> None:
        await self.supervisor.stop(*SERVICES)
        await self.supervisor.stop("mail", "rabbitmq")
        if self._node is not None:
            await asyncio.to_thread(self._node.stop)
        self.folder.running.unlink(missing_ok=True)

    def _write_running(self) -> None:
        pids = {"attain": os.getpid(), **self.supervisor.pids}
        write_json(self.folder.running, {"pids": pids})
