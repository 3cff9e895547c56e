"""The option --data-dir, which may stand before a command or behind it."""

from collections.abc import Sequence
from typing import Any

from typer.core import TyperGroup

DATA_DIR = "--data-dir"


class DataDirFirst(TyperGroup):
    """Commands whose own group takes the option, wherever it was written."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the option first, then the command."""
        option, rest = taken_out(args)
        return super().parse_args(ctx, [*option, *rest])


class DataDirBehind(TyperGroup):
    """Commands that each take the option, wherever it was written."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the command first, then the option."""
        option, rest = taken_out(args)
        return super().parse_args(ctx, [*rest[:1], *option, *rest[1:]])


def taken_out(args: Sequence[str]) -> tuple[list[str], list[str]]:
    """The option with its value, and all else; what stands after -- is no option."""
    ours = list(args[: args.index("--")]) if "--" in args else list(args)
    option: list[str] = []
    for at, word in enumerate(ours):
        length = 2 if word == DATA_DIR else 1 if word.startswith(f"{DATA_DIR}=") else 0
        if length:
            option = ours[at : at + length]
            del ours[at : at + length]
            break
    return option, [*ours, *args[len(ours) + len(option) :]]
