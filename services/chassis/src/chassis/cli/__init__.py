"""The command line that every service has. Services import its names from here."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chassis.cli.app import service_cli
    from chassis.cli.context import AtRest, DataDirBehind, with_service, with_store
    from chassis.cli.output import Json, counted, fail, moment, print_json, print_table, say

__all__ = [
    "AtRest",
    "DataDirBehind",
    "Json",
    "counted",
    "fail",
    "moment",
    "print_json",
    "print_table",
    "say",
    "service_cli",
    "with_service",
    "with_store",
]

_OUTPUT = ("Json", "counted", "fail", "moment", "print_json", "print_table", "say")
_HOME = {
    "service_cli": "app",
    **dict.fromkeys(("AtRest", "DataDirBehind", "with_service", "with_store"), "context"),
    **dict.fromkeys(_OUTPUT, "output"),
}


def __getattr__(name: str) -> Any:
    """Import a name's module on first use: a command loads only what it needs."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
