"""A private PostgreSQL server, run by an ordinary user even where the tests run as root."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from attain.settings.ports import free_ports
from support.polling import eventually_now

UNPRIVILEGED = ("postgres", "nobody")
FAST_NOT_SAFE = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=400",
    "autovacuum=off",
    "max_wal_size=2GB",
)


class PostgresServer:
    """One server in a temporary folder; databases are made and dropped as tests need them."""

    def __init__(self, *, settings: tuple[str, ...] = FAST_NOT_SAFE) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="attain-postgresql-"))
        self.port = free_ports(1)[0]
        self.settings = settings
        self.process: subprocess.Popen[bytes] | None = None
        self.templates: set[str] = set()  # databases with tables, for copies
        self._account = _account()

    def start(self) -> "PostgresServer":
        """Initialises the folder the first time, then serves."""
        if not (self.folder / "data").exists():
            self._initialise()
        options = [part for setting in self.settings for part in ("-c", setting)]
        command = [_program("postgres"), "-D", "data", "-p", str(self.port), *options]
        command += [
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            f"unix_socket_directories={self.folder}",
        ]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                **self._account,
            )
        eventually_now(self._accepts)
        return self

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT ends the sessions and shuts down cleanly; SIGQUIT is a crash."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(30)

    def restart(self, how: signal.Signals = signal.SIGINT) -> None:
        """What a database does to its clients on a bad day."""
        self.stop(how)
        self.start()

    def remove(self) -> None:
        """Stops it and forgets everything."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def create(self, name: str, template: str = "template1") -> str:
        """A fresh copy of a template without connections; returns its SQLAlchemy address."""
        self._psql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Removes a database even while clients still hold on to it."""
        self._psql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def url(self, name: str) -> str:
        """The SQLAlchemy address of a database."""
        return f"postgresql+asyncpg://attain@127.0.0.1:{self.port}/{name}"

    def _initialise(self) -> None:
        if "user" in self._account:
            shutil.chown(self.folder, self._account["user"], self._account["group"])
        command = [_program("initdb"), "-D", "data", "-U", "attain", "-A", "trust"]
        command += ["-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True, **self._account)

    def _psql(self, statement: str) -> None:
        command = [_program("psql"), "-X", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        command += ["-U", "attain", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-c", statement]
        subprocess.run(
            command, check=True, capture_output=True, env={**os.environ, "PGOPTIONS": ""}
        )

    def _accepts(self) -> bool:
        if self.process is None or self.process.poll() is not None:
            raise RuntimeError((self.folder / "log").read_text())
        try:
            self._psql("SELECT 1")
        except subprocess.CalledProcessError:
            return False
        return True


def _account() -> dict[str, str | list[str]]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name for entry in pwd.getpwall()}
    name = next(name for name in UNPRIVILEGED if name in known)
    group = pwd.getpwnam(name).pw_gid
    return {"user": name, "group": group, "extra_groups": []}  # type: ignore[dict-item]


def _program(name: str) -> str:
    """Debian keeps the server's programs outside the path, one folder per version."""
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = sorted(versions, key=lambda path: int(re.sub(r"\D", "", path.parts[4]) or 0))
    found = str(newest[-1]) if newest else shutil.which(name)
    if found is None:
        raise RuntimeError(f"{name} is missing: install the package postgresql")
    return found
