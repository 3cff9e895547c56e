"""Whether the process runs, whether the service can work, and what is wrong if it cannot."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

if TYPE_CHECKING:
    from chassis.service import Service

PROBE_SECONDS = 3.0
STALE_RELAY_SECONDS = 15.0
router = APIRouter(tags=["operations"])


@dataclass(frozen=True)
class Check:
    """One thing that the service cannot work without."""

    name: str
    ok: bool
    says: str


async def checks(service: "Service") -> list[Check]:
    """Query the database and the broker at the same time."""
    database, broker = await asyncio.gather(_database(service), _broker(service))
    return [database, *broker, _relay(service)]


async def _database(service: "Service") -> Check:
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            ok = await service.store.probe()
    except TimeoutError:
        ok = False
    return Check("database", ok, "answers" if ok else "the database takes no write")


async def _broker(service: "Service") -> list[Check]:
    """Declare the queues passively: a connection may look open while the broker is frozen."""
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            depth = await service.probe_broker()
    except Exception as error:  # noqa: BLE001 - any error means that the broker does not answer
        return [Check("broker", False, f"the broker does not answer ({type(error).__name__})")]
    answers = Check("broker", True, f"answers; {depth.messages} messages in the inbox queues")
    if depth.consumers:
        return [answers, Check("consumer", True, f"{depth.consumers} on each inbox queue")]
    return [answers, Check("consumer", False, "an inbox queue has no consumer")]


def _relay(service: "Service") -> Check:
    age = service.relay.heartbeat_age()
    ok = age < STALE_RELAY_SECONDS
    return Check("relay", ok, f"last heartbeat {age:.1f} s ago")


@router.get("/health/live", summary="Whether the process runs")
async def live() -> dict[str, str]:
    """Answers while the event loop runs; a process that does not answer needs a restart."""
    return {"status": "live"}


@router.get("/health/ready", summary="Whether the service can work", response_model=None)
async def ready(request: Request) -> JSONResponse:
    """200 when every check is good, else 503 with the failed ones."""
    found = await checks(request.app.state.service)
    wrong = [f"{check.name}: {check.says}" for check in found if not check.ok]
    body = {
        "ready": not wrong,
        "wrong": wrong,
        "checks": {check.name: {"ok": check.ok, "says": check.says} for check in found},
    }
    return JSONResponse(body, status_code=503 if wrong else 200)
