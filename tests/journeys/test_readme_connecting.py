"""docs/connecting.md says what contracts and code say: types, examples, effects, reasons."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import readme

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "connecting.md"
SCHEMAS = {
    path.name.removesuffix(".schema.json"): path
    for path in sorted(ROOT.glob("services/*/contracts/intake/*.schema.json"))
}
JUDGES = [
    *ROOT.glob("services/applications/src/applications/domain/**/*.py"),
    *ROOT.glob("services/applications/src/applications/use_cases/**/*.py"),
    *ROOT.glob("services/schools/src/schools/domain/**/*.py"),
    *ROOT.glob("services/schools/src/schools/use_cases/**/*.py"),
    *ROOT.glob("services/chassis/src/chassis/**/*.py"),
]
# Rules of files, of inspections as they were published, and of the tiers' proposals: no refusals.
NOT_OF_EVENTS = (
    "schools/domain/files",
    "schools/domain/register",
    "schools/domain/inspections.py",
    "schools/domain/ofsted",
    "schools/domain/strategy",
    "schools/use_cases/register/importing.py",
    "schools/use_cases/register/ofsted.py",
    "schools/use_cases/support/strategies.py",
)


def sections() -> dict[str, str]:
    """The page's text on each type."""
    parts = re.split(r"^### ", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return {part.split("\n", 1)[0]: part.split("\n", 1)[1].split("\n## ")[0] for part in parts}


def test_the_page_has_every_type_that_we_take_in_and_no_other() -> None:
    assert sorted(sections()) == sorted(SCHEMAS)


@pytest.mark.parametrize("event_type", SCHEMAS)
def test_a_type_stands_under_its_system_with_its_owner_and_the_contracts_example(
    event_type: str, tmp_path: Path
) -> None:
    text, schema = sections()[event_type], SCHEMAS[event_type]
    owner, contract = schema.parts[-4], json.loads(schema.read_text("utf-8"))
    assert contract["title"] in text
    assert f"Owner: {owner} ([schema](../{schema.relative_to(ROOT)}))" in text
    whole = PAGE.read_text("utf-8")
    systems = re.findall(
        r"^## .*\(`(\w+)`\)$", whole[: whole.index(f"### {event_type}\n")], re.MULTILINE
    )
    assert systems[-1] == event_type.split(".")[1]
    (tmp_path / "section.md").write_text(text)
    [example] = readme.blocks(tmp_path / "section.md", "json")
    assert json.loads(example.text) == contract["examples"][0]


@pytest.mark.parametrize("event_type", SCHEMAS)
def test_what_a_type_causes_is_published_by_its_owner(event_type: str) -> None:
    published = json.loads(
        (ROOT / "docs/asyncapi" / f"{SCHEMAS[event_type].parts[-4]}.json").read_text("utf-8")
    )
    [causes] = re.findall(r"^\* Causes: (.*)$", sections()[event_type], re.MULTILINE)
    for caused in re.findall(r"`([^`]+)`", causes):
        assert f'"{caused}"' in json.dumps(published)


def test_the_page_names_every_reason_that_the_code_can_give_and_no_other() -> None:
    judges = [path for path in JUDGES if not any(part in str(path) for part in NOT_OF_EVENTS)]
    given = {code for path in judges for code in codes(path)}
    text = PAGE.read_text("utf-8")
    refused = "".join(
        re.findall(
            r"^(?:\* (?:Refused as|Warnings): .*|\| `.*|.*The reasons are .*)$", text, re.MULTILINE
        )
    )
    named = set(re.findall(r"`([a-z]+(?:-[a-z0-9]+)*)`", refused)) - {"ineligible", "unmatched"}
    assert {code for code in given if "*" not in code} - named == set()
    patterns = [code.replace("*", "[a-z]+") for code in given]
    assert {code for code in named if not any(re.fullmatch(p, code) for p in patterns)} == set()


def codes(path: Path) -> Iterator[str]:
    """The codes of a file's reasons; what a code takes from a variable is a star."""
    tree = ast.parse(path.read_text("utf-8"))
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in ast.walk(tree):
        if (
            isinstance(call, ast.Call)
            and call.args
            and _name(call.func) in {"Reason", "BadPayload", "Condition"}
        ):
            code = constants.get(_name(call.args[0]), call.args[0])
            if isinstance(code, ast.Constant):
                yield str(code.value)
            elif isinstance(code, ast.JoinedStr):
                yield "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "*"
                    for part in code.values
                )


def _name(function: ast.expr) -> str:
    return str(getattr(function, "id", getattr(function, "attr", "")))
