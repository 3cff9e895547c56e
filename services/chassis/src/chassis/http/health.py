"""Whether the service lives, and whether it can do its work; where not, what is wrong."""

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
    """Ask the database and the broker for real, at the same time."""
    database, broker = await asyncio.gather(_database(service), _broker(service))
    return [database, *broker, _relay(service)]


async def _database(service: "Service") -> Check:
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            ok = await service.store.probe()
    except TimeoutError:
        ok = False
    return Check("database", ok, "answers" if ok else "the database does not answer")


async def _broker(service: "Service") -> list[Check]:
    """A passive declare: a connection that looks open may belong to a frozen broker."""
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            depth = await service.probe_broker()
    except Exception as error:  # noqa: BLE001 - whatever it is, the broker does not answer
        return [Check("broker", False, f"the broker does not answer ({type(error).__name__})")]
    answers = Check("broker", True, f"answers; {depth.messages} messages in the inbox queue")
    if depth.consumers:
        return [answers, Check("consumer", True, f"{depth.consumers} on the inbox queue")]
    return [answers, Check("consumer", False, "nobody consumes the inbox queue")]


def _relay(service: "Service") -> Check:
    age = service.relay.heartbeat_age()
    ok = age < STALE_RELAY_SECONDS
    return Check("relay", ok, f"last heartbeat {age:.1f} s ago")


@router.get("/health/live", summary="Whether the process answers at all")
async def live() -> dict[str, str]:
    """Answers as long as the event loop turns; a restart mends what it finds."""
    return {"status": "live"}


@router.get("/health/ready", summary="Whether the service can do its work", response_model=None)
async def ready(request: Request) -> JSONResponse:
    """200 when all is well, else 503 with what is wrong."""
    found = await checks(request.app.state.service)
    wrong = [f"{check.name}: {check.says}" for check in found if not check.ok]
    body = {
        "ready": not wrong,
        "wrong": wrong,
        "checks": {check.name: {"ok": check.ok, "says": check.says} for check in found},
    }
    return JSONResponse(body, status_code=503 if wrong else 200)
