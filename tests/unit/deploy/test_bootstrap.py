"""Getting what a machine lacks: by apt as root or with sudo, said aloud, daemons left off."""

import shutil
import subprocess
from pathlib import Path

import pytest


class Machine:
    """A machine whose only programs are those that a test gives it, each noting how it ran."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.bin, self.root = folder / "bin", root
        self.notes, self.policy = folder / "notes", folder / "policy-rc.d"
        self.bin.mkdir()
        for tool in ("sh", "cat", "tee", "chmod", "rm", "env", "dirname"):
            (self.bin / tool).symlink_to(f"/usr/bin/{tool}")

    def has(self, name: str, script: str = "") -> None:
        """Adds a program."""
        program = self.bin / name
        program.write_text(f'#!/bin/sh\necho "{name} $*" >> {self.notes}\n{script}\n')
        program.chmod(0o755)

    def user(self, number: int) -> None:
        """Who we are."""
        self.has("id", f"echo {number}")

    def installs(self, package: str) -> subprocess.CompletedProcess[str]:
        """Runs the project's own function."""
        return subprocess.run(
            ["/bin/sh", "-euc", f'. scripts/machine.sh; install {package} "the reason"'],
            cwd=self.root,
            env={"PATH": str(self.bin), "POLICY": str(self.policy)},
            capture_output=True,
            text=True,
            check=False,
        )

    def ran(self) -> list[str]:
        """What was run, in order."""
        return self.notes.read_text().splitlines() if self.notes.exists() else []


@pytest.fixture
def machine(tmp_path: Path, root: Path) -> Machine:
    return Machine(tmp_path, root)


def test_root_installs_by_apt_and_says_so(machine: Machine) -> None:
    machine.user(0)
    machine.has("apt-get", f"cat {machine.policy} >> {machine.notes}")
    done = machine.installs("rabbitmq-server")
    assert done.returncode == 0
    assert "Installing rabbitmq-server by apt: the reason" in done.stderr
    assert any("install --no-install-recommends rabbitmq-server" in line for line in machine.ran())


def test_the_packages_daemons_are_not_started(machine: Machine) -> None:
    machine.user(0)
    machine.has("apt-get", f"cat {machine.policy} >> {machine.notes}")
    machine.installs("rabbitmq-server")
    assert "exit 101" in machine.ran()
    assert not machine.policy.exists()


def test_an_ordinary_user_installs_with_sudo(machine: Machine) -> None:
    machine.user(1000)
    machine.has("apt-get")
    machine.has("sudo", 'exec "$@"')
    done = machine.installs("postgresql")
    assert done.returncode == 0
    assert "by apt with sudo" in done.stderr
    assert any(line.startswith("sudo env DEBIAN_FRONTEND") for line in machine.ran())


def test_without_sudo_one_sentence_says_what_to_install(machine: Machine) -> None:
    machine.user(1000)
    machine.has("apt-get")
    done = machine.installs("rabbitmq-server")
    assert done.returncode == 1
    assert done.stderr == "attain: Install the package rabbitmq-server (the reason).\n"
    assert not any(line.startswith("apt-get") for line in machine.ran())


def test_without_apt_one_sentence_says_what_to_install(machine: Machine) -> None:
    machine.user(0)
    done = machine.installs("rabbitmq-server")
    assert done.stderr == "attain: Install the package rabbitmq-server (the reason).\n"


def test_stale_package_lists_are_brought_up_to_date_once(machine: Machine) -> None:
    machine.user(0)
    machine.has(
        "apt-get",
        f'case "$*" in *update*) : > {machine.bin}/fresh;; esac\n[ -e {machine.bin}/fresh ]',
    )
    assert machine.installs("postgresql").returncode == 0
    verbs = [line.split("Use-Pty=0 ")[1].split()[0] for line in machine.ran() if "apt" in line]
    assert verbs == ["install", "update", "install"]


def test_what_is_locked_is_installed_once_and_again_when_the_lock_changes(
    root: Path, tmp_path: Path
) -> None:
    """The second run does nothing and is fast."""
    project, notes = tmp_path / "project", tmp_path / "notes"
    (project / ".venv/bin").mkdir(parents=True)
    for name in ("scripts", "services/schools", "deploy/local"):
        (project / name).mkdir(parents=True)
    for name in ("scripts/bootstrap", "scripts/machine.sh", "requirements.lock"):
        shutil.copy(root / name, project / name)
    for name in ("services/schools", "deploy/local"):
        shutil.copy(root / name / "pyproject.toml", project / name)
    python = project / ".venv/bin/python"
    python.write_text(f'#!/bin/sh\necho "$*" >> {notes}\n')
    python.chmod(0o755)

    def pip_runs() -> int:
        subprocess.run([project / "scripts/bootstrap", "run"], check=True, capture_output=True)
        return len(notes.read_text().splitlines())

    assert (pip_runs(), pip_runs()) == (2, 2)
    assert "--require-hashes --requirement requirements.lock" in notes.read_text()
    (project / "requirements.lock").write_text("aio-pika==1\n")
    assert pip_runs() == 4
