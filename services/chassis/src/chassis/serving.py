"""A service as a process: logs, tracing, HTTP, and all that runs, until SIGTERM or Ctrl-C."""

import asyncio
import os
import socket

import uvicorn

from chassis import garbage
from chassis.messaging.probe import TopologyMissing
from chassis.service import Service
from chassis.telemetry import logging as logs
from chassis.telemetry import tracing as telemetry


def serve(service: Service) -> None:
    """Serve HTTP and run until told to stop; blocks."""
    logs.setup(service.name)
    instance = f"{socket.gethostname()}-{os.getpid()}"
    tracing = telemetry.setup(service.name, data_dir=service.settings.data_dir, instance=instance)
    telemetry.instrument(service.store.engine)
    if service.store.reading_engine is not service.store.engine:
        telemetry.instrument(service.store.reading_engine)
    try:
        asyncio.run(_main(service))
    except TopologyMissing as missing:
        raise SystemExit(str(missing)) from None
    finally:
        tracing.shutdown()


async def _main(service: Service) -> None:
    """HTTP answers while the rest starts, so that /health/ready can say what is awaited."""
    server = uvicorn.Server(_config(service))
    serving = asyncio.create_task(server.serve())
    running = asyncio.create_task(_until(service, serving))
    await asyncio.wait({serving, running}, return_when=asyncio.FIRST_COMPLETED)
    if not serving.done():
        server.should_exit = True
    if serving.done() and not running.done():
        running.cancel()
    results = await asyncio.gather(serving, running, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result


def _config(service: Service) -> uvicorn.Config:
    return uvicorn.Config(
        service.web,
        host=service.settings.http_host,
        port=service.settings.http_port,
        log_config=None,
        access_log=False,
        lifespan="off",
    )


async def _until(service: Service, serving: "asyncio.Task[None]") -> None:
    async with service.running():
        garbage.settle()
        await asyncio.wait({serving})
