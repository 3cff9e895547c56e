"""The command line that every service has."""

from typing import TYPE_CHECKING

from chassis.exports import lazily

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

__getattr__ = lazily(
    __name__,
    {
        "app": ("service_cli",),
        "context": ("AtRest", "DataDirBehind", "with_service", "with_store"),
        "output": ("Json", "counted", "fail", "moment", "print_json", "print_table", "say"),
    },
)
