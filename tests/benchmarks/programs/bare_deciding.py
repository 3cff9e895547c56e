"""The baseline: one statement against the budget, one row of a decision and one of an outbox."""

import asyncio
from collections.abc import Iterator

import asyncpg

from benchmarks.harness import Figures, given, report
from benchmarks.programs.stopwatch import Stopwatch

TABLES = """
CREATE TABLE round (code text PRIMARY KEY, budget bigint, held bigint CHECK (held <= budget));
CREATE TABLE decision (application int PRIMARY KEY, pence bigint, body text);
CREATE TABLE outbox (seq bigserial PRIMARY KEY, body text);
"""
BODY = "x" * 800


async def decide(database_url: str, count: int, connections: int) -> Figures:
    """The same numbers: half of the approvals fit in."""
    url = database_url.replace("+asyncpg", "")
    first = await asyncpg.connect(url)
    await first.execute(TABLES)
    await first.execute("INSERT INTO round VALUES ('R', $1, 0)", count // 2)
    opened = [await asyncpg.connect(url) for _ in range(connections)]
    waiting = iter(range(count))
    watch = Stopwatch()
    await asyncio.gather(*(_work(each, waiting) for each in opened))
    figures = watch.read()
    approved = await first.fetchval("SELECT count(*) FROM decision")
    for each in (first, *opened):
        await each.close()
    if approved != count // 2:
        raise RuntimeError(f"{approved} of {count} were approved")
    return figures


async def _work(connection: asyncpg.Connection, waiting: Iterator[int]) -> None:
    for number in waiting:
        try:
            async with connection.transaction():
                await connection.execute("UPDATE round SET held = held + 1 WHERE code = 'R'")
                await connection.execute("INSERT INTO decision VALUES ($1, 1, $2)", number, BODY)
                await connection.execute("INSERT INTO outbox (body) VALUES ($1)", BODY)
        except asyncpg.CheckViolationError:
            async with connection.transaction():
                await connection.execute("INSERT INTO outbox (body) VALUES ($1)", BODY)


if __name__ == "__main__":
    report(asyncio.run(decide(**given())))
