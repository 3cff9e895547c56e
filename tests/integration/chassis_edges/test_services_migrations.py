"""Each service's versions make exactly its models' tables, on both stores."""

import pytest

from chassis.storage.migrations import differences, migrate


@pytest.mark.parametrize("service", ["schools", "applications", "notifications", "reporting"])
async def test_models_and_migrations_agree(service, store_url):
    url = store_url(service, empty=True)

    await migrate(service, url)

    assert await differences(service, url) == []
