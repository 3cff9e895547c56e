"""Running a command's coroutine on a service's store, and closing it afterwards."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import typer
from pydantic import ValidationError

from chassis.cli_output import fail

Answer = TypeVar("Answer")


def with_service(context: typer.Context, work: Callable[[Any], Awaitable[Answer]]) -> Answer:
    """Build the command's service, do this with it, close its store."""

    async def done() -> Answer:
        service = context.obj()
        try:
            return await work(service)
        finally:
            await service.store.close()

    return asyncio.run(done())


def build_or_explain(name: str, build: Callable[[], Any]) -> Any:
    """Without settings a command cannot find its service: say how it can."""
    try:
        return build()
    except ValidationError as error:
        prefix = f"{name.upper()}_"
        wrong = ", ".join(prefix + str(each["loc"][0]).upper() for each in error.errors())
        raise fail(
            f"The settings of {name} cannot be used ({wrong}). Start the stack with "
            "`attain up`, name its folder with --data-dir or ATTAIN_DATA_DIR, or set them."
        ) from None
