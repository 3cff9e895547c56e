"""What README.md and docs/ say is run: every command, every block, every link."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from support import readme
from support.local import LocalStack
from support.polling import eventually_now
from support.readme import Command

pytestmark = pytest.mark.timeout(1200)

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
OPERATIONS = ROOT / "docs" / "operations.md"
CONNECTING = ROOT / "docs" / "connecting.md"
DOCUMENTS = [README, OPERATIONS, CONNECTING, *sorted(ROOT.glob("services/*/README.md"))]
PORTS = {"8101": "schools", "8102": "applications", "8103": "notifications", "8104": "reporting"}
PARKED = "fcda7186f6b4"
WORDS = {"KEY": PARKED, "REF": "A-2025-0001", "ID": "A-2025-0001"}
ACTS = re.compile(r"publish|replay|discard|import-gias|make-secrets|publisher\.py")


@dataclass
class Reader:
    """A newcomer in the project's folder, with the demonstration running in another terminal."""

    folder: Path
    stack: LocalStack

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Where each address of the documents really is."""
        http = self.stack.status()["http"]
        return {f"http://127.0.0.1:{port}": http[name] for port, name in PORTS.items()}

    def run(self, line: str) -> str:
        """What a command prints, with the addresses as the documents have them."""
        for written, real in self.addresses.items():
            line = line.replace(written, real)
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode in {0, 1}, f"{line}\n{done.stdout}"
        return self.as_written(done.stdout)

    def as_written(self, said: str) -> str:
        """Output with the ports that the documents have."""
        for written, real in self.addresses.items():
            said = said.replace(real, written)
        return said

    def checks(self, command: Command) -> None:
        """Runs a command and compares; one that only looks may have to look again."""
        printed = [self.run(command.line)]

        def as_shown() -> bool:
            if readme.matches(command.output, printed[-1]):
                return True
            if not ACTS.search(command.line):
                printed.append(self.run(command.line))
            return False

        try:
            eventually_now(as_shown)
        except AssertionError:
            shown = f"{command.where}\n--- shown\n{command.output}\n--- printed\n{printed[-1]}"
            raise AssertionError(shown) from None

    @property
    def _environment(self) -> dict[str, str]:
        """No setting at all, and the commands on the path."""
        kept = {name: value for name, value in os.environ.items() if "ATTAIN" not in name}
        path = [str(Path(sys.executable).parent), os.environ["PATH"], str(self.folder / "bin")]
        return {**kept, "PATH": ":".join(path)}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """`make run` has played the demonstration and stays up."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("deploy", "docs", "services", "tests", "Makefile", "scripts"):
        (folder / name).symlink_to(ROOT / name)
    readme.curl_for(folder)
    (folder / ".venv").symlink_to(Path(sys.executable).parents[1])
    stack = LocalStack(folder / ".attain", "--demo").begin()
    eventually_now(lambda: "Ready. Ctrl-C" in stack.said() or _ended(stack), timeout=240)
    yield Reader(folder, stack)
    stack.stop()


def _ended(stack: LocalStack) -> bool:
    """`attain up` must not end; what it said tells why it did."""
    if stack.process is not None and stack.process.poll() is not None:
        raise AssertionError(stack.said())
    return False


def test_the_readme_s_commands_print_what_it_shows(reader: Reader) -> None:
    [publisher] = [block for block in readme.blocks(README, "python") if "pika" in block.text]
    (reader.folder / "publisher.py").write_text(publisher.text)
    for command in readme.commands(README):
        if command.line.startswith("make "):
            assert is_a_target(command.line)
            said = reader.as_written(reader.stack.said())
            assert readme.matches(command.output, said), f"{command.where}\n{said}"
        else:
            reader.checks(command)


def test_the_runbook_s_commands_print_what_it_shows(reader: Reader) -> None:
    for command in readme.commands(OPERATIONS):
        reader.checks(command)


def test_the_connecting_guide_s_commands_print_what_it_shows(reader: Reader) -> None:
    for command in readme.commands(CONNECTING):
        reader.checks(command)


def test_every_command_in_a_table_runs(reader: Reader) -> None:
    found = [each for path in (README, OPERATIONS) for each in readme.table_commands(path)]
    lines = {re.sub(r"\b[A-Z]{2,4}\b", as_word, each.line): each.where for each in found}
    assert len(lines) > 10
    with ThreadPoolExecutor(4) as at_once:
        printed_by = dict(zip(lines, at_once.map(reader.run, lines), strict=True))
    for line, printed in printed_by.items():
        assert "Usage:" not in printed, f"{lines[line]}\n{printed}"
        assert "Traceback" not in printed, f"{lines[line]}\n{printed}"


def as_word(placeholder: re.Match[str]) -> str:
    """What a reader puts in its place."""
    return WORDS.get(placeholder[0], placeholder[0])


def test_every_make_target_that_is_named_exists() -> None:
    named = {
        name for each in DOCUMENTS for name in re.findall(r"`(make [a-z-]+)", each.read_text())
    }
    assert {"make run", "make test", "make demo", "make bench"} <= named
    for line in named:
        assert is_a_target(line)


def is_a_target(line: str) -> bool:
    """Whether make knows what to do, without doing it."""
    known = ["make", "-n", *line.split()[1:]]
    done = subprocess.run(known, cwd=ROOT, capture_output=True, check=False)
    return done.returncode == 0


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    for target, anchor in readme.links(document):
        assert target.exists()
        assert not anchor or anchor in readme.anchors(target)


def test_every_option_that_is_named_exists() -> None:
    attain = ROOT / "deploy/local/src/attain/cli.py"
    sources = [
        attain,
        *ROOT.glob("services/*/src/*/cli.py"),
        *ROOT.glob("services/*/src/*/cli/*.py"),
    ]
    known = "".join(path.read_text() for path in sources)
    parameters = set(re.findall(r"^    +(\w+): ", known, re.MULTILINE))
    named = {option for path in (README, OPERATIONS) for option in readme.options(path)}
    assert {"--ports", "--as-of", "--reason"} <= named
    for option in named:
        assert f'"{option}"' in known or option[2:].replace("-", "_") in parameters


@pytest.mark.parametrize("document", DOCUMENTS[:3], ids=lambda path: path.name)
def test_every_block_of_code_is_valid(document: Path) -> None:
    for block in readme.blocks(document, "python"):
        compile(block.text, block.where, "exec")
    for block in readme.blocks(document, "json"):
        json.loads(block.text)
