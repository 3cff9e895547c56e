"""Opens what a command needs of its service, runs the command, and closes the store."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import typer
from pydantic import ValidationError
from typer.core import TyperGroup

from chassis.cli.output import fail
from chassis.settings import ServiceSettings, data_dir

if TYPE_CHECKING:
    from sqlalchemy import MetaData

    from chassis.service import Service
    from chassis.storage.database import Store

Answer = TypeVar("Answer")
Build = Callable[[], "Service"]
Tables = Callable[[], "MetaData"]


class AtRest(NamedTuple):
    """A service that does not run: its name, settings, store, and the tables in it."""

    name: str
    settings: ServiceSettings
    store: "Store"
    tables: "Sequence[MetaData]"


class Opening:
    """Opens a command's service. Only `service()` loads the web framework and the bus."""

    def __init__(
        self,
        name: str,
        settings: Callable[[], ServiceSettings],
        build: Build | None,
        tables: Tables | None,
    ) -> None:
        self.name, self._settings, self._build, self._tables = name, settings, build, tables

    def settings(self) -> ServiceSettings:
        """The settings; exits with a sentence when they are missing."""
        return self._explained(self._settings)

    def at_rest(self) -> AtRest:
        """Its settings, its store and its tables."""
        from chassis.storage.database import Store
        from chassis.storage.tables import metadata

        settings = self.settings()
        tables = [metadata, *([self._tables()] if self._tables else [])]
        return AtRest(self.name, settings, Store(settings.database_url), tables)

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
                f"There is no stack in {data_dir()}. Start one with `attain up`, or name its "
                f"folder with --data-dir. (Settings that are missing or wrong: {wrong}.)"
            ) from None


def with_store(context: typer.Context, work: Callable[[AtRest], Awaitable[Answer]]) -> Answer:
    """Run `work` with the settings and the store of the command's service."""
    return _closing(context.obj.at_rest, work)


def with_service(context: typer.Context, work: Callable[[Any], Awaitable[Answer]]) -> Answer:
    """Run `work` with the whole service, for commands that decide and publish."""
    return _closing(context.obj.service, work)


def _closing(opened: Callable[[], Any], work: Callable[[Any], Awaitable[Answer]]) -> Answer:
    async def done() -> Answer:
        service = opened()
        try:
            return await work(service)
        finally:
            await service.store.close()

    return asyncio.run(done())


DATA_DIR = "--data-dir"


class DataDirFirst(TyperGroup):
    """Commands whose group takes --data-dir, before or behind the command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Move the option to the front."""
        option, rest = split_data_dir(args)
        return super().parse_args(ctx, [*option, *rest])


class DataDirBehind(TyperGroup):
    """Commands that each take --data-dir, before or behind the command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Move the option behind the command's name."""
        option, rest = split_data_dir(args)
        return super().parse_args(ctx, [*rest[:1], *option, *rest[1:]])


def split_data_dir(args: Sequence[str]) -> tuple[list[str], list[str]]:
    """The option with its value, and all other words; words behind -- are no option."""
    ours = list(args[: args.index("--")]) if "--" in args else list(args)
    option: list[str] = []
    for at, word in enumerate(ours):
        length = 2 if word == DATA_DIR else 1 if word.startswith(f"{DATA_DIR}=") else 0
        if length:
            option = ours[at : at + length]
            del ours[at : at + length]
            break
    return option, [*ours, *args[len(ours) + len(option) :]]
