"""Builds the delivery of an event, as the broker would hand it over."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from pydantic import BaseModel

from chassis.contracts.event import Delivery


def delivery_of(
    event_type: str, data: Mapping[str, Any] | BaseModel, *, time: datetime, **attributes: Any
) -> Delivery:
    """An event in binary mode; `attributes` replace or add CloudEvents attributes.

    Without them the id is new, the source is the type's context, and the subject is the first
    value of the data.
    """
    if isinstance(data, BaseModel):
        data = data.model_dump(mode="json", by_alias=True)
    named = {
        "specversion": "1.0",
        "id": uuid.uuid4(),
        "type": event_type,
        "source": f"urn:council:{event_type.split('.')[1]}",
        "subject": next(iter(data.values()), "none"),
        "time": time.isoformat(),
        **attributes,
    }
    headers = {f"ce-{name}": str(value) for name, value in named.items()}
    return Delivery(event_type, headers, "application/json", orjson.dumps(data))
