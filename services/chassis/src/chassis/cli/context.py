"""Running a command's coroutine on what it needs of its service, and closing the store after it."""

import asyncio
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import typer
from pydantic import ValidationError

from chassis.cli.output import fail
from chassis.settings import ServiceSettings
from chassis.storage.database import Store

if TYPE_CHECKING:
    from chassis.service import Service

Answer = TypeVar("Answer")
Build = Callable[[], "Service"]


class AtRest(NamedTuple):
    """A service as its operators find it: settings and store, and nothing that runs."""

    name: str
    settings: ServiceSettings
    store: Store


class Opening:
    """How commands get at their service; the web frame and the bus are loaded only to build it."""

    def __init__(
        self, name: str, settings: Callable[[], ServiceSettings], build: Build | None
    ) -> None:
        self.name, self._settings, self._build = name, settings, build

    def settings(self) -> ServiceSettings:
        """Without settings a command cannot find its service: say how it can."""
        return self._explained(self._settings)

    def at_rest(self) -> AtRest:
        """Its settings and its store."""
        settings = self.settings()
        return AtRest(self.name, settings, Store(settings.database_url))

    def service(self) -> "Service":
        """All of it, not yet running."""
        build: Build = self._build or import_module(f"{self.name}.main").build
        return self._explained(build)

    def _explained(self, make: Callable[[], Answer]) -> Answer:
        try:
            return make()
        except ValidationError as error:
            prefix = f"{self.name.upper()}_"
            wrong = ", ".join(prefix + str(each["loc"][0]).upper() for each in error.errors())
            raise fail(
                f"The settings of {self.name} cannot be used ({wrong}). Start the stack with "
                "`attain up`, name its folder with --data-dir or ATTAIN_DATA_DIR, or set them."
            ) from None


def with_store(context: typer.Context, work: Callable[[AtRest], Awaitable[Answer]]) -> Answer:
    """Do this with the settings and the store of the command's service."""
    return _closing(context.obj.at_rest, work)


def with_service(context: typer.Context, work: Callable[[Any], Awaitable[Answer]]) -> Answer:
    """Do this with the whole service: for what decides and publishes as the service does."""
    return _closing(context.obj.service, work)


def _closing(opened: Callable[[], Any], work: Callable[[Any], Awaitable[Answer]]) -> Answer:
    async def done() -> Answer:
        service = opened()
        try:
            return await work(service)
        finally:
            await service.store.close()

    return asyncio.run(done())
