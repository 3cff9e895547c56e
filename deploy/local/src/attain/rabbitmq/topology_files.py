"""`attain topology`: renders the topology from the code of the services into two files."""

import importlib
import json
from pathlib import Path
from typing import Any

from chassis.messaging.definitions import definitions
from chassis.messaging.topology import HANDLED_TYPES, SERVICES

DEFINITIONS = Path("deploy/rabbitmq/definitions.json")


def handled_by(service: str) -> list[str]:
    """The event types and patterns that a service's code handles."""
    types: list[str] = importlib.import_module(f"{service}.consumers").inbox.types
    return types


def rendered_types() -> str:
    """The text of the file of handled types."""
    return _as_text({service: handled_by(service) for service in SERVICES})


def rendered_definitions() -> str:
    """The text of deploy/rabbitmq/definitions.json; it holds no passwords."""
    return _as_text(definitions(handled={service: handled_by(service) for service in SERVICES}))


def write() -> None:
    """Writes both files again, so that they are in step with the code."""
    HANDLED_TYPES.write_text(rendered_types())
    DEFINITIONS.parent.mkdir(parents=True, exist_ok=True)
    DEFINITIONS.write_text(rendered_definitions())


def _as_text(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2) + "\n"
