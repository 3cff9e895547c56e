"""The README's example of a new event: its diff applies, is clean, and does what it says."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support import readme

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "tests" / "support" / "readme_round.py"
SOURCES = [*sorted(ROOT.glob("services/*/src")), ROOT / "deploy" / "local" / "src"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The tree's own code, with the README's diff applied."""
    for name in ("services", "deploy"):
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "secrets")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    [diff] = readme.blocks(ROOT / "README.md", "diff")
    outside = {**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    applied = subprocess.run(
        ["git", "apply", "--verbose", "-"],
        cwd=tmp_path,
        env=outside,
        input=diff.text,
        capture_output=True,
        text=True,
        check=False,
    )
    assert applied.returncode == 0, applied.stderr
    return tmp_path


def run(copy: Path, *command: str) -> str:
    """With the copy's packages before the installed ones."""
    path = os.pathsep.join(str(copy / source.relative_to(ROOT)) for source in SOURCES)
    done = subprocess.run(
        command,
        cwd=copy,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_officer_is_told_once_that_a_round_opened(copy: Path) -> None:
    run(copy, sys.executable, str(EXAMPLE))


def test_the_queue_is_bound_to_the_new_event(copy: Path) -> None:
    topology = json.loads(run(copy, sys.executable, "-m", "attain.cli", "topology"))
    bound = {each["routing_key"] for each in topology["bindings"]}
    assert "council.applications.round.opened.v1" in bound


def test_the_example_is_formatted_and_linted_as_everything_is(copy: Path) -> None:
    ruff = str(Path(sys.executable).parent / "ruff")
    changed = "services/notifications/src"
    run(copy, ruff, "format", "--check", changed)
    run(copy, ruff, "check", changed)
