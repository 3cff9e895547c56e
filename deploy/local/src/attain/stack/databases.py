"""Creates the services' PostgreSQL databases, if they do not exist."""

import asyncpg
from sqlalchemy.engine import make_url


async def make_missing(urls: list[str]) -> None:
    """Create each missing database; SQLite creates its file by itself."""
    for url in urls:
        if url.startswith("postgresql"):
            await _make_if_missing(url)


async def _make_if_missing(url: str) -> None:
    address = make_url(url).set(drivername="postgresql")
    try:
        connection = await asyncpg.connect(address.render_as_string(hide_password=False))
    except asyncpg.InvalidCatalogNameError:
        maintenance = address.set(database="postgres")
        connection = await asyncpg.connect(maintenance.render_as_string(hide_password=False))
        await connection.execute(f'CREATE DATABASE "{address.database}"')
    await connection.close()
