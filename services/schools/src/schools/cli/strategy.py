"""The command `import-strategy`."""

from pathlib import Path
from typing import Annotated

import typer

from chassis.cli import Json, print_json, say, with_service
from schools.cli.register import refused
from schools.domain.rejections import FileRejected, Reason


def import_strategy(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="The strategy, as TOML.")
    ],
    as_json: Json = False,
) -> None:
    """Adopt the education improvement strategy of an authority, and announce it."""
    from chassis.domain import Refused
    from schools.strategy_file import read_strategy
    from schools.use_cases.support.strategies import adopt_strategy

    try:
        content = read_strategy(file.read_bytes())
        adopted = with_service(context, lambda service: adopt_strategy(service, content))
    except FileRejected as refusal:
        raise refused(refusal, as_json) from None
    except Refused as refusal:
        reasons = FileRejected(Reason(each.code, each.message) for each in refusal.reasons)
        raise refused(reasons, as_json) from None
    if as_json:
        known = {"authority": content.authority, "version": content.version}
        print_json({**known, "priorities": len(content.priorities), "adopted": adopted})
        return
    codes = ", ".join(each.code for each in content.priorities)
    head = (
        f"{file.name}: strategy of authority {content.authority}, version {content.version}. "
        f"Priorities: {codes}."
    )
    say(head if adopted else f"{head}\n  This version was adopted before: nothing changed.")
