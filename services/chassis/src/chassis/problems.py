"""Errors over HTTP as problem details (RFC 9457), which never quote what was sent."""

from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"
log = structlog.get_logger()


def problem(status: int, detail: str, **more: Any) -> JSONResponse:
    """One problem: its status, its name, and a sentence its reader can act on."""
    content = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    return JSONResponse(
        {**content, "detail": detail, **more}, status_code=status, media_type=MEDIA_TYPE
    )


def answer_problems(app: FastAPI) -> None:
    """Make every error of the app a problem document."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _unforeseen)


async def _http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it alone
    response = problem(error.status_code, str(error.detail))
    response.headers.update(error.headers or {})
    return response


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it alone
    errors = [
        {"field": ".".join(str(step) for step in found["loc"]), "message": found["msg"]}
        for found in error.errors()
    ]
    return problem(422, "The request has a parameter that cannot be used.", errors=errors)


async def _unforeseen(request: Request, error: Exception) -> JSONResponse:
    route = getattr(request.scope.get("route"), "path", "")
    log.error("request failed", route=route, exc_info=error)
    return problem(500, "Something of ours failed; the log holds the trace.")
