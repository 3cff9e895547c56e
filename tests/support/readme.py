"""Reading documentation as a test does: its blocks, the commands in it, and what they print."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROMPT = "$ "
ELIDED = "…"
OURS = ("attain ", "schools ", "applications ", "notifications ", "reporting ", "curl ", "tail ")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and where it stands."""

    language: str
    text: str
    where: str


@dataclass(frozen=True)
class Command:
    """A command of a console block, and the output that is shown below it."""

    line: str
    output: str
    where: str


def blocks(document: Path, language: str | None = None) -> list[Block]:
    """The fenced blocks of a document, in order."""
    text = document.read_text("utf-8")
    found = re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    all_ = [
        Block(each[1], each[2], f"{document.name}:{text.count(chr(10), 0, each.start()) + 2}")
        for each in found
    ]
    return [block for block in all_ if language in {None, block.language}]


def commands(document: Path) -> list[Command]:
    """The commands of a document's console blocks, in order."""
    return [command for block in blocks(document, "console") for command in _commands(block)]


def _commands(block: Block) -> Iterator[Command]:
    for shown in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        line, _, output = re.sub(r" \\\n\s*", " ", shown).partition("\n")
        yield Command(line, output, f"{block.where}: {line}")


def table_commands(document: Path) -> list[Command]:
    """The commands in the cells of a document's tables."""
    rows = [line for line in document.read_text("utf-8").splitlines() if line.startswith("|")]
    cells = [cell for row in rows for cell in re.findall(r"`([^`]+)`", row)]
    wanted = [cell for cell in cells if cell.startswith(OURS)]
    return [Command(cell, ELIDED, f"{document.name}: {cell}") for cell in wanted]


def matches(shown: str, printed: str) -> bool:
    """Whether this was printed; … is any text in a line, and alone in a line any lines."""
    pattern = "".join(_pattern(line) for line in _lines(shown))
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in _lines(printed))) is not None


def _pattern(line: str) -> str:
    if line == ELIDED:
        return r"(?:[^\n]*\n)*?"
    return r"[^\n]*?".join(re.escape(part) for part in line.split(ELIDED)) + r"\n"


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").splitlines()]


def links(document: Path) -> list[tuple[Path, str]]:
    """The files that a document links to, each with the heading that is meant, if one is."""
    targets = re.findall(r"\]\(([^)#\s]*)#?([^)\s]*)\)", document.read_text("utf-8"))
    return [
        (document.parent / target if target else document, anchor)
        for target, anchor in targets
        if "://" not in target
    ]


def anchors(document: Path) -> set[str]:
    """The headings of a document, as links name them."""
    headings = re.findall(r"^#+ (.*)$", document.read_text("utf-8"), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


def options(document: Path) -> set[str]:
    """The options of our own commands that a document names in its text."""
    spans = re.findall(r"`([^`\n]+)`", document.read_text("utf-8"))
    ours = (span for span in spans if not span.startswith(("$COMPOSE", "docker ", "kubectl ")))
    return {option for span in ours for option in re.findall(r"(?<![\w-])--[a-z-]+", span)}


CURL = """#!/bin/sh
exec python -c 'import sys, urllib.request
print(urllib.request.urlopen(sys.argv[-1]).read().decode())' "$@"
"""


def curl_for(folder: Path) -> None:
    """A stand-in where the machine has no curl, in a folder for the path."""
    program = folder / "bin" / "curl"
    program.parent.mkdir()
    if shutil.which("curl") is None:
        program.write_text(CURL)
        program.chmod(0o755)
