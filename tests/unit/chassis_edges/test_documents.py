"""The AsyncAPI documents in docs/ are what the services register: `make docs` writes them."""

import jsonschema
import orjson
import pytest

from chassis.http.asyncapi import described
from support.references import resolve_all

SERVICES = ["schools", "applications", "notifications", "reporting"]


@pytest.mark.parametrize("name", SERVICES)
def test_the_document_is_in_step_with_the_service(name, root):
    kept = orjson.loads((root / "docs" / "asyncapi" / f"{name}.json").read_bytes())

    assert kept == described(name), "run `make docs`"


@pytest.mark.parametrize("name", SERVICES)
def test_every_reference_in_it_resolves(name):
    resolve_all(described(name))


@pytest.mark.parametrize("name", SERVICES)
def test_every_example_in_it_fits_its_schema(name):
    document = described(name)
    for message in document["components"]["messages"].values():
        for example in message.get("examples", []):
            schema = {**message["payload"], "components": document["components"]}
            jsonschema.validate(example["payload"], schema)


@pytest.mark.parametrize("name", SERVICES)
def test_every_event_that_a_service_publishes_has_an_example(name):
    messages = described(name)["components"]["messages"]
    sent = [kind for kind in messages if kind.startswith(f"council.{name}.")]

    assert [
        kind for kind in sent if not kind.endswith("any") and "examples" not in messages[kind]
    ] == []
