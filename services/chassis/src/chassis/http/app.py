"""The service over HTTP: health, metrics, documents, and its own endpoints and pages."""

from contextlib import suppress
from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from chassis.http import health
from chassis.http import operations_page as operations
from chassis.http.asyncapi import asyncapi_document
from chassis.http.documents import asyncapi_page, docs_page, first_page
from chassis.http.middleware import Guards, RequestSpans
from chassis.http.parameters import only_known_parameters
from chassis.http.problems import answer_problems
from chassis.telemetry.tracing import version_of

if TYPE_CHECKING:
    from chassis.service import Service

router = APIRouter(tags=["operations"])
first = APIRouter(tags=["operations"])


def make_web(service: "Service") -> FastAPI:
    """The app of the service's HTTP server; `app.state.service` is the service."""
    app = FastAPI(
        title=service.name,
        description="Read only: changes are made through events.",
        version=version_of(service.name),
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = service
    answer_problems(app)
    app.include_router(health.router)
    # The first page comes last: a service with a first page of its own shows that one.
    for each in (router, operations.router, *service.routers, first):
        app.include_router(each, dependencies=[Depends(only_known_parameters)])
    app.add_middleware(RequestSpans)
    app.add_middleware(Guards)
    return app


@router.get("/metrics", summary="Metrics for Prometheus", response_class=Response)
async def metrics(request: Request) -> Response:
    """Counters, and the events in store and queues, counted now."""
    service = request.app.state.service
    queues: dict[str, int] = {}
    with suppress(Exception):  # during an outage the counters are shown all the same
        queues = await service.queue_depths()
    with suppress(Exception):
        await service.backlog.refresh(service.clock(), queues)
    return Response(service.metrics.exposed(), media_type=CONTENT_TYPE_LATEST)


@router.get("/docs", summary="Endpoints of this service", response_class=HTMLResponse)
async def docs(request: Request) -> HTMLResponse:
    """The endpoints, for people."""
    return HTMLResponse(docs_page(request.app.openapi()))


@router.get("/asyncapi.json", summary="Events as an AsyncAPI 3.0 document")
async def asyncapi_json(request: Request) -> JSONResponse:
    """For programs."""
    return JSONResponse(asyncapi_document(request.app.state.service))


@router.get("/asyncapi", summary="Events received and sent", response_class=HTMLResponse)
async def asyncapi_html(request: Request) -> HTMLResponse:
    """For people."""
    return HTMLResponse(asyncapi_page(asyncapi_document(request.app.state.service)))


@first.get("/", include_in_schema=False, response_class=HTMLResponse)
async def index(request: Request) -> HTMLResponse:
    """The pages and queries of this service as links."""
    return HTMLResponse(first_page(request.app.openapi()))
