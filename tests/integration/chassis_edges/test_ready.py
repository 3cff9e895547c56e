"""Readiness and metrics against a real broker."""

import httpx
import pytest

from chassis.http.health import checks


@pytest.fixture
async def schools(stack):
    return (await stack("schools", run=False))["schools"]


async def wrong(service):
    return [check.name for check in await checks(service) if not check.ok]


async def test_a_service_is_ready_once_it_consumes(schools, eventually):
    assert await wrong(schools) == ["consumer"]

    async with schools.running():
        await eventually(lambda: _is_ready(schools))


async def test_the_depth_of_its_queues_is_among_its_numbers(schools, eventually):
    async with schools.running():
        await eventually(lambda: _is_ready(schools))
        transport = httpx.ASGITransport(schools.web)
        async with httpx.AsyncClient(transport=transport, base_url="http://schools") as client:
            text = (await client.get("/metrics")).text

    assert 'attain_queue_messages{queue="schools.inbox.casework"} 0.0' in text
    assert 'attain_queue_messages{queue="schools.unrouted"} 0.0' in text


async def _is_ready(service):
    return await wrong(service) == []
