"""A command loads what it needs: whoever asks at night does not wait for the web and the bus."""

import subprocess
import sys

import pytest

import chassis

RUNNING_ONLY = {"fastapi", "faststream", "uvicorn", "alembic", "aio_pika"}
STORES = {"sqlalchemy", "sqlmodel"}


def loaded_by(module: str) -> set[str]:
    told = f"import sys, {module}; print(*{{name.split('.')[0] for name in sys.modules}})"
    command = [sys.executable, "-c", told]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize("service", ["schools", "applications", "notifications", "reporting"])
def test_a_services_commands_load_neither_the_web_frame_nor_the_bus(service: str) -> None:
    assert not loaded_by(f"{service}.cli") & RUNNING_ONLY


def test_the_stacks_commands_load_no_store_either() -> None:
    assert not loaded_by("attain.cli") & (RUNNING_ONLY | STORES)


def test_every_name_of_the_chassis_is_found_and_no_other() -> None:
    assert all(getattr(chassis, name) for name in chassis.__all__)
    with pytest.raises(AttributeError, match="Depot"):
        _ = chassis.Depot
