"""The AsyncAPI document: sound by the rules of 3.0, and made of what the service registers."""

import jsonschema
import pytest

from chassis.http.asyncapi import asyncapi_document
from chassis.http.documents import asyncapi_page
from support.references import resolve_all

IN, OUT = "council.forms.grant.asked.v1", "council.schools.grant.made.v1"


@pytest.fixture
def document(service):
    return asyncapi_document(service)


def test_it_has_what_asyncapi_asks_for(document):
    assert document["asyncapi"] == "3.0.0"
    assert {"title", "version"} <= set(document["info"])
    for server in document["servers"].values():
        assert {"host", "protocol"} <= set(server)
    for channel in document["channels"].values():
        assert set(channel) <= {"address", "description", "messages", "bindings", "parameters"}
    for operation in document["operations"].values():
        assert operation["action"] in {"send", "receive"}
        assert operation["channel"]["$ref"].startswith("#/channels/")


def test_every_reference_resolves(document):
    resolve_all(document)


def test_an_operations_messages_are_its_channels(document):
    for operation in document["operations"].values():
        for message in operation["messages"]:
            assert message["$ref"].startswith(operation["channel"]["$ref"] + "/messages/")


def test_keys_are_names_that_asyncapi_allows(document):
    keys = [*document["components"]["messages"], *document["components"]["schemas"]]
    for key in [*keys, *document["channels"], *document["operations"]]:
        jsonschema.validate(key, {"pattern": r"^[a-zA-Z0-9._-]+$"})


def test_the_queue_shows_the_arguments_that_it_must_be_declared_with(document):
    bindings = document["channels"]["schools.inbox.forms"]["bindings"]

    assert bindings["amqp"]["is"] == "queue"
    assert bindings["x-queue-arguments"]["x-queue-type"] == "quorum"
    assert bindings["x-queue-arguments"]["x-delivery-limit"] == 20
    assert {"exchange": "council.events", "routingKey": IN} in bindings["x-queue-bindings"]


def test_messages_carry_the_headers_of_cloudevents(document):
    taken_in = document["components"]["messages"][IN]["headers"]
    sent = document["components"]["messages"][OUT]["headers"]

    assert taken_in["properties"]["ce-type"] == {"type": "string", "const": IN}
    assert "ce-aggregateversion" not in taken_in["properties"]
    assert {"ce-aggregateversion", "ce-correlationid", "ce-id"} <= set(sent["required"])


def test_what_comes_in_and_goes_out_is_described_by_the_code_that_does_it(document):
    receiving = document["operations"][f"receive.{IN}"]

    assert receiving["summary"] == "A school asks for a grant."
    assert document["components"]["messages"][OUT]["summary"] == "A grant was made."


def test_an_owner_also_tells_its_publishers_of_rejections(document):
    told = document["channels"]["rejections"]

    assert told["bindings"]["amqp"]["exchange"]["name"] == "council.rejections"
    assert "send.rejections" in document["operations"]


def test_examples_fit_their_schemas(document):
    for message in document["components"]["messages"].values():
        for example in message.get("examples", []):
            schema = {**message["payload"], "components": document["components"]}
            jsonschema.validate(example["payload"], schema)


def test_the_page_shows_every_message(document):
    shown = asyncapi_page(document)

    assert all(name in shown for name in document["components"]["messages"])
    assert "x-delivery-limit" in shown
