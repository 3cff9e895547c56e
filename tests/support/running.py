"""Whole services inside the test's own process, on a fresh vhost and fresh stores."""

import importlib
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from attain.settings.ports import free_ports
from chassis.storage.migrations import metadata_of
from support.broker import Vhost
from support.keys import KEY
from support.mailbox import SmtpPeer
from support.stores import StoreUrl


class Stack:
    """`await stack("schools", "applications")` builds them, makes their tables and runs them."""

    def __init__(self, vhost: Vhost, store_url: StoreUrl, smtp: SmtpPeer, folder: Path) -> None:
        self.vhost = vhost
        self._store_url = store_url
        self._smtp = smtp
        self._folder = folder
        self._services: dict[str, Any] = {}
        self._exits = AsyncExitStack()

    def __getitem__(self, name: str) -> Any:
        return self._services[name]

    async def __call__(
        self, *names: str, run: bool = True, **settings: dict[str, Any]
    ) -> dict[str, Any]:
        """Further settings go by service: `applications={"offer_days_default": 5}`."""
        for name in names:
            service = self.build(name, **settings.get(name, {}))
            async with service.store.engine.begin() as connection:
                for metadata in metadata_of(name):
                    await connection.run_sync(metadata.create_all)
            self._exits.push_async_callback(service.store.engine.dispose)
        if run:
            for name in names:
                await self._exits.enter_async_context(self._services[name].running())
        return {name: self._services[name] for name in names}

    def build(self, name: str, **overrides: Any) -> Any:
        """The Service object, not yet running and without tables."""
        main = importlib.import_module(f"{name}.main")
        self._services[name] = main.build(main.Settings(**self.settings(name, **overrides)))
        return self._services[name]

    def settings(self, name: str, **overrides: Any) -> dict[str, Any]:
        """What `attain up` would write for this service."""
        folder = self._folder / name
        folder.mkdir(exist_ok=True)
        mail = {"smtp_host": self._smtp.host, "smtp_port": self._smtp.port}
        return {
            "data_dir": folder,
            "amqp_url": self.vhost.url(name),
            "database_url": self._store_url(name),
            "http_port": free_ports(1)[0],
            "key": KEY,  # all replicas of a service share one
            **(mail if name == "notifications" else {}),
            **overrides,
        }

    async def close(self) -> None:
        """Stops what runs, newest first."""
        await self._exits.aclose()
