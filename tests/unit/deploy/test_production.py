"""Production: no default passwords, nobody is root, secrets are made and private."""

import base64
import hashlib
import json
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from chassis.messaging.topology import SERVICES, USERS


def make_secrets(root: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "deploy/compose/make-secrets"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def made(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compose") / "secrets"
    assert make_secrets(root, folder).returncode == 0
    return folder


def test_every_user_of_the_broker_gets_a_password_of_its_own(made: Path) -> None:
    definitions = json.loads((made / "definitions.json").read_text())
    hashes = {user["name"]: user["password_hash"] for user in definitions["users"]}
    assert set(hashes) == set(USERS)
    assert len(set(hashes.values())) == len(USERS)
    assert "" not in hashes.values()


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_starts_with_the_settings_made_for_it(
    made: Path, service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for line in (made / f"{service}.env").read_text().splitlines():
        name, _, value = line.partition("=")
        monkeypatch.setenv(name, value)
    settings = __import__(f"{service}.main", fromlist=["Settings"]).Settings()
    assert settings.database_url.endswith(f"@postgres/{service}")
    assert settings.http_port == 8080


def test_the_folder_is_closed_and_secrets_are_never_replaced(root: Path, made: Path) -> None:
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    again = make_secrets(root, made)
    assert again.returncode != 0
    assert "exists already" in again.stderr


def broker_users(folder: Path) -> dict[str, str]:
    declared = json.loads((folder / "definitions.json").read_text())
    return {user["name"]: user["password_hash"] for user in declared["users"]}


def is_hash_of(password_hash: str, password: str) -> bool:
    """RabbitMQ's form: four bytes of salt, then SHA-256 of salt and password."""
    raw = base64.b64decode(password_hash)
    return hashlib.sha256(raw[:4] + password.encode()).digest() == raw[4:]


def test_rotated_publisher_has_its_printed_password_at_the_brokers_next_start(
    root: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "secrets"
    make_secrets(root, folder)
    env = (folder / "applications.env").read_text()
    old = json.loads((folder / "passwords.json").read_text())
    new = make_secrets(root, "rotate", "finance", folder).stdout.strip()
    assert new
    assert json.loads((folder / "passwords.json").read_text()) == {**old, "finance": new}
    assert is_hash_of(broker_users(folder)["finance"], new)
    assert is_hash_of(broker_users(folder)["forms"], old["forms"])
    assert (folder / "applications.env").read_text() == env
    assert stat.S_IMODE((folder / "passwords.json").stat().st_mode) == 0o600


def test_added_and_removed_publishers_are_in_the_definitions_or_not(
    root: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "secrets"
    make_secrets(root, folder)
    new = make_secrets(root, "add", "library", folder).stdout.strip()
    assert is_hash_of(broker_users(folder)["library"], new)
    make_secrets(root, "remove", "results", folder)
    assert set(broker_users(folder)) == {*USERS, "library"} - {"results"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("rotate", "nobody"), "There is no publisher called nobody."),
        (("rotate", "schools"), "There is no publisher called schools."),
        (("add", "finance"), "There is already a user called finance."),
    ],
)
def test_change_that_cannot_be_made_is_refused_in_a_sentence(
    root: Path, made: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    before = (made / "definitions.json").read_text()
    refused = make_secrets(root, *arguments, made)
    assert refused.returncode == 1
    assert refused.stderr.startswith(sentence)
    assert (made / "definitions.json").read_text() == before


def test_change_without_a_name_or_without_secrets_is_refused(root: Path, tmp_path: Path) -> None:
    assert "Give the name of the publisher" in make_secrets(root, "rotate").stderr
    assert "Make them first" in make_secrets(root, "rotate", "finance", tmp_path / "none").stderr


def test_nobody_is_root_in_a_container(root: Path) -> None:
    dockerfile = (root / "deploy/Dockerfile").read_text()
    assert "\nUSER 10001\n" in dockerfile
    deployment = (root / "deploy/kubernetes/base/deployment.yaml").read_text()
    for said in ("runAsNonRoot: true", "readOnlyRootFilesystem: true", "drop: [ALL]"):
        assert said in deployment


def test_no_password_is_committed(root: Path) -> None:
    for path in (root / "deploy").rglob("*"):
        if path.is_file() and path.suffix in {".yaml", ".conf", ".json"}:
            assert "guest" not in path.read_text()


def test_every_image_has_an_exact_version(root: Path) -> None:
    compose = (root / "deploy/compose/compose.yaml").read_text()
    dockerfile = (root / "deploy/Dockerfile").read_text()
    images = re.findall(r"^ +image: (\S+)", compose, re.MULTILINE)
    tags = [image.partition(":")[2] for image in images] + re.findall(r"PYTHON=(\S+)", dockerfile)
    assert len(tags) == 3
    for tag in tags:
        assert re.match(r"\d+\.\d+(\.\d+)?-", tag), tag
    assert not re.search(r"^FROM (?!python:\$\{PYTHON\})", dockerfile, re.MULTILINE)
