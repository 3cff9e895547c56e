"""The command line that every service has."""

from typing import TYPE_CHECKING

from chassis.exports import lazily

if TYPE_CHECKING:
    from chassis.cli.app import service_cli
    from chassis.cli.audit import record_action
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
    "record_action",
    "say",
    "service_cli",
    "with_service",
    "with_store",
]

if not TYPE_CHECKING:  # or a type checker would accept any name
    __getattr__ = lazily(
        __name__,
        {
            "app": ("service_cli",),
            "audit": ("record_action",),
            "context": ("AtRest", "DataDirBehind", "with_service", "with_store"),
            "output": ("Json", "counted", "fail", "moment", "print_json", "print_table", "say"),
        },
    )
