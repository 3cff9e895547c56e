"""The commands of the applications service: those of the chassis, and those for officers."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from applications.cli import application, ledger, meeting, ranking
from applications.domain.money.money import pounds
from applications.settings import Settings
from chassis.cli import (
    AtRest,
    Json,
    counted,
    fail,
    print_json,
    print_table,
    say,
    service_cli,
    with_store,
)

app = service_cli("applications", Settings)
app.add_typer(ledger.app, name="ledger")
app.add_typer(meeting.app, name="meeting")
app.command("ranking")(ranking.show)
app.add_typer(application.app, name="application")
PAYMENT_HEADS = (
    "payment_reference",
    "award",
    "milestone",
    "amount_pence",
    "state",
    "paid_on",
    "failed_on",
    "reason",
    "warnings",
)


class LedgerState(StrEnum):
    """The states of an entry in the ledger."""

    recorded = "recorded"
    unmatched = "unmatched"
    failed = "failed"
    reversed = "reversed"


@app.command()
def show(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(help="A reference, such as A-2026-0001.")],
    as_json: Json = False,
) -> None:
    """Show everything about one application, with scores and votes: for officers only."""
    from applications.views import officer

    async def look(service: AtRest) -> dict[str, Any] | None:
        async with service.store.reading() as session:
            return await officer.application(session, reference)

    file = with_store(context, look)
    if file is None:
        raise fail(f"There is no application {reference}.")
    if as_json:
        print_json(file)
    else:
        _tables(file)


@app.command()
def payments(
    context: typer.Context,
    state: Annotated[
        LedgerState | None, typer.Option(help="Only this state; finance checks unmatched ones.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the payments that the finance system made or could not make."""
    from applications.views import officer

    async def look(service: AtRest) -> list[dict[str, Any]]:
        async with service.store.reading() as session:
            return await officer.payments(session, state.value if state else None)

    found = with_store(context, look)
    if as_json:
        print_json(found)
    elif found:
        _list(counted(len(found), "payment"), _by_code(found), PAYMENT_HEADS)
    else:
        say("No such payment is in the ledger.")


def _tables(file: dict[str, Any]) -> None:
    form = file["form"]
    print_table(
        f"{file['application']}: {form['title']}",
        ("what", "value"),
        [
            ("state", file["state"]),
            ("form", file["form_reference"]),
            ("round", f"{file['round']}, {file['category']}"),
            ("lead school", file["lead_school"]),
            ("partners", ", ".join(each["urn"] for each in file["partners"])),
            ("on hold for", ", ".join(file["held_for"])),
            ("consent claimed only", ", ".join(each["urn"] for each in file["consents"]["claims"])),
            ("requested", pounds(form["requested_pence"])),
            *_as_submitted(form),
            ("reserved or committed", pounds(file["held_pence"])),
            ("submitted", file["submitted_at"]),
            ("answer by", file["answer_by"]),
            *(("refused", each["message"]) for each in file["refusals"]),
        ],
    )
    _list("Interests", file["interests"], ("person", "nature", "declared_at"))
    _list("Asked to review", file["assignments"], ("reviewers", "due", "assigned_at"))
    scored = [{**each, "scores": _scores(each["scores"])} for each in file["reviews"]]
    _list("Reviews", scored, ("reviewer", "scores", "recorded_at", "excluded"))
    agreed = [{**each, "scores": _scores(each["scores"])} for each in file["moderations"]]
    _list("Moderated scores", agreed, ("scores", "note", "moderated_at"))
    what = ("meeting", "about", "outcome", "awarded_pence")
    shown = (*what, "status", "votes", "tally", "released_at")
    decided = [
        {**each, "votes": _votes(each["votes"]), "tally": _tally(each["tally"])}
        for each in file["decisions"]
    ]
    _list("Decisions", decided, shown)
    _list("Appeals", file["appeals"], ("meeting", "received_at", "grounds"))
    waived = ("waives", "urn", "against", "until", "granted_by", "reason", "used_at")
    _list("Waivers", file["waivers"], waived)
    _list("Partners' answers", file["consents"]["answers"], ("urn", "answer", "answered_at"))
    _list("Novations", file["novations"], ("from_urn", "successor", "ground", "agreed_at"))
    _list("Conditions met", file["conditions_met"], ("code", "found_by", "found_at"))
    if award := file["award"]:
        title = f"{award['award']}: {pounds(award['awarded_pence'])}, {award['state']}"
        _list(title, award["milestones"], ("number", "title", "due", "amount_pence", "state"))
        heads = ("payment_reference", "milestone", "amount_pence", "state", "paid_on", "failed_on")
        _list("Payments", _by_code(award["payments"]), (*heads, "warnings"))
    _list("Money", [file["money"]], tuple(file["money"]))
    if file["movements"]:
        print_table("Ledger", ledger.HEADS, ledger.cells(file["movements"]))
    _list("History", file["history"], ("at", "what"))
    say("Letters: " + ", ".join(file["letters"]))


def _scores(scores: list[dict[str, Any]]) -> str:
    return ", ".join(f"{each['criterion']} {each['score']}" for each in scores)


def _votes(votes: list[dict[str, Any]]) -> str:
    return ", ".join(f"{each['person']} {each['vote']}" for each in votes)


def _tally(tally: dict[str, Any] | None) -> str:
    if not tally:
        return ""
    counted = f"{tally['for']} for, {tally['against']} against"
    return f"{counted}, {tally['present']} present, {tally['needed']} needed"


def _by_code(payments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Payments with their warnings' codes, as a table shows them."""
    return [
        {**each, "warnings": ", ".join(warning["code"] for warning in each["warnings"])}
        for each in payments
    ]


def _as_submitted(form: dict[str, Any]) -> list[tuple[str, str]]:
    """What the panel reads of a form besides its plan; only what the form says."""
    research, developing = form.get("research") or {}, form.get("developing") or {}
    organisations = (f"{each['name']} ({each['kind']})" for each in form.get("organisations") or ())
    said = {
        "match funding": pounds(form.get("match_funding_pence") or 0),
        "organisations": ", ".join(organisations),
        "research areas": ", ".join(research.get("areas") or ()),
        "horizon": developing.get("horizon"),
        "supporter": developing.get("supporter"),
    }
    return [(name, text) for name, text in said.items() if text]


def _list(title: str, rows: list[dict[str, Any]], heads: tuple[str, ...]) -> None:
    if rows:
        words = [head.removesuffix("_pence").replace("_", " ") for head in heads]
        print_table(title, words, [[_cell(head, row[head]) for head in heads] for row in rows])


def _cell(head: str, value: Any) -> Any:
    """Money in pounds; programs read pence with --json."""
    return pounds(value) if head.endswith("_pence") and value is not None else value
